/**
 * Shows the newest records of a channel before those that they follow are here. It is a look ahead and no more: they are not
 * in a lane, not on the disk, and nobody is told that they are here. In their turn they come again, and are made durable and
 * shown under the same ids; what comes otherwise, or does not count after all, is taken back.
 */
import { equalBytes } from '../base/bytes.ts';
import type { ChannelId } from '../base/ids.ts';
import { readLaneFrame } from '../lanes/lane-frame.ts';
import { readTail } from '../lanes/lane-tail.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { EffectView } from '../model/views.ts';
import { type LaneKey, laneKey, laneOf, type LinkSession } from '../sync/link-session.ts';
import { MAX_TAIL_RECORDS } from '../sync/tail-asker.ts';
import type { Community } from './community.ts';
import type { LaneLimits } from './lane-limits.ts';
import type { PlacedRecord } from './message-stubs.ts';
import { projectRecord, type Said } from './project-records.ts';
import type { RuntimePorts } from './runtime-ports.ts';

export type Previews = {
  /** A tail arrived. */
  take: (session: LinkSession, frame: Uint8Array) => void;
  /** Records of a lane are durable now, and about to be shown. */
  arrived: (place: LanePlace, fresh: readonly StoredRecord[]) => Promise<void>;
  /** Governance changed, and the limits of lanes with it. */
  governed: () => Promise<void>;
};

/** `said` is undefined while governance or a key is missing: a record that nobody sees. */
type Previewed = { placed: PlacedRecord; said: Said | undefined };

/** Bounds the memory, however often links come and go before anything arrives in order. */
const MAX_HELD = 4_000;

export const createPreviews = (
  ports: Pick<RuntimePorts, 'crypto' | 'logger' | 'projection' | 'drop' | 'isDiskFull'>,
  community: Community,
  of: {
    limits: Pick<LaneLimits, 'prepare'>;
    mayTake: (session: LinkSession, channel: ChannelId, records: number) => boolean;
    /** Something is wrong with what a session sent. */
    refuse: (session: LinkSession, reason: string) => void;
  },
): Previews => {
  const { crypto, projection } = ports;
  const held = new Map<LaneKey, Map<number, Previewed>>();
  let writing: Promise<void> = Promise.resolve();

  /** One after another: what comes in order waits for what was written ahead of it. */
  const inTurn = (write: () => Promise<void>): Promise<void> => {
    const done = writing.then(write);
    writing = done.catch(() => undefined); // its caller has the error
    return done;
  };

  const show = async (key: LaneKey, previewed: readonly Previewed[]): Promise<void> => {
    for (const one of previewed) one.said = saidBy(crypto, community, one.placed);
    const said = previewed.flatMap((one) => one.said ?? []);
    if (said.length === 0) return;
    await projection.beginPreview({ community: community.id, ...laneOf(key) });
    await projection.putMessages(said.flatMap(({ messages }) => messages));
    await projection.putEffects(said.flatMap(({ effects }) => effects));
  };

  const takeBack = async (key: LaneKey, gone: readonly Previewed[]): Promise<void> => {
    const said = gone.flatMap((one) => one.said ?? []);
    if (said.length > 0)
      await projection.takeBack({
        messages: said.flatMap(({ messages }) => messages),
        effects: said.flatMap(({ effects }) => effects),
      });
    if (held.get(key)?.size !== 0) return;
    held.delete(key);
    await projection.endPreview({ community: community.id, ...laneOf(key) });
  };

  const hold = (place: LanePlace, records: readonly StoredRecord[]): void => {
    const key = laneKey(place.channel, place.device);
    const lane = held.get(key) ?? new Map<number, Previewed>();
    const fresh: Previewed[] = [];
    for (const record of records) {
      const { seq } = record.envelope;
      if (lane.has(seq) || sizeOf(held) + fresh.length >= MAX_HELD) continue;
      fresh.push({ placed: { place, record }, said: undefined });
    }
    if (fresh.length === 0) return;
    for (const one of fresh) lane.set(one.placed.record.envelope.seq, one);
    held.set(key, lane);
    ports.drop(
      inTurn(() => show(key, fresh)),
      'showing what is newest',
    );
  };

  const lookAgain = async (key: LaneKey, lane: Map<number, Previewed>): Promise<void> => {
    const { channel, device } = laneOf(key);
    const limit = community.lane(channel, device).limit();
    const beyond = [...lane].filter(([seq]) => seq >= limit);
    for (const [seq] of beyond) lane.delete(seq);
    await takeBack(
      key,
      beyond.map(([, one]) => one),
    );
    await show(
      key,
      [...lane.values()].filter(({ said }) => said === undefined),
    );
  };

  return {
    take: (session, frame) => {
      const run = readLaneFrame(crypto, community.id, frame, MAX_TAIL_RECORDS);
      if (!run.ok) return of.refuse(session, run.error);
      const { place, envelopes } = run.value;
      const { channel, device } = place;
      if (!of.mayTake(session, channel, envelopes.length)) return of.refuse(session, 'tail-not-asked-for');
      if (!mayShow(community, place) || ports.isDiskFull()) return;
      const lane = community.lane(channel, device);
      of.limits.prepare(channel, lane);
      const tail = readTail(crypto, run.value, lane.limit());
      if (!tail.ok) return of.refuse(session, tail.error);
      // the lane itself shows which one it is
      if (partsFrom(lane, tail.value)) ports.logger.warn('tail-not-taken', { error: 'apart' });
      else
        hold(
          place,
          tail.value.filter(({ envelope }) => envelope.seq >= lane.accepted()),
        );
    },
    arrived: async (place, fresh) => {
      const key = laneKey(place.channel, place.device);
      const lane = held.get(key);
      if (lane === undefined) return;
      await inTurn(async () => {
        const gone = settled(lane, fresh);
        const durable = community.lane(place.channel, place.device).durable();
        // of what came another way, as from the journal
        for (const seq of lane.keys()) if (seq < durable) lane.delete(seq);
        await takeBack(key, gone);
      });
    },
    governed: async () => {
      if (held.size === 0) return;
      await inTurn(async () => {
        for (const [key, lane] of held) await lookAgain(key, lane);
      });
    },
  };
};

