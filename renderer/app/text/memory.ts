/** Remembers what was worked out for texts. What was not asked for longest is forgotten first. */
type Limits = {
  count: number;
  /** Of all that is remembered together. */
  weight: number;
};

/** @returns what was worked out for a key before, or else is now */
export const createMemory = <Value>(
  limits: Limits,
  weigh: (value: Value) => number,
): ((key: string, workOut: () => Value) => Value) => {
  const known = new Map<string, { value: Value; weight: number }>();
  let weight = 0;
  const forget = (key: string): void => {
    weight -= known.get(key)?.weight ?? 0;
    known.delete(key);
  };
  return (key, workOut) => {
    const held = known.get(key);
    const entry = held ?? weighed(workOut(), weigh);
    if (held !== undefined) forget(key);
    known.set(key, entry);
    weight += entry.weight;
    for (const oldest of known.keys()) {
      if (known.size <= limits.count && weight <= limits.weight) break;
      forget(oldest);
    }
    return entry.value;
  };
};

const weighed = <Value>(value: Value, weigh: (value: Value) => number) => ({ value, weight: weigh(value) });
