/**
 * The naive judge's idea of a state, and of what each kind of operation needs and does: one flat list a question.
 */
/* oxlint-disable eslint/complexity -- a case for each kind, and nothing nested */
import type { OperationBody } from '../governance/operation-body.ts';
import type { Operation } from '../governance/operation.ts';

export type Naive = {
  owner: string;
  coOwners: string[];
  members: Record<string, { status: string; roles: string[]; devices: string[]; bannedBy: number }>;
  devices: Record<string, { member: string; gone: boolean; active: boolean; last: number }>;
  roles: Record<string, { rank: number; may: string[]; gone: boolean }>;
  invites: Record<string, { by: string; left: number; revoked: boolean; approval: boolean }>;
  channels: Record<string, { closed: boolean; list: string[] }>;
  /** Keys: of which channel, if of one. */
  /** Whose key it is: a channel's, or "" for the community's. */
  keys: Record<string, string>;
  forked: Record<string, number>;
  /** The operation with the current note, if there is one. */
  note: string;
};

const EVERYTHING = 'manage-community manage-channels manage-roles manage-invites moderate purge admit post'
  .concat(' mention-everyone attach speak')
  .split(' ');

export const copyOf = (state: Naive): Naive => JSON.parse(JSON.stringify(state)) as Naive;

export const emptyState = (): Naive => ({
  owner: '',
  coOwners: [],
  members: {},
  devices: {},
  roles: { everyone: { rank: 0, may: ['manage-invites', 'admit', 'post', 'attach', 'speak'], gone: false } },
  invites: {},
  channels: {},
  keys: {},
  forked: {},
  note: '',
});

export const rank = (state: Naive, member: string): number => {
  const held = state.members[member];
  if (held?.status !== 'active') return 0;
  if (state.owner === member) return 9_002;
  if (state.coOwners.includes(member)) return 9_001;
  return Math.max(0, ...held.roles.map((id) => (state.roles[id]?.gone === false ? state.roles[id].rank : 0)));
};

const rights = (state: Naive, member: string): string[] => {
  const held = state.members[member];
  if (held?.status !== 'active') return [];
  if (state.owner === member || state.coOwners.includes(member)) return EVERYTHING;
  return ['everyone', ...held.roles].flatMap((id) => (state.roles[id]?.gone === false ? state.roles[id].may : []));
};

/** Whom a channel is for: everybody, or those it lists by name or role. */
const reads = (state: Naive, member: string, channel: string): boolean => {
  const place = state.channels[channel];
  const held = state.members[member];
  if (place === undefined || held?.status !== 'active') return false;
  const names = [member, ...held.roles.filter((role) => state.roles[role]?.gone === false)];
  return !place.closed || names.some((name) => place.list.includes(name));
};

/** The devices that a list of recipients was made from, by the list's hash: tests write it down when they make one. */
const madeFrom = new Map<string, string>();
export const noteRecipients = (hash: string, devices: readonly string[]): void =>
  void madeFrom.set(hash, devices.toSorted().join());

/** Of a channel's key: the channel is closed, and the key is for exactly its readers. Asked once. */
export const proves = (state: Naive, { body }: Operation): boolean => {
  if (body.kind !== 'CHANNEL_ROTATE') return true;
  const readers = Object.entries(state.devices).filter(
    ([, { active, member }]) => active && reads(state, member, body.channel),
  );
  const devices = readers.map(([id]) => id).toSorted();
  return state.channels[body.channel]?.closed === true && madeFrom.get(body.recipientsHash) === devices.join();
};

