import { DEFAULT_PERMISSIONS, type RoleId, type RoleState } from '../../model/permissions.ts';
import type { CommunityId } from '../../base/ids.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { CommunityState } from '../community-state.ts';
import { bringIn, bytes } from '../effects.ts';
import type { Operation } from '../operation.ts';
import type { Plant } from '../plant.ts';
import { isProven } from '../rules/newcomers-prove-themselves.ts';
import { Table } from '../table.ts';
import { defineKind } from './kind-rule.ts';

/** The first operation: its author is the owner, its id the community's. Never counts a second time. */
export const create = defineKind<'CREATE'>({
  authority: () => 'second-create',
  fits: () => 'second-create',
  apply: (state) => state,
});

/** @returns undefined if this is not a CREATE that can stand first */
export const found = (
  crypto: Crypto,
  community: CommunityId,
  operation: Operation,
  plant?: Plant,
): CommunityState | undefined => {
  const { body, device } = operation;
  const isFirst = operation.deviceSeq === 0 && operation.parents.length === 0 && operation.community === undefined;
  if (body.kind !== 'CREATE' || !isFirst || operation.prevOwn !== undefined) return undefined;
  const founder = { device, member: body.member, sealKey: body.sealKey, certificate: body.certificate };
  if (!isProven(crypto, bytes(body.nonce), founder, plant)) return undefined;
  const state = emptyState(community, body.name, bytes(body.nonce));
  const coOwners = [...new Set(body.coOwners ?? [])].filter((coOwner) => coOwner !== body.member);
  const named = { ...state, owner: body.member, coOwners };
  const joined = bringIn(named, { ...founder, name: body.memberName, by: operation.id });
  const own = joined.devices.get(device);
  return own === undefined
    ? joined
    : { ...joined, devices: joined.devices.set(device, { ...own, lastSeq: 0, spent: 1 }) };
};

const emptyState = (id: CommunityId, name: string, nonce: Uint8Array): Omit<CommunityState, 'owner'> => ({
  id,
  name,
  about: '',
  icon: undefined,
  note: undefined,
  nonce,
  coOwners: [],
  members: Table.empty(),
  activeMembers: 0,
  devices: Table.empty(),
  roles: Table.empty<RoleId, RoleState>().set('everyone', {
    id: 'everyone',
    name: 'everyone',
    rank: 0,
    permissions: DEFAULT_PERMISSIONS,
    isGone: false,
  }),
  channels: Table.empty(),
  epochs: Table.empty(),
  invites: Table.empty(),
  boxes: Table.empty(),
  removals: Table.empty(),
  forks: Table.empty(),
});
