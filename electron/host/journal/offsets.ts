/** Where frames begin: four bytes each, a million of them take 4 MB. */
export type Offsets = {
  length: () => number;
  at: (index: number) => number | undefined;
  push: (offset: number) => void;
  /** All of them as they are now. */
  all: () => Uint32Array;
};

export const createOffsets = (known: Uint32Array = new Uint32Array(0)): Offsets => {
  let held = known;
  let length = known.length;
  return {
    length: () => length,
    at: (index) => (index < length ? held[index] : undefined),
    push: (offset) => {
      if (length === held.length) {
        const larger = new Uint32Array(Math.max(64, length * 2));
        larger.set(held);
        held = larger;
      }
      held[length] = offset;
      length += 1;
    },
    all: () => held.subarray(0, length),
  };
};
