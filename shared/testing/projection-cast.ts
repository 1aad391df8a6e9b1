/** Communities, messages and what was done to them, for the contract of projections. */
import { channelId, type CommunityId, communityId, deviceId, memberId, opId, recordId } from '../base/ids.ts';
import type {
  ChannelView,
  CommunityView,
  EffectAct,
  EffectView,
  InviteView,
  MemberView,
  MessageView,
  ReceiptView,
  RoleView,
} from '../model/views.ts';

export const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
export const KELP = communityId(bytes(1));
export const REEF = communityId(bytes(2));
export const GENERAL = channelId(bytes(3));
export const QUIET = channelId(bytes(4));
export const ALICE = deviceId(bytes(5));
export const BOB = deviceId(bytes(6));

/** Number `n` in time. Its id sorts the other way round, so that nobody gets the order right by sorting ids. */
export const message = (n: number, change: Partial<MessageView> = {}): MessageView => {
  const id = recordId(Uint8Array.from({ length: 32 }, (_, i) => (i < 2 ? (65_535 - n) >> (8 * (1 - i)) : 9) & 255));
  return {
    id: `${id}.0`,
    record: id,
    community: KELP,
    channel: GENERAL,
    author: memberId(bytes(7)),
    authorName: 'alice',
    device: ALICE,
    seq: n,
    text: `message ${n}`,
    sentAt: 1_000 + n,
    sortKey: `${n.toString(16).padStart(16, '0')}.${id}.0`,
    ...change,
  };
};
/** What `who` did to a message, as number `n` of all that was done. */
export const effect = (about: MessageView, n: number, act: EffectAct, who = ALICE): EffectView => {
  const id = `${recordId(Uint8Array.from({ length: 32 }, (_, i) => (i < 2 ? n >> (8 * i) : 77) & 255))}.0`;
  return {
    id,
    community: about.community,
    channel: about.channel,
    target: { id: about.id, sortKey: about.sortKey, device: about.device, seq: about.seq },
    by: who === ALICE ? about.author : memberId(bytes(8)),
    byName: who === ALICE ? 'alice' : 'bob',
    device: who,
    seq: n,
    sentAt: 9_000 + n,
    sortKey: `${(9_000 + n).toString(16).padStart(16, '0')}.${id}`,
    rank: 5,
    act,
  };
};
export const wave: EffectAct = { kind: 'react', emoji: '🌊', on: true };
export const pin: EffectAct = { kind: 'pin', on: true };
export const erase: EffectAct = { kind: 'delete', records: [{ device: ALICE, seq: 3 }] };
export const messages = (from: number, to: number): MessageView[] =>
  Array.from({ length: to - from }, (_, i) => message(from + i));

export const communityView = (id: CommunityId, name: string): CommunityView => ({
  id,
  name,
  about: '',
  permissions: [],
  rank: 0,
  fingerprint: 'abcd',
  state: 'joined',
  me: undefined,
  device: ALICE,
});
export const channelView = (id: ChannelView['id'], community: CommunityId, position: number): ChannelView => ({
  id,
  community,
  name: `channel ${position}`,
  topic: '',
  position,
  kind: 'channel',
  isPrivate: false,
  isArchived: false,
  mayPost: true,
  overrides: [],
});
export const memberView = (fill: number, community: CommunityId): MemberView => ({
  id: memberId(bytes(fill)),
  community,
  name: `member ${fill}`,
  about: '',
  status: 'active',
  role: 'member',
  rank: 0,
  roles: [],
  devices: [ALICE],
});
export const role = (fill: number, rank: number): RoleView => ({
  id: opId(bytes(fill)),
  community: KELP,
  name: `role ${fill}`,
  rank,
  permissions: ['moderate'],
});
export const invite = (fill: number): InviteView => ({
  id: opId(bytes(fill)),
  community: KELP,
  by: memberId(bytes(7)),
  usesLeft: 3,
  needsApproval: false,
  expires: undefined,
  isRevoked: false,
});
export const receipt = (holder: ReceiptView['holder'], upTo: ReceiptView['upTo'], community = KELP): ReceiptView => ({
  community,
  channel: GENERAL,
  holder,
  upTo,
  at: 1_000,
});

export const ALL = { limit: 100_000 };
export const textsOf = (list: readonly MessageView[]): string[] => list.map(({ text }) => text);
