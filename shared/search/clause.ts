/** Terms of which one has to be there. Everything that is looked for is a list of clauses, all of which have to hold. */
import type { Wanted } from './terms.ts';

export type Clause = readonly Wanted[];

/** Gives every term that counts for a clause. */
export const addWanted = <Value>(
  clause: Clause,
  held: ReadonlyMap<string, Value>,
  add: (value: Value) => void,
): void => {
  for (const { term, isBegun } of clause) {
    if (isBegun) {
      for (const [one, value] of held) if (one.startsWith(term)) add(value);
    } else {
      const value = held.get(term);
      if (value !== undefined) add(value);
    }
  }
};