export const hasRight = (state: Naive, { body }: Operation, me: string): boolean => {
  const can = (permission: string): boolean => rights(state, me).includes(permission);
  const above = (who: string): boolean => rank(state, me) > rank(state, who);
  const aboveRole = (id: string): boolean => rank(state, me) > (state.roles[id]?.rank ?? 0);
  const owns = (wanted: readonly string[]): boolean => wanted.every((each) => can(each));
  switch (body.kind) {
    case 'KICK':
    case 'BAN':
      return body.member !== me && above(body.member) && can('moderate');
    case 'REMOVE_DEVICE': {
      const of = state.devices[body.device]?.member;
      return of === undefined || of === me || (above(of) && can('moderate'));
    }
    case 'UNBAN':
      return can('moderate') && rank(state, me) >= (state.members[body.member]?.bannedBy ?? 0);
    case 'LEAVE':
      return state.owner !== me;
    case 'INVITE':
      return can('manage-invites');
    case 'REVOKE_INVITE': {
      const by = state.invites[body.invite]?.by;
      return by === undefined || by === me || (above(by) && can('manage-invites'));
    }
    case 'ADMIT': {
      const used = state.invites[body.invite];
      return used?.approval === true ? used.by === me || can('moderate') : can('admit');
    }
    case 'ADD_DEVICE':
      return body.member === me || can('admit');
    case 'ROLE_CREATE':
      return rank(state, me) > body.rank && owns(body.permissions) && can('manage-roles');
    case 'ROLE_UPDATE': {
      const had = state.roles[body.role]?.may ?? [];
      const added = (body.permissions ?? []).filter((each) => !had.includes(each));
      return aboveRole(body.role) && rank(state, me) > (body.rank ?? 0) && owns(added) && can('manage-roles');
    }
    case 'ROLE_DELETE':
      return aboveRole(body.role) && can('manage-roles');
    case 'ROLE_ASSIGN': {
      const isOver = body.member === me || above(body.member);
      return isOver && aboveRole(body.role) && owns(state.roles[body.role]?.may ?? []) && can('manage-roles');
    }
    case 'ROLE_UNASSIGN':
      return body.member === me || (above(body.member) && aboveRole(body.role) && can('manage-roles'));
    case 'CHANNEL_CREATE':
    case 'CHANNEL_UPDATE':
    case 'CHANNEL_DELETE':
      return can('manage-channels');
    case 'CHANNEL_OVERRIDE':
      return can('manage-channels') && body.overrides.every(({ allow }) => owns(allow));
    case 'COMMUNITY_UPDATE':
    case 'COMMUNITY_NOTE':
      return can('manage-community');
    case 'CHANNEL_ROTATE':
      return reads(state, me, body.channel);
    case 'ROTATE':
      return can('moderate');
    case 'EPOCH_BOXES': {
      const of = state.keys[body.epoch];
      return of === undefined || of === '' || reads(state, me, of);
    }
    case 'TRANSFER_OWNER':
      return state.owner === me;
    case 'SET_PROFILE':
    case 'FORK_PROOF':
    case 'unknown':
      return true;
    default:
      throw new Error(`the judge does not know ${body.kind}`);
  }
};

