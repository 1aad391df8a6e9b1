/** Things in groups, in their order. */
export const byKey = <One>(list: readonly One[], keyOf: (one: One) => string): Map<string, One[]> => {
  const groups = new Map<string, One[]>();
  for (const one of list) {
    const held = groups.get(keyOf(one));
    if (held === undefined) groups.set(keyOf(one), [one]);
    else held.push(one);
  }
  return groups;
};
