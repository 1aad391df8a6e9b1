/**
 * What this device knows of one authenticated link: what the other side has, what it was sent, what it was asked.
 * Plain state with the arithmetic on it; `community-sync` decides what to do with it.
 */
import type { ChannelId, DeviceId, LinkId, MemberId } from '../base/ids.ts';
import type { ChainTip } from '../governance/chains.ts';
import { createInboundBudget, type InboundBudget } from './inbound-budget.ts';
import type { SyncedCommunity } from './synced-community.ts';

export type LaneKey = `${ChannelId}/${DeviceId}`;
export const laneKey = (channel: ChannelId, device: DeviceId): LaneKey => `${channel}/${device}`;
export const laneOf = (key: LaneKey): { channel: ChannelId; device: DeviceId } => {
  const end = key.indexOf('/');
  return { channel: key.slice(0, end) as ChannelId, device: key.slice(end + 1) as DeviceId };
};

/** What the handshake proved: the newest epoch's key, that of an earlier one, or an invite. */
export type LinkRoom = 'epoch' | 'old-epoch' | 'invite';

export type LinkSession = {
  link: LinkId;
  device: DeviceId;
  /**
   * `asking`: we are the joiner. `asked`: they are, and may do nothing but ask. `dismissed`: they were removed, have been
   * told so, and are not listened to.
   */
  mode: 'member' | 'asking' | 'asked' | 'dismissed';
  room: LinkRoom;
  /** Milliseconds by this device's clock. */
  openedAt: number;
  /** 32 bytes that the two ends of the link know, and nobody else. */
  secret: Uint8Array;
  /** True on one of the two ends. */
  leads: boolean;
  /** Length of each device's chain of operations there, as told last. */
  theirChains: ReadonlyMap<DeviceId, ChainTip>;
  /** They were a proven member when this was last looked at. */
  wasProven: boolean;
  /** A member's root vouches for them: they get governance, from which the rest follows. */
  isIntroduced: boolean;
  /** Whose device it says, and proves, to be, where they are not a member any more. */
  outMember: MemberId | undefined;
  /** They were told who vouches for us. */
  wasTold: boolean;
  opsDoneSent: boolean;
  opsDoneReceived: boolean;
  /** Records of each lane that the other side says it has stored. */
  known: Map<LaneKey, number>;
  /** Bodies that the other side says are missing there, lowest first. */
  theirMissing: Map<LaneKey, readonly number[]>;
  /** Bytes of single bodies that they asked for since the last retry. */
  bodyBytes: number;
  /** Next record to send of each lane that is being sent. */
  serving: Map<LaneKey, number>;
  /** End of what was sent of each lane, acknowledged or not. */
  sent: Map<LaneKey, number>;
  outstanding: { key: LaneKey; end: number; bytes: number }[];
  /** Lanes that they asked for though they had been sent: short names may mean nothing there, so they get whole ones. */
  spelledOut: Set<LaneKey>;
  /** Lanes of which they have other records than this device, under the same numbers. */
  parted: Set<LaneKey>;
  /** Bytes on their way that the other side asked for anew since the last retry; bounded like `outstanding`. */
  askedAgainBytes: number;
  /** Live records reach one of the two sooner by another way: each is told of them, and asks if they do not come. */
  isLazy: boolean;
  /** Channels of which they have said once what they have. */
  tabled: Set<ChannelId>;
  /** Of channels whose tails were asked for there: how many records may still come. */
  tails: Map<ChannelId, number>;
  /** Channels whose tails they were sent. */
  tailed: Set<ChannelId>;
  /** Of the last question whether they are there; undefined until one was answered. */
  roundTripMs: number | undefined;
  /** How far their clock is ahead of ours, as told last. */
  clockAheadMs: number | undefined;
  /** What the other side may still bring unasked. */
  inbound: InboundBudget;
};

/** Content sent and not yet acknowledged as stored, at most, on one link. Bounds every buffer between two disks. */
export const MAX_UNACKED_BYTES = 1024 * 1024;

