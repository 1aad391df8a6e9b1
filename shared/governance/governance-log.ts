/**
 * The operations of one community that are here, and those that wait for a parent. Everything in the log has its whole
 * causal past in the log, was signed by a device that this past knows, and each device's operations form a chain without
 * gaps.
 */
import { compareBytes } from '../base/bytes.ts';
import { type CommunityId, type DeviceId, idBytes, type OpId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type AuditEntry, auditOf } from './audit.ts';
import { type ChainTip, createChains } from './chains.ts';
import type { CommunityState } from './community-state.ts';
import { digestOf } from './digest.ts';
import type { Operation } from './operation.ts';
import { linksOf } from './parents-first.ts';
import type { Plant } from './plant.ts';
import type { Resolution } from './resolution.ts';
import type { VoidReason } from './void-reason.ts';
import { createResolver, type Resolver } from './resolver.ts';

export type GovernanceLog = {
  /**
   * @param from what is stored is not limited in number while it waits for its parents
   * @returns the operations that became part of the log by this, in an order that can be replayed
   */
  add: (operation: Operation, from?: 'journal') => Operation[];
  /** True when the operation is part of the log. */
  has: (id: OpId) => boolean;
  get: (id: OpId) => Operation | undefined;
  /** The operations that say that this device comes in, void ones included. */
  entrancesOf: (device: DeviceId) => readonly Operation[];
  /** True if whoever made the one knew the other. */
  knew: (id: OpId, other: OpId) => boolean;
  state: () => CommunityState | undefined;
  /** What somebody knew who names these heads: what a record is judged in. Undefined if one of them is not here. */
  stateAt: (heads: readonly OpId[]) => CommunityState | undefined;
  /** Why an operation that names all heads would have no effect; undefined if it would count. */
  verdictOn: (operation: Operation) => VoidReason | undefined;
  /** What counted for its author and does not count any more. */
  overruled: () => Operation[];
  /** With what has no effect, and why. */
  resolution: () => Resolution | undefined;
  /** Who did what to whom, in the order of effect. */
  audit: () => AuditEntry[];
  /** 32 bytes; undefined while there is no state. */
  digest: () => Uint8Array | undefined;
  /** What a new operation or record names: at most 32, the deepest; what is left out is named by the next. Ascending. */
  heads: () => OpId[];
  /** How much of each device's operations is here, and a digest of them: equal numbers never hide a fork. */
  chains: () => Map<DeviceId, ChainTip>;
  /** What a peer with these chains lacks, parents first: of a chain that parted before its end there, all. */
  missingFrom: (theirs: ReadonlyMap<DeviceId, ChainTip>) => Operation[];
  /** Devices of which they have other operations than are here under the same numbers. */
  partedFrom: (theirs: ReadonlyMap<DeviceId, ChainTip>) => DeviceId[];
  nextOf: (device: DeviceId) => { deviceSeq: number; prevOwn: OpId | undefined };
  all: () => Operation[];
};

const MAX_WAITING = 256;
/** As many as a record can name (LN-5). */
const MAX_HEADS = 32;

/** @param testing a bug that a test plants */
export const createGovernanceLog = (
  crypto: Crypto,
  community: CommunityId,
  testing: { plant?: Plant; byLength?: boolean } = {},
): GovernanceLog => {
  const log = new Map<OpId, Operation>();
  const waiting = new Map<OpId, Operation>();
  const newest = new Map<DeviceId, Operation>();
  const chains = createChains(crypto);
  const entrances = new Map<DeviceId, readonly Operation[]>();
  const resolver = createResolver(crypto, community, testing);
  const partedFrom: GovernanceLog['partedFrom'] = (theirs) =>
    testing.byLength === true ? [] : chains.partedFrom(theirs);

  const fits = (operation: Operation): boolean =>
    (log.has(community as string as OpId) || isFirst(community, operation)) &&
    operation.parents.every((parent) => log.has(parent)) &&
    (operation.prevOwn === undefined ? operation.deviceSeq === 0 : isNextOf(log.get(operation.prevOwn), operation));

  const take = (operation: Operation): void => {
    log.set(operation.id, operation);
    waiting.delete(operation.id);
    const before = newest.get(operation.device);
    if (before === undefined || before.deviceSeq < operation.deviceSeq) newest.set(operation.device, operation);
    chains.add(operation);
    const { body } = operation;
    if (body.kind === 'ADMIT' || body.kind === 'ADD_DEVICE')
      entrances.set(body.device, [...(entrances.get(body.device) ?? []), operation]);
    resolver.add(operation);
  };

  return {
    add: (operation, from) => {
      if (log.has(operation.id) || !belongs(community, operation)) return [];
      if (!fits(operation)) {
        if (waiting.size < MAX_WAITING || from === 'journal') waiting.set(operation.id, operation);
        return [];
      }
      const added: Operation[] = [];
      for (let next: Operation | undefined = operation; next !== undefined; next = findFitting(waiting, fits)) {
        if (isSomebodys(resolver, community, next)) {
          added.push(next);
          take(next);
        } else waiting.delete(next.id);
      }
      return added;
    },
    has: (id) => log.has(id),
    get: (id) => log.get(id),
    entrancesOf: (device) => entrances.get(device) ?? [],
    knew: (id, other) => resolver.knew(id, other),
    state: () => resolver.current()?.state,
    stateAt: (heads) => resolver.at(heads),
    verdictOn: (operation) => resolver.verdictOn(operation),
    overruled: () => resolver.overruled(),
    resolution: () => resolver.current(),
    audit: () => auditOf(resolver),
    digest: () => {
      const resolution = resolver.current();
      return resolution && digestOf(crypto, resolution);
    },
    heads: () =>
      resolver
        .heads()
        .slice(0, MAX_HEADS)
        .sort((a, b) => compareBytes(idBytes(a), idBytes(b))),
    chains: () => chains.tips(),
    missingFrom: (theirs) => {
      const parted = new Set(partedFrom(theirs));
      return [...log.values()].filter(
        ({ device, deviceSeq }) => parted.has(device) || deviceSeq >= (theirs.get(device)?.count ?? 0),
      );
    },
    partedFrom,
    nextOf: (device) => {
      const last = newest.get(device);
      return { deviceSeq: last === undefined ? 0 : last.deviceSeq + 1, prevOwn: last?.id };
    },
    all: () => [...log.values()],
  };
};

/**
 * Keys are free: what a device signed that its own past does not know counts nowhere, ever, and is not kept. That follows
 * from its past alone, so every replica decides alike, and nobody honest names it.
 */
const isSomebodys = (resolver: Pick<Resolver, 'at'>, community: CommunityId, operation: Operation): boolean => {
  if (isFirst(community, operation)) return true;
  const named = linksOf(operation);
  const known = resolver.at(named.length === 0 ? [community as string as OpId] : named);
  return known?.devices.has(operation.device) ?? false;
};

const isFirst = (community: CommunityId, operation: Operation): boolean =>
  (operation.id as string) === (community as string);

const belongs = (community: CommunityId, operation: Operation): boolean =>
  operation.community === community || isFirst(community, operation);

const isNextOf = (previous: Operation | undefined, operation: Operation): boolean =>
  previous !== undefined && previous.device === operation.device && operation.deviceSeq === previous.deviceSeq + 1;

const findFitting = (
  waiting: ReadonlyMap<OpId, Operation>,
  fits: (operation: Operation) => boolean,
): Operation | undefined => {
  for (const operation of waiting.values()) if (fits(operation)) return operation;
  return undefined;
};