const mayShow = (community: Community, { channel, device }: LanePlace): boolean =>
  community.isOurs(channel) && community.carries(channel, device) && community.mayGrow(channel, device);

/** What a delete or purge names goes when it is durable: nothing is let go of for what may never come. */
const saidBy = (crypto: RuntimePorts['crypto'], community: Community, placed: PlacedRecord): Said | undefined => {
  const said = projectRecord(crypto, community, placed);
  return typeof said === 'string' ? undefined : { ...said, effects: said.effects.filter(isNoDrop) };
};

const isNoDrop = ({ act }: EffectView): boolean => act.kind !== 'delete' && act.kind !== 'purge';

/** What is here is not what the tail says is there. */
const partsFrom = (lane: Lane, records: readonly StoredRecord[]): boolean =>
  records.some(({ id, envelope }) => {
    const before = envelope.seq > 0 ? lane.idOf(envelope.seq - 1) : undefined;
    const here = lane.idOf(envelope.seq);
    return (
      (here !== undefined && !equalBytes(here, id)) || (before !== undefined && !equalBytes(before, envelope.prev))
    );
  });

/** Takes out of a lane's previews what has come. @returns those that came otherwise, or without their words */
const settled = (lane: Map<number, Previewed>, fresh: readonly StoredRecord[]): Previewed[] => {
  const gone: Previewed[] = [];
  for (const record of fresh) {
    const one = lane.get(record.envelope.seq);
    if (one === undefined) continue;
    lane.delete(record.envelope.seq);
    const isSame = equalBytes(one.placed.record.id, record.id);
    if (!isSame || record.body === undefined) gone.push(one);
    if (isSame) continue;
    // the lanes part there, so all that follows is of the other one
    gone.push(...lane.values());
    lane.clear();
  }
  return gone;
};

const sizeOf = (held: ReadonlyMap<LaneKey, ReadonlyMap<number, Previewed>>): number =>
  [...held.values()].reduce((sum, lane) => sum + lane.size, 0);