export const openSession = (
  link: LinkId,
  device: DeviceId,
  mode: LinkSession['mode'],
  room: LinkSession['room'],
  now: number,
  ends: Pick<LinkSession, 'secret' | 'leads'>,
): LinkSession => ({
  link,
  device,
  mode,
  room,
  openedAt: now,
  ...ends,
  theirChains: new Map(),
  wasProven: false,
  isIntroduced: false,
  outMember: undefined,
  wasTold: false,
  opsDoneSent: false,
  opsDoneReceived: false,
  known: new Map(),
  theirMissing: new Map(),
  bodyBytes: 0,
  serving: new Map(),
  sent: new Map(),
  outstanding: [],
  spelledOut: new Set(),
  parted: new Set(),
  askedAgainBytes: 0,
  isLazy: false,
  tabled: new Set(),
  tails: new Map(),
  tailed: new Set(),
  roundTripMs: undefined,
  clockAheadMs: undefined,
  inbound: createInboundBudget(now),
});

/**
 * Is the other side a member? Governance says so; and while it does not know them, the newest epoch's key does: they may
 * have been admitted elsewhere. An earlier epoch's key is known to people who were removed since, and an invite proves
 * nothing of the kind. Whoever was removed ourselves has no members any more.
 */
export const isProvenMember = (session: LinkSession, community: Members): boolean => {
  if (session.mode !== 'member' || community.isRemoved()) return false;
  const standing = community.standing(session.device);
  return standing === 'active' || (standing === 'unknown' && session.room === 'epoch');
};

type Members = Pick<SyncedCommunity, 'standing' | 'isRemoved'>;

/** Content moves only between members, and only after both sides have each other's governance. */
export const mayExchangeContent = (session: LinkSession, community: Members): boolean =>
  isProvenMember(session, community) && session.opsDoneSent && session.opsDoneReceived;

export const unackedBytes = (session: LinkSession): number =>
  session.outstanding.reduce((sum, frame) => sum + frame.bytes, 0);

/** Up to where the other side has a lane, or will when what was sent arrives. */
export const reachOf = (session: LinkSession, key: LaneKey): number =>
  Math.max(session.known.get(key) ?? 0, session.sent.get(key) ?? 0);

/**
 * The other side asks for a lane anew: what is on its way of it counts as lost. @returns false if it did so too often,
 * which would make us send without a bound
 */
export const startLaneAnew = (session: LinkSession, key: LaneKey, from: number): boolean => {
  const lost = session.outstanding.filter((frame) => frame.key === key).reduce((sum, frame) => sum + frame.bytes, 0);
  if (session.askedAgainBytes + lost > MAX_UNACKED_BYTES) return false;
  session.askedAgainBytes += lost;
  session.outstanding = session.outstanding.filter((frame) => frame.key !== key);
  session.serving.set(key, from);
  session.sent.set(key, from);
  return true;
};

/** Of what they have, what counts here and has room. */
export const knownOf = (session: LinkSession, community: Carrier, key: LaneKey): number => {
  const { channel, device } = laneOf(key);
  const counts = Math.min(session.known.get(key) ?? 0, community.lane(channel, device).limit());
  return counts > 0 && community.mayGrow(channel, device) ? counts : 0;
};

/** How many records of a lane they have that are missing here; fewer than 0 where they lack some. */
export const behindOf = (session: LinkSession, community: Carrier, key: LaneKey): number => {
  const { channel, device } = laneOf(key);
  return knownOf(session, community, key) - community.lane(channel, device).accepted();
};

type Carrier = Pick<SyncedCommunity, 'lane' | 'mayGrow'>;

export const noteAck = (session: LinkSession, key: LaneKey, count: number): void => {
  session.known.set(key, Math.max(session.known.get(key) ?? 0, count));
  session.outstanding = session.outstanding.filter((frame) => frame.key !== key || frame.end > count);
};
