/**
 * Finds out, on a link, which lanes the two have other tables of, without sending them. Both freeze what they have of a
 * channel when they say its digest, and compare what was frozen, however long it takes: what grows meanwhile is told of
 * by itself, and is newer. The nth digest of one goes with the nth of the other, so that both judge the same pair.
 */
import { equalBytes, toBase64Url } from '../base/bytes.ts';
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { bucketOf, createTableHasher, type LaneTable, nameOf, type TableHasher, tableOf } from './lane-table.ts';
import type { LaneHave } from './link-message.ts';
import { type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';
import {
  BRIEF_LANE_BYTES,
  type BriefLane,
  type Bucket,
  type ChannelDigest,
  type TableMessage,
} from './table-message.ts';
import { MAX_LANES } from './wire-lists.ts';

export type TableExchange = {
  /** Says the digests of all channels, but for those that are being compared. */
  begin: (session: LinkSession) => void;
  heard: (session: LinkSession, message: ExchangeMessage) => void;
  /** The other side told of lanes by themselves: that is newer than what is being compared. */
  told: (session: LinkSession, channel: ChannelId, devices: readonly DeviceId[]) => void;
  /** Lanes as BRIEF-LANES says them. */
  brief: (session: LinkSession, lanes: readonly LaneHave[]) => BriefLane[];
};

export type ExchangeMessage = Extract<TableMessage, { kind: 'digests' | 'buckets' | 'bucket-lanes' | 'brief-lanes' }>;

export type ExchangeEffects = {
  /** True while something else comes first: what is heard is kept, and answered with `begin`. */
  isHeld: () => boolean;
  say: (session: LinkSession, message: ExchangeMessage) => void;
  /** LANES-HAVE of all lanes. */
  tellWhole: (session: LinkSession, channel: ChannelId) => void;
  /** The other side had these when it began to compare. */
  learned: (session: LinkSession, channel: ChannelId, lanes: readonly LaneHave[]) => void;
  /** It has these now. */
  toldOf: (session: LinkSession, channel: ChannelId, lanes: readonly LaneHave[]) => void;
};

/** With so few lanes on either side whole tables are as short as what would find out the difference. */
const FEW_LANES = 2;
/** Channels that nobody here knows, whose digests are kept until something may be said to the other side. */
const MAX_UNKNOWN = 1_024;
/** Of a channel on one link: whoever has digests made again and again gets no more. */
const MAX_ROUNDS = 64;
const MAX_PART_BYTES = 60 * 1024;
const NUMBER_BYTES = 5;

type Frozen = { table: LaneTable; digest: Uint8Array };
/** `named`: the buckets that were found to differ; undefined until then. */
type Compared = { table: LaneTable; named: ReadonlySet<number> | undefined };
type State = {
  hasher: TableHasher;
  said: Map<ChannelId, Frozen>;
  heard: Map<ChannelId, ChannelDigest>;
  compared: Map<ChannelId, Compared>;
  newer: Map<ChannelId, Set<DeviceId>>;
  rounds: Map<ChannelId, number>;
};

/** What every step is given. */
type Comparing = { community: SyncedCommunity; effects: ExchangeEffects; stateOf: (session: LinkSession) => State };

export const createTableExchange = (
  crypto: Crypto,
  community: SyncedCommunity,
  effects: ExchangeEffects,
): TableExchange => {
  const states = new WeakMap<LinkSession, State>();
  const stateOf = (session: LinkSession): State => {
    const state = states.get(session) ?? newState(createTableHasher(crypto, session.secret));
    states.set(session, state);
    return state;
  };
  const comparing: Comparing = { community, effects, stateOf };
  return {
    begin: (session) => {
      const { said, heard, compared } = stateOf(session);
      const channels = new Set([...community.channels(), ...community.laneChannels(), ...heard.keys()]);
      sayDigests(
        comparing,
        session,
        [...channels].filter((channel) => !said.has(channel) && !compared.has(channel)),
      );
    },
    heard: (session, message) => {
      if (message.kind === 'digests') return onDigests(comparing, session, message.channels);
      if (!mayExchangeContent(session, community)) return;
      if (message.kind === 'buckets') return onBuckets(comparing, session, message);
      if (message.kind === 'bucket-lanes') return onBucketLanes(comparing, session, message);
      if (message.isRest) return onRest(comparing, session, message);
      effects.toldOf(session, message.channel, wholeLanes(comparing, session, message));
    },
    brief: (session, lanes) => lanes.map(stateOf(session).hasher.brief),
    told: (session, channel, devices) => {
      const { heard, compared, newer } = stateOf(session);
      if (!heard.has(channel) && !compared.has(channel)) return;
      const those = newer.get(channel) ?? new Set<DeviceId>();
      newer.set(channel, those);
      for (const device of devices) those.add(device);
    },
  };
};

const learn = (
  { effects, stateOf }: Comparing,
  session: LinkSession,
  channel: ChannelId,
  lanes: readonly LaneHave[],
): void => {
  const newer = stateOf(session).newer.get(channel);
  effects.learned(
    session,
    channel,
    lanes.filter(({ device }) => newer?.has(device) !== true),
  );
};

const end = ({ stateOf }: Comparing, session: LinkSession, channel: ChannelId): void => {
  const { compared, newer } = stateOf(session);
  compared.delete(channel);
  newer.delete(channel);
};

const tellWhole = (comparing: Comparing, session: LinkSession, channel: ChannelId): void => {
  end(comparing, session, channel);
  comparing.effects.tellWhole(session, channel);
};

/** Whole tables instead, of both. */
const sayWhole = (comparing: Comparing, session: LinkSession, channel: ChannelId): void => {
  comparing.effects.say(session, { kind: 'bucket-lanes', channel, buckets: [], lanes: [] });
  tellWhole(comparing, session, channel);
};

const wholeLanes = (
  { community, stateOf }: Comparing,
  session: LinkSession,
  { channel, lanes }: { channel: ChannelId; lanes: readonly BriefLane[] },
): LaneHave[] =>
  lanes.flatMap((lane) => {
    const device = community.deviceNamed(lane.name);
    return device === undefined ? [] : [stateOf(session).hasher.whole(community, channel, device, lane)];
  });

const judge = (comparing: Comparing, session: LinkSession, channel: ChannelId): void => {
  const { said, heard, compared, hasher } = comparing.stateOf(session);
  const [ours, theirs] = [said.get(channel), heard.get(channel)];
  if (ours === undefined || theirs === undefined) return;
  said.delete(channel);
  heard.delete(channel);
  if (equalBytes(ours.digest, theirs.digest)) {
    learn(comparing, session, channel, ours.table);
    return end(comparing, session, channel);
  }
  if (Math.min(ours.table.length, theirs.lanes) <= FEW_LANES) {
    if (theirs.lanes === 0) learn(comparing, session, channel, []);
    return ours.table.length === 0 ? end(comparing, session, channel) : tellWhole(comparing, session, channel);
  }
  compared.set(channel, { table: ours.table, named: undefined });
  if (session.leads)
    comparing.effects.say(session, { kind: 'buckets', channel, buckets: hasher.buckets(channel, ours.table) });
};

const hasLanes = (community: SyncedCommunity, channel: ChannelId): boolean =>
  community.lanes(channel).some((lane) => lane.durable() > 0);

const mayBegin = ({ community, stateOf }: Comparing, session: LinkSession, channel: ChannelId): boolean => {
  const { rounds } = stateOf(session);
  const before = rounds.get(channel) ?? 0;
  // there is nothing to hash where nothing was said
  if (hasLanes(community, channel)) rounds.set(channel, before + 1);
  return before < MAX_ROUNDS;
};

const sayDigests = (comparing: Comparing, session: LinkSession, channels: readonly ChannelId[]): void => {
  const { said, hasher } = comparing.stateOf(session);
  const begun = channels.filter((channel) => mayBegin(comparing, session, channel));
  const digests = begun.map((channel) => {
    const table = tableOf(comparing.community, channel);
    const digest = hasher.digest(channel, table);
    said.set(channel, { table, digest });
    return { channel, lanes: table.length, digest };
  });
  for (let at = 0; at < digests.length; at += MAX_LANES)
    comparing.effects.say(session, { kind: 'digests', channels: digests.slice(at, at + MAX_LANES) });
  for (const channel of begun) judge(comparing, session, channel);
};

const onDigests = (comparing: Comparing, session: LinkSession, digests: readonly ChannelDigest[]): void => {
  const { community, effects, stateOf } = comparing;
  const { said, heard, compared, newer } = stateOf(session);
  for (const one of digests) {
    const isBounded = heard.size < MAX_UNKNOWN || community.knowsChannel(one.channel) || said.has(one.channel);
    if (!isBounded || compared.has(one.channel)) continue;
    heard.set(one.channel, one);
    newer.delete(one.channel);
  }
  if (effects.isHeld() || !mayExchangeContent(session, community)) return;
  for (const channel of heard.keys()) if (said.has(channel)) judge(comparing, session, channel);
  // that neither has anything needs no answer, nor an answer to that
  const due = [...heard.values()].filter(({ lanes, channel }) => lanes > 0 || hasLanes(community, channel));
  sayDigests(
    comparing,
    session,
    due.map(({ channel }) => channel),
  );
};

/** Who does not lead is told the buckets, and answers with what it has of those that differ. */
const onBuckets = (
  comparing: Comparing,
  session: LinkSession,
  { channel, buckets }: Extract<TableMessage, { kind: 'buckets' }>,
): void => {
  const { compared, hasher } = comparing.stateOf(session);
  const held = compared.get(channel);
  if (held === undefined || held.named !== undefined || session.leads) return;
  const named = differing(hasher.buckets(channel, held.table), buckets);
  const lanes = held.table.filter(isIn(named));
  if (named.size === 0 || !fitsFrame(lanes)) return sayWhole(comparing, session, channel);
  compared.set(channel, { ...held, named });
  const brief = lanes.map(hasher.brief);
  comparing.effects.say(session, { kind: 'bucket-lanes', channel, buckets: [...named], lanes: brief });
  learn(
    comparing,
    session,
    channel,
    held.table.filter((lane) => !isIn(named)(lane)),
  );
};

const onBucketLanes = (
  comparing: Comparing,
  session: LinkSession,
  message: Extract<TableMessage, { kind: 'bucket-lanes' }>,
): void => {
  const { channel, buckets, lanes } = message;
  const { compared, hasher } = comparing.stateOf(session);
  const held = compared.get(channel);
  if (held === undefined) return;
  if (buckets.length === 0) return (session.leads ? tellWhole : end)(comparing, session, channel);
  if (!session.leads) return;
  const named = new Set(buckets);
  const same = held.table.filter((lane) => !isIn(named)(lane));
  const others = othersThan(hasher, held.table.filter(isIn(named)), lanes);
  learn(comparing, session, channel, [...same, ...wholeLanes(comparing, session, message)]);
  if (!fitsFrame(others)) return sayWhole(comparing, session, channel);
  comparing.effects.say(session, { kind: 'brief-lanes', channel, isRest: true, lanes: others });
  end(comparing, session, channel);
};

const onRest = (
  comparing: Comparing,
  session: LinkSession,
  message: Extract<TableMessage, { kind: 'brief-lanes' }>,
): void => {
  const { channel, lanes } = message;
  const { named, table } = comparing.stateOf(session).compared.get(channel) ?? {};
  if (named === undefined || table === undefined || session.leads) return;
  const said = new Set(lanes.map(({ name }) => toBase64Url(name)));
  const same = table.filter(isIn(named)).filter(({ device }) => !said.has(toBase64Url(nameOf(device))));
  learn(comparing, session, channel, [...same, ...wholeLanes(comparing, session, message)]);
  end(comparing, session, channel);
};

const isIn =
  (named: ReadonlySet<number>) =>
  ({ device }: LaneHave): boolean =>
    named.has(bucketOf(device));

const newState = (hasher: TableHasher): State => ({
  hasher,
  said: new Map(),
  heard: new Map(),
  compared: new Map(),
  newer: new Map(),
  rounds: new Map(),
});

/** In both directions: what the other side has nothing of differs too. */
const differing = (ours: readonly Bucket[], theirs: readonly Bucket[]): Set<number> => {
  const has = (list: readonly Bucket[], one: Bucket): boolean =>
    list.some(({ bucket, digest }) => bucket === one.bucket && equalBytes(digest, one.digest));
  const only = [...ours.filter((one) => !has(theirs, one)), ...theirs.filter((one) => !has(ours, one))];
  return new Set(only.map(({ bucket }) => bucket));
};

/** Ours where they differ from theirs, and, as nothing, theirs that are not here. */
const othersThan = (hasher: TableHasher, ours: readonly LaneHave[], theirs: readonly BriefLane[]): BriefLane[] => {
  const said = new Map(theirs.map((lane) => [toBase64Url(lane.name), lane]));
  const mine = new Map(ours.map((lane) => [toBase64Url(nameOf(lane.device)), hasher.brief(lane)]));
  return [
    ...[...mine].filter(([name, lane]) => !isSame(lane, said.get(name))).map(([, lane]) => lane),
    ...[...said]
      .filter(([name]) => !mine.has(name))
      .map(([, { name, check }]) => ({ name, count: 0, check, missing: [] })),
  ];
};

const isSame = (one: BriefLane, other: BriefLane | undefined): boolean =>
  one.count === other?.count &&
  equalBytes(one.check, other.check) &&
  one.missing.length === other.missing.length &&
  one.missing.every((seq, at) => seq === other.missing[at]);

const fitsFrame = (lanes: readonly Pick<LaneHave, 'missing'>[]): boolean =>
  lanes.length <= MAX_LANES &&
  lanes.reduce((sum, { missing }) => sum + BRIEF_LANE_BYTES + NUMBER_BYTES * missing.length, 0) <= MAX_PART_BYTES;