export const fits = (state: Naive, { body }: Operation, me: string): boolean => {
  const isActive = (who: string): boolean => state.members[who]?.status === 'active';
  const hasRole = (id: string): boolean => state.roles[id]?.gone === false;
  switch (body.kind) {
    case 'KICK':
      return isActive(body.member);
    case 'BAN':
      return state.members[body.member] !== undefined;
    case 'REMOVE_DEVICE': {
      const device = state.devices[body.device];
      const others = (state.members[device?.member ?? '']?.devices ?? []).filter((each) => each !== body.device);
      return device !== undefined && !device.gone && (!device.active || others.length > 0);
    }
    case 'UNBAN':
      return state.members[body.member]?.status === 'banned';
    case 'REVOKE_INVITE':
      return state.invites[body.invite] !== undefined;
    case 'ADMIT':
    case 'ADD_DEVICE': {
      const device = state.devices[body.device];
      if (device !== undefined && (device.member !== body.member || device.gone)) return false;
      if (body.kind === 'ADD_DEVICE') return isActive(body.member);
      const used = state.invites[body.invite];
      if (used === undefined || state.members[body.member]?.status === 'banned') return false;
      return device?.active === true || (!used.revoked && used.left > 0);
    }
    case 'ROLE_UPDATE':
    case 'ROLE_DELETE':
      return (
        hasRole(body.role) && !(body.kind === 'ROLE_UPDATE' && body.role === 'everyone' && body.rank !== undefined)
      );
    case 'ROLE_ASSIGN':
      return isActive(body.member) && hasRole(body.role);
    case 'ROLE_UNASSIGN':
      return state.members[body.member]?.roles.includes(body.role) === true;
    case 'CHANNEL_UPDATE':
    case 'CHANNEL_DELETE':
    case 'CHANNEL_OVERRIDE':
    case 'CHANNEL_ROTATE':
      return state.channels[body.channel] !== undefined;
    case 'FORK_PROOF':
      return state.devices[body.device] !== undefined;
    case 'TRANSFER_OWNER':
      return state.owner === me && isActive(body.to);
    default:
      return true;
  }
};

/** Does the one bring back what the other took, without knowing that it was taken? */
export const givesBack = ({ body }: Operation, by: Operation | undefined, leaver: string): boolean => {
  const taken = by?.body;
  if (taken === undefined) return false;
  const whom = 'to' in body ? body.to : 'member' in body ? body.member : undefined;
  const brings = ['ADMIT', 'ADD_DEVICE', 'UNBAN', 'ROLE_ASSIGN', 'TRANSFER_OWNER'].includes(body.kind);
  if (taken.kind === 'KICK' || taken.kind === 'BAN') return brings && whom === taken.member;
  if (taken.kind === 'LEAVE') return brings && whom === leaver;
  if (taken.kind === 'REMOVE_DEVICE')
    return (body.kind === 'ADMIT' || body.kind === 'ADD_DEVICE') && body.device === taken.device;
  if (taken.kind === 'REVOKE_INVITE') return body.kind === 'ADMIT' && body.invite === taken.invite;
  if (taken.kind === 'ROLE_UNASSIGN')
    return body.kind === 'ROLE_ASSIGN' && body.member === taken.member && body.role === taken.role;
  const touches = body.kind === 'ROLE_UPDATE' || (body.kind === 'ROLE_ASSIGN' && taken.kind === 'ROLE_DELETE');
  return touches && 'role' in taken && body.role === taken.role;
};

const end = (state: Naive, member: string, status: string): void => {
  const held = state.members[member];
  if (held === undefined) return;
  held.status = held.status === 'banned' ? 'banned' : status;
  held.roles = [];
  for (const id of held.devices) {
    const device = state.devices[id];
    if (device !== undefined) Object.assign(device, { active: false, gone: device.gone || status !== 'left' });
  }
  held.devices = [];
  state.coOwners = state.coOwners.filter((each) => each !== member);
};

const enter = (state: Naive, member: string, device: string): void => {
  const held = state.members[member];
  const devices = held?.status === 'active' ? [...held.devices.filter((each) => each !== device), device] : [device];
  const roles = held?.status === 'active' ? held.roles : [];
  state.members[member] = { status: 'active', roles, devices, bannedBy: 0 };
  state.devices[device] = { member, gone: false, active: true, last: state.devices[device]?.last ?? -1 };
};

