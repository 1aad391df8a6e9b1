/**
 * Who may do what. Roles have a rank; the owner is above all, co-owners above every role, and whoever acts on somebody
 * needs a strictly higher rank. Pure functions of the resolved state; what the state must have is spelled out here, so
 * that governance, the projection and the UI ask the same questions.
 */
import type { ChannelId, DeviceId, MemberId, OpId } from '../base/ids.ts';

export const PERMISSIONS = [
  'manage-community',
  'manage-channels',
  'manage-roles',
  'manage-invites',
  'moderate',
  'purge',
  'admit',
  'post',
  'mention-everyone',
  'attach',
  'speak',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** What a channel may decide differently from the community. The rest is the same in every channel. */
export const CHANNEL_PERMISSIONS = ['post', 'mention-everyone', 'attach', 'speak'] as const;

/** Seconds: six hours. */
export const MAX_SLOW_MODE = 21_600;

/** What everybody may, unless the community decides otherwise. */
export const DEFAULT_PERMISSIONS: readonly Permission[] = ['manage-invites', 'admit', 'post', 'attach', 'speak'];

export type RoleId = OpId | 'everyone';
export type RoleState = { id: RoleId; name: string; rank: number; permissions: readonly Permission[]; isGone: boolean };

export type Override = {
  subject: { role: RoleId } | { member: MemberId };
  allow: readonly Permission[];
  deny: readonly Permission[];
};

/** Ranks of roles are 1 to 1,000; without one it is 0. */
export const MAX_ROLE_RANK = 1_000;
const CO_OWNER_RANK = 1_001;
const OWNER_RANK = 1_002;

type Lookup<K, V> = { get: (key: K) => V | undefined };

/** The part of a community's state that rights follow from. */
export type Rights = {
  owner: MemberId;
  coOwners: readonly MemberId[];
  members: Lookup<MemberId, { status: string; roles: readonly RoleId[] }>;
  devices: Lookup<DeviceId, { member: MemberId; status: string }>;
  roles: Lookup<RoleId, RoleState>;
  channels: Lookup<ChannelId, { isArchived: boolean; isPrivate: boolean; overrides: readonly Override[] }>;
};

/** What newcomers to a channel read: all of it, or what is said from then on. */
export type HistoryPolicy = 'full' | 'from-join';

/** Such a channel has keys of its own; the others share the community's. */
export const hasOwnKeys = (channel: { isPrivate: boolean; history: HistoryPolicy } | undefined): boolean =>
  channel !== undefined && (channel.isPrivate || channel.history === 'from-join');

/** @returns 0 for plain members and for everybody who is not a member now */
export const rankOf = (state: Rights, member: MemberId): number => {
  const held = state.members.get(member);
  if (held?.status !== 'active') return 0;
  if (member === state.owner) return OWNER_RANK;
  if (state.coOwners.includes(member)) return CO_OWNER_RANK;
  return Math.max(0, ...rolesOf(state, member).map((role) => role.rank));
};

/** Rights in the community as a whole, without what channels decide. */
export const permissionsOf = (state: Rights, member: MemberId): ReadonlySet<Permission> => {
  if (state.members.get(member)?.status !== 'active') return new Set();
  if (isOwning(state, member)) return new Set(PERMISSIONS);
  return new Set(rolesOf(state, member).flatMap((role) => role.permissions));
};

/** @param channel for what a channel can decide differently; in an archived channel nobody writes */
export const may = (state: Rights, device: DeviceId, permission: Permission, channel?: ChannelId): boolean => {
  const held = state.devices.get(device);
  return held?.status === 'active' && memberMay(state, held.member, permission, channel);
};

/** With any device. */
export const memberMay = (state: Rights, member: MemberId, permission: Permission, channel?: ChannelId): boolean => {
  const general = permissionsOf(state, member).has(permission);
  if (channel === undefined || !isOfChannels(permission)) return general;
  const place = state.channels.get(channel);
  if (place === undefined || place.isArchived || !memberReads(state, member, channel)) return false;
  if (isOwning(state, member)) return true;
  return overridden(state, member, permission, place.overrides, general);
};

/** A private channel is for those it lists, by name or role. Not for the owner otherwise: its keys follow the list. */
export const mayRead = (state: Rights, device: DeviceId, channel: ChannelId): boolean => {
  const held = state.devices.get(device);
  return held?.status === 'active' && memberReads(state, held.member, channel);
};

/** With any device. */
export const memberReads = (state: Rights, member: MemberId, channel: ChannelId): boolean => {
  const place = state.channels.get(channel);
  if (place === undefined || state.members.get(member)?.status !== 'active') return false;
  if (!place.isPrivate) return true;
  const roles = new Set(rolesOf(state, member).map(({ id }) => id));
  return place.overrides.some(({ subject }) =>
    'member' in subject ? subject.member === member : subject.role !== 'everyone' && roles.has(subject.role),
  );
};

/** The roles a member has now, `everyone` included. */
const rolesOf = (state: Rights, member: MemberId): RoleState[] =>
  ['everyone' as const, ...(state.members.get(member)?.roles ?? [])].flatMap((id) => {
    const role = state.roles.get(id);
    return role === undefined || role.isGone ? [] : [role];
  });

const isOwning = (state: Rights, member: MemberId): boolean =>
  member === state.owner || state.coOwners.includes(member);

const isOfChannels = (permission: Permission): boolean =>
  (CHANNEL_PERMISSIONS as readonly Permission[]).includes(permission);

/** Everyone's override first, then the roles' (to allow beats to deny), then the member's own. */
const overridden = (
  state: Rights,
  member: MemberId,
  permission: Permission,
  overrides: readonly Override[],
  general: boolean,
): boolean => {
  const roles = new Set(rolesOf(state, member).map(({ id }) => id));
  const layers = [
    overrides.filter(({ subject }) => 'role' in subject && subject.role === 'everyone'),
    overrides.filter(({ subject }) => 'role' in subject && subject.role !== 'everyone' && roles.has(subject.role)),
    overrides.filter(({ subject }) => 'member' in subject && subject.member === member),
  ];
  return layers.reduce((held, layer) => {
    if (layer.some(({ allow }) => allow.includes(permission))) return true;
    return layer.some(({ deny }) => deny.includes(permission)) ? false : held;
  }, general);
};
