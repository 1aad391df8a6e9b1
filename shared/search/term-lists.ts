/**
 * For each term the numbers that were added to it, the last one first. All of them are in two arrays: a list of its own for
 * each term is garbage for the collector to move about, as most terms are met once.
 */
export type TermLists = {
  add: (term: string, number: number) => void;
  visit: (term: string, visit: (number: number) => void) => void;
  all: () => Iterable<string>;
};

const NONE = -1;

export const createTermLists = (): TermLists => {
  const last = new Map<string, number>();
  let numbers = new Int32Array(1_024);
  let before = new Int32Array(1_024);
  let length = 0;
  return {
    add: (term, number) => {
      if (length === numbers.length) [numbers, before] = [doubled(numbers), doubled(before)];
      numbers[length] = number;
      before[length] = last.get(term) ?? NONE;
      last.set(term, length);
      length += 1;
    },
    visit: (term, visit) => {
      for (let at = last.get(term) ?? NONE; at !== NONE; at = before[at] ?? NONE) visit(numbers[at] ?? 0);
    },
    all: () => last.keys(),
  };
};

const doubled = (held: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(held.length * 2);
  larger.set(held);
  return larger;
};
