/** Compares what the resolver says with what the naive judge says, and with promises that hold whatever happens. */
import type { OpId } from '../base/ids.ts';
import type { Operation } from '../governance/operation.ts';
import type { Plant } from '../governance/plant.ts';
import type { Resolution } from '../governance/resolution.ts';
import { resolve } from '../governance/resolve.ts';
import type { Resolver } from '../governance/resolver.ts';
import { toHex } from '../base/bytes.ts';
import { digestOf } from '../governance/digest.ts';
import type { Override } from '../model/permissions.ts';
import { createJudge, type Judge, type Ruling } from './governance-judge.ts';
import { rank } from './governance-judge-acts.ts';
import type { GovernanceCast } from './governance-cast.ts';

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
const sortedEntries = (value: object): [string, unknown][] => Object.entries(value).toSorted(byName);

const subjectsOf = (overrides: readonly Override[]): string[] =>
  overrides
    .map(({ subject }) => ('member' in subject ? subject.member : subject.role))
    .filter((name) => name !== 'everyone')
    .toSorted();

/** Who is what, in a form that resolver and judge share. */
/** @param ignored operations that are void for reasons which are not the judge's business */
export const outcomeOf = (resolution: Resolution | undefined, ignored: ReadonlySet<string> = new Set()): string => {
  if (resolution === undefined) return 'nothing';
  const { state, voids } = resolution;
  return JSON.stringify({
    owner: state.owner,
    coOwners: state.coOwners.toSorted(),
    members: sortedEntries(
      Object.fromEntries(
        Array.from(state.members.entries(), ([id, { status, roles, devices }]) => [
          id,
          [status, roles.toSorted(), devices.toSorted()],
        ]),
      ),
    ),
    roles: sortedEntries(
      Object.fromEntries(
        Array.from(state.roles.entries(), ([id, role]) => [id, [role.rank, role.permissions.toSorted(), role.isGone]]),
      ),
    ),
    invites: sortedEntries(
      Object.fromEntries(Array.from(state.invites.entries(), ([id, held]) => [id, [held.usesLeft, held.isRevoked]])),
    ),
    channels: sortedEntries(
      Object.fromEntries(
        Array.from(state.channels.entries(), ([id, { isPrivate, overrides }]) => [
          id,
          [isPrivate, subjectsOf(overrides)],
        ]),
      ),
    ),
    // the judge knows of channels' keys alone
    keys: sortedEntries(
      Object.fromEntries(
        Array.from(state.epochs.entries()).flatMap(([id, { channel }]) =>
          channel === undefined ? [] : [[id, channel]],
        ),
      ),
    ),
    note: state.note?.operation ?? '',
    void: [...voids.keys()].filter((id) => !ignored.has(id)).toSorted(),
  });
};

export const rulingOf = ({ state, void: gone }: Ruling, ignored: ReadonlySet<string> = new Set()): string =>
  JSON.stringify({
    owner: state.owner,
    coOwners: state.coOwners.toSorted(),
    members: sortedEntries(
      Object.fromEntries(
        Object.entries(state.members).map(([id, { status, roles, devices }]) => [
          id,
          [status, roles.toSorted(), devices.toSorted()],
        ]),
      ),
    ),
    roles: sortedEntries(
      Object.fromEntries(
        Object.entries(state.roles).map(([id, role]) => [id, [role.rank, role.may.toSorted(), role.gone]]),
      ),
    ),
    invites: sortedEntries(
      Object.fromEntries(Object.entries(state.invites).map(([id, { left, revoked }]) => [id, [left, revoked]])),
    ),
    channels: sortedEntries(
      Object.fromEntries(
        Object.entries(state.channels).map(([id, { closed, list }]) => [id, [closed, list.toSorted()]]),
      ),
    ),
    keys: sortedEntries(Object.fromEntries(Object.entries(state.keys).filter(([, channel]) => channel !== ''))),
    note: state.note,
    void: [...gone].filter((id) => !ignored.has(id)).toSorted(),
  });

/** Promises without a model: the owner is there; nobody who acted alone rose; only the owner gave the community away. */
export const brokenPromises = ({ state, void: gone }: Ruling, operations: readonly Operation[]): string[] => {
  const broken: string[] = [];
  const owner = state.members[state.owner];
  if (owner?.status !== 'active') broken.push('the owner is gone');
  const top = rank(state, state.owner);
  for (const id of Object.keys(state.members))
    if (id !== state.owner && rank(state, id) >= top) broken.push('somebody ranks like the owner');
  if (isUsurped(state.owner, gone, operations)) broken.push('the owner changed without a transfer');
  for (const invite of Object.values(state.invites)) if (invite.left < 0) broken.push('an invite was over-used');
  return broken;
};

const isUsurped = (owner: string, gone: ReadonlySet<string>, operations: readonly Operation[]): boolean => {
  const hasTransfer = operations.some(({ id, body }) => body.kind === 'TRANSFER_OWNER' && !gone.has(id));
  const founder = operations.find(({ body }) => body.kind === 'CREATE')?.body;
  return !hasTransfer && founder?.kind === 'CREATE' && founder.member !== owner;
};

/** Arrival orders in which everything comes after what it names. */
export const resolveArriving = (cast: GovernanceCast, operations: readonly Operation[], plant?: Plant): Resolver =>
  resolve(cast.crypto, cast.community(), operations, plant === undefined ? {} : { plant });

/** Problems found with these operations in these orders; empty if resolver and judge agree on everything. */
export const problemsWith = (
  cast: GovernanceCast,
  operations: readonly Operation[],
  orders: readonly (readonly Operation[])[],
  options: { plant?: Plant; earlier?: Judge } = {},
): string[] => {
  const { plant, earlier } = options;
  const ruling = createJudge(operations, earlier).rule(operations.map(({ id }) => id as OpId));
  const problems = brokenPromises(ruling, operations);
  const expected = rulingOf(ruling);
  const digests = new Set<string>();
  for (const order of orders) {
    const resolver = resolveArriving(cast, order, plant);
    const outcome = outcomeOf(resolver.current());
    if (outcome !== expected) problems.push(`resolver: ${outcome}\njudge: ${expected}`);
    const resolution = resolver.current();
    digests.add(resolution === undefined ? '' : toHex(digestOf(cast.crypto, resolution)));
  }
  if (digests.size > 1) problems.push('two orders of arrival, two digests');
  return problems;
};
