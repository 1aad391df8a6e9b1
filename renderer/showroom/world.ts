/** Communities that nobody founded: views as the core would have made them, for the page to be looked at. */
import { clockText } from '../../shared/base/clock-text.ts';
import type { OpId } from '../../shared/base/ids.ts';
import { DEFAULT_PERMISSIONS, PERMISSIONS } from '../../shared/model/permissions.ts';
import type {
  AuditView,
  ChannelView,
  CommunityView,
  EffectAct,
  EffectView,
  InviteView,
  JoinRequestView,
  MemberView,
  MessageRef,
  MessageView,
  ReceiptView,
  RoleView,
} from '../../shared/model/views.ts';
import { idOf } from './chance.ts';

/** The clock of every scene stands still here: a Saturday evening. */
export const NOW = Date.UTC(2026, 2, 14, 18, 30);
export const MINUTE = 60_000;

export type World = {
  community: CommunityView;
  channels: ChannelView[];
  members: MemberView[];
  roles: RoleView[];
  invites: InviteView[];
  requests: JoinRequestView[];
  messages: MessageView[];
  effects: EffectView[];
  receipts: ReceiptView[];
  audit: AuditView[];
};

export const OWNER_RANK = 1_002;

/** A community in which `me` owns everything. */
export const worldOf = (name: string, me: string, change: Partial<CommunityView> = {}): World => {
  const id = idOf.community(name);
  const member = idOf.member(`${me} in ${name}`);
  const device = idOf.device(`${me} in ${name}`);
  const community: CommunityView = {
    id,
    name,
    fingerprint: '7kq2-x4mh-9dva-tt3c-w8ne',
    about: '',
    state: 'joined',
    permissions: PERMISSIONS,
    rank: OWNER_RANK,
    me: member,
    device,
    ...change,
  };
  const everyone: RoleView = { id: 'everyone', community: id, name: '', rank: 0, permissions: DEFAULT_PERMISSIONS };
  return {
    community,
    channels: [],
    members: [memberIn(community, me, { role: 'owner', rank: OWNER_RANK })],
    roles: [everyone],
    invites: [],
    requests: [],
    messages: [],
    effects: [],
    receipts: [],
    audit: [],
  };
};

const memberIn = (community: CommunityView, name: string, change: Partial<MemberView> = {}): MemberView => ({
  id: idOf.member(`${name} in ${community.name}`),
  community: community.id,
  name,
  about: '',
  status: 'active',
  role: 'member',
  rank: 0,
  roles: [],
  devices: [idOf.device(`${name} in ${community.name}`)],
  ...change,
});

export const addMember = (world: World, name: string, change: Partial<MemberView> = {}): MemberView => {
  const member = memberIn(world.community, name, change);
  world.members.push(member);
  return member;
};

export const addRole = (world: World, name: string, rank: number, permissions: RoleView['permissions']): OpId => {
  const id = idOf.operation(`role ${name} in ${world.community.name}`);
  world.roles.push({ id, community: world.community.id, name, rank, permissions });
  return id;
};

export const addChannel = (world: World, name: string, change: Partial<ChannelView> = {}): ChannelView => {
  const channel: ChannelView = {
    id: idOf.channel(`${change.kind ?? 'channel'} ${name} in ${world.community.name}`),
    community: world.community.id,
    name,
    topic: '',
    position: world.channels.length,
    kind: 'channel',
    isPrivate: false,
    isArchived: false,
    mayPost: true,
    overrides: [],
    ...change,
  };
  world.channels.push(channel);
  return channel;
};

/** `seqs` counts on over everything that this device said and did in the channel. */
const nextSeq = (world: World, key: string): number => {
  const seqs = SEQS.get(world) ?? new Map<string, number>();
  SEQS.set(world, seqs);
  const seq = seqs.get(key) ?? 0;
  seqs.set(key, seq + 1);
  return seq;
};
const SEQS = new WeakMap<World, Map<string, number>>();

const sortKeyOf = (at: number, id: string): string => `${clockText(at, 0)}.${id}`;

type Saying = { replyTo?: MessageRef; thread?: MessageRef };

export const say = (
  world: World,
  channel: ChannelView,
  who: MemberView,
  sentAt: number,
  text: string,
  more: Saying = {},
): MessageView => {
  const [device] = who.devices;
  if (device === undefined) throw new Error(`${who.name} has no device`);
  const seq = nextSeq(world, `${channel.id} ${device}`);
  const record = idOf.record(`${channel.id} ${device} ${seq}`);
  const id = `${record}.0`;
  const message: MessageView = {
    id,
    record,
    community: world.community.id,
    channel: channel.id,
    author: who.id,
    authorName: who.name,
    device,
    seq,
    text,
    sentAt,
    sortKey: sortKeyOf(sentAt, id),
    ...more,
  };
  world.messages.push(message);
  return message;
};

export const refOf = ({ id, sortKey }: MessageView): MessageRef => ({ id, sortKey });

export const act = (world: World, message: MessageView, who: MemberView, what: EffectAct, at = NOW): EffectView => {
  const [device] = who.devices;
  if (device === undefined) throw new Error(`${who.name} has no device`);
  const seq = nextSeq(world, `${message.channel} ${device}`);
  const id = `${idOf.record(`${message.channel} ${device} ${seq}`)}.0`;
  const effect: EffectView = {
    id,
    community: message.community,
    channel: message.channel,
    target: { id: message.id, sortKey: message.sortKey, device: message.device, seq: message.seq },
    by: who.id,
    byName: who.name,
    device,
    seq,
    sentAt: at,
    sortKey: sortKeyOf(at, id),
    rank: who.rank,
    act: what,
  };
  world.effects.push(effect);
  return effect;
};

const SHOWN_STEPS = 20;
const MOMENT_MS = 2_000;

/** Who has everything of the channel by now, except the last `lacks` records of each device. */
export const received = (world: World, channel: ChannelView, who: MemberView, lacks = 0): void => {
  const [holder] = who.devices;
  if (holder === undefined) return;
  const upTo: Record<string, number> = {};
  const said = world.messages.filter((message) => message.channel === channel.id);
  for (const { device, seq } of said) upTo[device] = Math.max(upTo[device] ?? 0, seq + 1 - lacks);
  const steps = said
    .slice(-SHOWN_STEPS)
    .map(({ device, seq, sentAt }) => ({ device, from: seq, upTo: seq + 1, at: sentAt + MOMENT_MS }));
  const at = steps.at(-1)?.at ?? 0;
  world.receipts.push({ community: world.community.id, channel: channel.id, holder, upTo, at, steps });
};
