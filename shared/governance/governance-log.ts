/**
 * The operations of one community that are here, and those that wait for a parent. Everything in the log has its whole
 * causal past in the log, and each device's operations form a chain without gaps.
 */
import type { CommunityId, DeviceId, OpId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { CommunityState } from './community-state.ts';
import type { Operation } from './operation.ts';
import { chainLengths, headsOf, inTopologicalOrder, resolve } from './resolve.ts';

export type GovernanceLog = {
  /** @returns the operations that became part of the log by this, in an order that can be replayed */
  add: (operation: Operation) => Operation[];
  /** True when the operation would become part of the log, or is in it. */
  has: (id: OpId) => boolean;
  state: () => CommunityState | undefined;
  heads: () => OpId[];
  chains: () => Map<DeviceId, number>;
  /** What a peer with these chain lengths lacks, parents first. */
  missingFrom: (theirs: ReadonlyMap<DeviceId, number>) => Operation[];
  nextOf: (device: DeviceId) => { deviceSeq: number; prevOwn: OpId | undefined };
  all: () => Operation[];
};

const MAX_WAITING = 256;

export const createGovernanceLog = (crypto: Crypto, community: CommunityId): GovernanceLog => {
  const log = new Map<OpId, Operation>();
  const waiting = new Map<OpId, Operation>();
  let resolved: CommunityState | undefined;
  let isStale = false;

  const fits = (operation: Operation): boolean =>
    operation.parents.every((parent) => log.has(parent)) &&
    (operation.prevOwn === undefined ? operation.deviceSeq === 0 : isNextOf(log.get(operation.prevOwn), operation));

  const take = (operation: Operation): void => {
    log.set(operation.id, operation);
    waiting.delete(operation.id);
    isStale = true;
  };

  return {
    add: (operation) => {
      if (log.has(operation.id) || !belongs(community, operation)) return [];
      if (!fits(operation)) {
        if (waiting.size < MAX_WAITING) waiting.set(operation.id, operation);
        return [];
      }
      const added = [operation];
      take(operation);
      for (let next = findFitting(waiting, fits); next !== undefined; next = findFitting(waiting, fits)) {
        added.push(next);
        take(next);
      }
      return added;
    },
    has: (id) => log.has(id),
    state: () => {
      if (isStale) resolved = resolve(crypto, community, log.values());
      isStale = false;
      return resolved;
    },
    heads: () => headsOf(log.values()),
    chains: () => chainLengths(log.values()),
    missingFrom: (theirs) =>
      inTopologicalOrder(log.values()).filter(({ device, deviceSeq }) => deviceSeq >= (theirs.get(device) ?? 0)),
    nextOf: (device) => {
      const own = [...log.values()].filter((operation) => operation.device === device);
      const last = own.reduce<Operation | undefined>(
        (newest, operation) => (newest === undefined || operation.deviceSeq > newest.deviceSeq ? operation : newest),
        undefined,
      );
      return { deviceSeq: last === undefined ? 0 : last.deviceSeq + 1, prevOwn: last?.id };
    },
    all: () => inTopologicalOrder(log.values()),
  };
};

const belongs = (community: CommunityId, operation: Operation): boolean =>
  operation.community === community || (operation.id as string) === (community as string);

const isNextOf = (previous: Operation | undefined, operation: Operation): boolean =>
  previous !== undefined && previous.device === operation.device && operation.deviceSeq === previous.deviceSeq + 1;

const findFitting = (
  waiting: ReadonlyMap<OpId, Operation>,
  fits: (operation: Operation) => boolean,
): Operation | undefined => {
  for (const operation of waiting.values()) if (fits(operation)) return operation;
  return undefined;
};