export const perform = (state: Naive, operation: Operation, me: string, power: number, known: Naive): void => {
  const body: OperationBody | { kind: 'unknown' } = operation.body;
  const { id, device } = operation;
  if (body.kind === 'ROTATE' || ('rotate' in body && body.rotate !== undefined)) state.keys[id] = '';
  switch (body.kind) {
    case 'CREATE':
      Object.assign(state, { owner: body.member, coOwners: [...(body.coOwners ?? [])] });
      return enter(state, body.member, device);
    case 'KICK':
    case 'BAN': {
      const listed = body.devices.map((each) => each.device as string);
      end(state, body.member, body.kind === 'KICK' ? 'kicked' : 'banned');
      for (const each of listed) {
        const cut = state.devices[each];
        if (cut?.member === body.member) Object.assign(cut, { active: false, gone: true });
      }
      const held = state.members[body.member];
      if (held !== undefined && body.kind === 'BAN') held.bannedBy = Math.max(held.bannedBy, power);
      return;
    }
    case 'LEAVE':
      if (state.members[me]?.status === 'active') end(state, me, 'left');
      return;
    case 'REMOVE_DEVICE': {
      const removed = state.devices[body.device];
      const of = state.members[removed?.member ?? ''];
      if (removed !== undefined) Object.assign(removed, { active: false, gone: true });
      if (of !== undefined) of.devices = of.devices.filter((each) => each !== body.device);
      return;
    }
    case 'UNBAN': {
      const held = state.members[body.member];
      if (held !== undefined) Object.assign(held, { status: 'kicked', bannedBy: 0 });
      return;
    }
    case 'INVITE':
      state.invites[id] = { by: me, left: body.uses ?? 1_000, revoked: false, approval: body.needsApproval ?? false };
      return;
    case 'REVOKE_INVITE': {
      const revoked = state.invites[body.invite];
      if (revoked !== undefined) revoked.revoked = true;
      return;
    }
    case 'ADMIT': {
      const used = state.invites[body.invite];
      if (state.devices[body.device]?.active === true || used === undefined) return;
      used.left -= 1;
      return enter(state, body.member, body.device);
    }
    case 'ADD_DEVICE':
      if (state.devices[body.device]?.active !== true) enter(state, body.member, body.device);
      return;
    default:
      return performOnRoles(state, operation, known);
  }
};

const performOnRoles = (state: Naive, { body, id }: Operation, known: Naive): void => {
  switch (body.kind) {
    case 'ROLE_CREATE':
      state.roles[id] = { rank: body.rank, may: [...body.permissions], gone: false };
      return;
    case 'ROLE_UPDATE': {
      const role = state.roles[body.role];
      const before = known.roles[body.role] ?? role;
      if (role === undefined || before === undefined) return;
      const { permissions: wanted, rank: to } = body;
      if (to !== undefined) role.rank = to < before.rank ? Math.min(to, role.rank) : to;
      if (wanted === undefined) return;
      const kept = role.may.filter((each) => !before.may.includes(each) || (wanted as string[]).includes(each));
      role.may = [...new Set([...kept, ...wanted.filter((each) => !before.may.includes(each))])];
      return;
    }
    case 'ROLE_DELETE': {
      const role = state.roles[body.role];
      if (role !== undefined) role.gone = true;
      return;
    }
    case 'ROLE_ASSIGN': {
      const held = state.members[body.member];
      if (held !== undefined && !held.roles.includes(body.role)) held.roles.push(body.role);
      return;
    }
    case 'ROLE_UNASSIGN': {
      const held = state.members[body.member];
      if (held !== undefined) held.roles = held.roles.filter((each) => each !== body.role);
      return;
    }
    case 'CHANNEL_CREATE':
      state.channels[id] = { closed: false, list: [] };
      return;
    case 'CHANNEL_OVERRIDE': {
      const list = body.overrides.map(({ subject }) => ('member' in subject ? subject.member : subject.role));
      state.channels[body.channel] = { closed: body.isPrivate, list: list.filter((each) => each !== 'everyone') };
      return;
    }
    case 'CHANNEL_ROTATE':
      state.keys[id] = body.channel;
      return;
    case 'COMMUNITY_NOTE':
      state.note = body.text === '' ? '' : id;
      return;
    case 'TRANSFER_OWNER':
      state.owner = body.to;
      state.coOwners = state.coOwners.filter((each) => each !== body.to);
      return;
    default:
  }
};
