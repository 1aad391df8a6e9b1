import type { OpId } from '../base/ids.ts';
import type { Operation } from './operation.ts';

/** What an operation names directly. */
export const linksOf = (operation: Operation): OpId[] =>
  operation.prevOwn === undefined ? [...operation.parents] : [...new Set([...operation.parents, operation.prevOwn])];

/** Kahn's algorithm, otherwise in the order given. Operations with missing parents are left out. */
export const parentsFirst = (operations: Iterable<Operation>): Operation[] => {
  const byId = new Map([...operations].map((operation) => [operation.id, operation]));
  const missing = new Map<OpId, number>();
  const children = new Map<OpId, Operation[]>();
  for (const operation of byId.values()) {
    const links = linksOf(operation);
    missing.set(operation.id, links.length);
    for (const parent of links) {
      const held = children.get(parent);
      if (held === undefined) children.set(parent, [operation]);
      else held.push(operation);
    }
  }
  const ordered = [...byId.values()].filter((operation) => missing.get(operation.id) === 0);
  for (const operation of ordered) {
    for (const child of children.get(operation.id) ?? []) {
      const left = (missing.get(child.id) ?? 0) - 1;
      missing.set(child.id, left);
      if (left === 0) ordered.push(child);
    }
  }
  return ordered;
};
