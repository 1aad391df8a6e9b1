/** Changes to a state that several kinds of operation make. Each gives a new state. */
import { fromBase64Url } from '../base/bytes.ts';
import type { ChannelId, DeviceId, MemberId, OpId } from '../base/ids.ts';
import type { RemovedDevice, Rotation } from './body-parts.ts';
import type {
  ChannelState,
  CommunityState,
  DeviceState,
  LaneCut,
  MemberState,
  MemberStatus,
} from './community-state.ts';

/** Bytes that a schema has checked. */
export const bytes = (text: string): Uint8Array => fromBase64Url(text) ?? new Uint8Array(0);

export const changeMember = (state: CommunityState, id: MemberId, change: Partial<MemberState>): CommunityState => {
  const member = state.members.get(id);
  return member === undefined ? state : { ...state, members: state.members.set(id, { ...member, ...change }) };
};

export const changeDevice = (state: CommunityState, id: DeviceId, change: Partial<DeviceState>): CommunityState => {
  const device = state.devices.get(id);
  return device === undefined ? state : { ...state, devices: state.devices.set(id, { ...device, ...change }) };
};

export const changeChannel = (state: CommunityState, id: ChannelId, change: Partial<ChannelState>): CommunityState => {
  const channel = state.channels.get(id);
  return channel === undefined ? state : { ...state, channels: state.channels.set(id, { ...channel, ...change }) };
};

/** Makes a device part of the community, and its member, if they are not members yet or not any more. */
export const bringIn = (
  state: CommunityState,
  added: { device: DeviceId; member: MemberId; name: string; sealKey: string; by: OpId },
): CommunityState => {
  const { device, member, by } = added;
  const before = state.devices.get(device);
  const kept = { lastSeq: before?.lastSeq ?? -1, spent: before?.spent ?? 0 };
  const sealKey = bytes(added.sealKey);
  const devices = state.devices.set(device, {
    device,
    member,
    sealKey,
    since: by,
    status: 'active',
    cut: undefined,
    ...kept,
  });
  const held = state.members.get(member);
  if (held?.status === 'active') {
    const list = held.devices.includes(device) ? held.devices : [...held.devices, device];
    return { ...state, devices, members: state.members.set(member, { ...held, devices: list }) };
  }
  const fresh = { id: member, about: '', avatar: undefined, status: 'active' as const, bannedBy: 0, roles: [] };
  const members = state.members.set(member, { ...fresh, name: added.name, devices: [device], since: by });
  return { ...state, devices, members, activeMembers: state.activeMembers + 1 };
};

export const addBox = (state: CommunityState, device: DeviceId, epoch: OpId, box: string): CommunityState => ({
  ...state,
  boxes: state.boxes.set(device, [...(state.boxes.get(device) ?? []), { epoch, box: bytes(box) }]),
});

/** Ends a membership; what the removal says of devices becomes their cut. A ban is not softened by what comes later. */
export const endMembership = (
  state: CommunityState,
  ended: { member: MemberId; by: OpId; status: MemberStatus; rank: number; cuts: readonly RemovedDevice[] },
): CommunityState => {
  const held = state.members.get(ended.member);
  if (held === undefined) return state;
  const isBanned = held.status === 'banned' || ended.status === 'banned';
  const bannedBy = ended.status === 'banned' ? Math.max(held.bannedBy, ended.rank) : held.bannedBy;
  const status = isBanned ? 'banned' : ended.status;
  let next: CommunityState = {
    ...state,
    members: state.members.set(held.id, { ...held, status, bannedBy, roles: [], devices: [] }),
    activeMembers: state.activeMembers - (held.status === 'active' ? 1 : 0),
    coOwners: state.coOwners.filter((coOwner) => coOwner !== held.id),
    removals: state.removals.set(ended.by, ended.status === 'left' ? 'left' : 'removed'),
  };
  if (ended.status === 'left') {
    for (const id of held.devices) next = changeDevice(next, id, { status: 'left' });
    return next;
  }
  const cuts = new Map(ended.cuts.map((cut) => [cut.device, cut]));
  for (const id of new Set([...held.devices, ...cuts.keys()]))
    if (next.devices.get(id)?.member === held.id) next = removeDevice(next, id, cuts.get(id));
  return next;
};

/** @param cut undefined for a device that its removal did not know: nothing of it counts */
export const removeDevice = (
  state: CommunityState,
  id: DeviceId,
  cut: Pick<RemovedDevice, 'lanes'> | undefined,
): CommunityState => {
  const before = state.devices.get(id)?.cut;
  const listed = (cut?.lanes ?? []).map((lane) => [lane.channel, { upTo: lane.seq + 1, head: lane.id }] as const);
  const lanes: Cut = Object.fromEntries(listed);
  return changeDevice(state, id, { status: 'removed', cut: before === undefined ? lanes : lowerOf(before, lanes) });
};

type Cut = Readonly<Record<ChannelId, LaneCut>>;

/** Two removals that did not know each other: the lower cut counts; where one lists nothing, nothing counts. */
const lowerOf = (a: Cut, b: Cut): Cut => {
  const both: [string, LaneCut][] = [];
  for (const [channel, cut] of Object.entries<LaneCut>(a)) {
    const other = b[channel as ChannelId];
    if (other !== undefined) both.push([channel, cut.upTo <= other.upTo ? cut : other]);
  }
  return Object.fromEntries(both);
};

/** A new epoch, and the boxes that come with it. */
export const addEpoch = (
  state: CommunityState,
  made: {
    by: OpId;
    depth: number;
    rotation: Rotation;
    knows: CommunityState['removals'];
    /** Without it, it is the community's. */
    of?: { channel: ChannelId; recipients: readonly DeviceId[] };
  },
): CommunityState => {
  const { by, depth, rotation, knows, of } = made;
  const wrapped = (rotation.wrapped ?? []).map(({ epoch: id, nonce, secret }) => ({
    epoch: id,
    nonce: bytes(nonce),
    secret: bytes(secret),
  }));
  const epoch = { id: by, secretHash: bytes(rotation.secretHash), depth, knows, wrapped, channel: of?.channel };
  const next = { ...state, epochs: state.epochs.set(by, { ...epoch, recipients: of?.recipients ?? [] }) };
  return rotation.boxes.reduce((held, { device, box }) => addBox(held, device, by, box), next);
};

/**
 * A channel's epoch, given to more devices. What counts is whether they could read the channel as the giver saw it: they
 * have the key, whatever else has happened since.
 */
export const giveChannelEpoch = (
  state: CommunityState,
  given: { epoch: OpId; boxes: readonly { device: DeviceId; box: string }[]; mayHave: (device: DeviceId) => boolean },
): CommunityState => {
  const epoch = state.epochs.get(given.epoch);
  const boxes = given.boxes.filter(({ device }) => given.mayHave(device));
  if (epoch === undefined || boxes.length === 0) return state;
  const recipients = [...new Set([...epoch.recipients, ...boxes.map(({ device }) => device)])];
  const next = { ...state, epochs: state.epochs.set(epoch.id, { ...epoch, recipients }) };
  return boxes.reduce((held, { device, box }) => addBox(held, device, epoch.id, box), next);
};
