/**
 * Operations → state, a pure function of the set: never arrival order, never wall-clock time. Each operation's
 * authority is judged in the state of its own causal past; the rest in topological order, ties by id.
 * Kinds that take rights away come with their own rules in `docs/decisions` when they come.
 */
import { compareBytes, fromBase64Url } from '../base/bytes.ts';
import type { CommunityId, DeviceId, OpId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { applyOperation, applyCreate } from './apply-operation.ts';
import type { CommunityState } from './community-state.ts';
import type { Operation } from './operation.ts';

/**
 * @param operations any order; parents that are missing make an operation (and what follows from it) wait
 * @returns undefined while the CREATE that the community is named after is not in the set
 */
export const resolve = (
  crypto: Crypto,
  community: CommunityId,
  operations: Iterable<Operation>,
): CommunityState | undefined => {
  const ordered = inTopologicalOrder(operations);
  const create = ordered.find((operation) => (operation.id as string) === (community as string));
  if (create === undefined) return undefined;
  const state = applyCreate(crypto, community, create);
  if (state === undefined) return undefined;
  const past = causalPasts(ordered);
  for (const operation of ordered) {
    if (operation !== create && isAuthorised(state, operation, past.get(operation.id) ?? new Set())) {
      applyOperation(crypto, state, operation);
    }
  }
  return state;
};

/** The author must have been a device of the community in what it knew when it signed. */
const isAuthorised = (state: CommunityState, operation: Operation, past: ReadonlySet<OpId>): boolean => {
  const author = state.devices.get(operation.device);
  return author !== undefined && operation.community === state.id && past.has(author.since);
};

/** Kahn's algorithm; among those that are ready the smallest id first. Operations with missing parents are left out. */
export const inTopologicalOrder = (operations: Iterable<Operation>): Operation[] => {
  const byId = new Map([...operations].map((operation) => [operation.id, operation]));
  const waitingFor = new Map<OpId, number>();
  const children = new Map<OpId, Operation[]>();
  for (const operation of byId.values()) {
    const links = linksOf(operation);
    waitingFor.set(operation.id, links.length);
    for (const parent of links) children.set(parent, [...(children.get(parent) ?? []), operation]);
  }
  let ready = [...byId.values()].filter((operation) => waitingFor.get(operation.id) === 0);
  const ordered: Operation[] = [];
  while (ready.length > 0) {
    ready.sort(byIdDescending);
    const next = ready.pop();
    if (next === undefined) break;
    ordered.push(next);
    const freed = (children.get(next.id) ?? []).filter((child) => {
      const left = (waitingFor.get(child.id) ?? 0) - 1;
      waitingFor.set(child.id, left);
      return left === 0;
    });
    ready = [...ready, ...freed];
  }
  return ordered;
};

const linksOf = (operation: Operation): OpId[] => [
  ...new Set([...operation.parents, ...(operation.prevOwn === undefined ? [] : [operation.prevOwn])]),
];

const byIdDescending = (a: Operation, b: Operation): number => compareBytes(bytesOf(b.id), bytesOf(a.id));

const bytesOf = (id: OpId): Uint8Array => fromBase64Url(id) ?? new Uint8Array(0);

const causalPasts = (ordered: readonly Operation[]): Map<OpId, Set<OpId>> => {
  const pasts = new Map<OpId, Set<OpId>>();
  for (const operation of ordered) {
    const past = new Set<OpId>();
    for (const parent of linksOf(operation)) {
      past.add(parent);
      for (const earlier of pasts.get(parent) ?? []) past.add(earlier);
    }
    pasts.set(operation.id, past);
  }
  return pasts;
};

/** Operations that no other operation names as a parent: what a new one must name. Ascending. */
export const headsOf = (operations: Iterable<Operation>): OpId[] => {
  const all = [...operations];
  const named = new Set(all.flatMap((operation) => linksOf(operation)));
  return all
    .map((operation) => operation.id)
    .filter((id) => !named.has(id))
    .sort((a, b) => compareBytes(bytesOf(a), bytesOf(b)));
};

/** Per device, its number of operations: what a peer compares to see what is missing. */
export const chainLengths = (operations: Iterable<Operation>): Map<DeviceId, number> => {
  const lengths = new Map<DeviceId, number>();
  for (const { device, deviceSeq } of operations)
    lengths.set(device, Math.max(lengths.get(device) ?? 0, deviceSeq + 1));
  return lengths;
};
