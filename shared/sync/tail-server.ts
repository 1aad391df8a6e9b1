/**
 * Sends the newest records of a channel, by clock, to who has yet to get what is before them: of each lane that has some of
 * them one run, whose first record leaves nothing out, so that it can be read by itself.
 */
import type { ChannelId } from '../base/ids.ts';
import { isAfter } from '../lanes/hybrid-clock.ts';
import type { Lane } from '../lanes/lane.ts';
import { type LaneRun, writeLaneFrame } from '../lanes/lane-frame.ts';
import { writeEnvelope } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { Crypto } from '../ports/crypto.ts';
import { cutRun } from './cut-runs.ts';
import { type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { MAX_TAIL_RECORDS } from './tail-asker.ts';

/** Of a channel: it goes before everything else, and beside the window of what is unacknowledged. */
const MAX_TAIL_BYTES = 48 * 1024;
/** On one link. */
const MAX_TAILED_CHANNELS = 64;

type Source = Pick<SyncedCommunity, 'id' | 'lanes'>;

/** Each channel once a link: what is new after that comes in order. */
export const serveTails = (
  crypto: Crypto,
  community: Source & Parameters<typeof mayExchangeContent>[1],
  { channel, count }: { channel: ChannelId; count: number },
  session: LinkSession,
  send: (frame: Uint8Array) => void,
): void => {
  if (!mayExchangeContent(session, community)) return;
  if (session.tailed.has(channel) || session.tailed.size >= MAX_TAILED_CHANNELS) return;
  session.tailed.add(channel);
  for (const run of tailsOf(community, channel, count)) send(writeLaneFrame(crypto, run));
};

export const tailsOf = (community: Source, channel: ChannelId, count: number): LaneRun[] => {
  const lanes = community.lanes(channel).map((lane) => ({ lane, next: newestOf(lane), from: lane.durable() }));
  let bytes = 0;
  for (let taken = 0; taken < Math.min(count, MAX_TAIL_RECORDS); taken += 1) {
    const newest = lanes.reduce((best, one) => (isNewer(one.next, best?.next) ? one : best), lanes[0]);
    if (newest?.next === undefined) break;
    const { lane, next } = newest;
    bytes += next.bytes.length + (next.body?.length ?? 0);
    if (bytes > MAX_TAIL_BYTES && taken > 0) break;
    newest.from = next.envelope.seq;
    newest.next = beforeIn(lane, next);
  }
  return lanes.flatMap(({ lane, from }) => readableRun(community, channel, lane, from) ?? []);
};

const newestOf = (lane: Lane): StoredRecord | undefined =>
  lane.durable() > 0 ? lane.record(lane.durable() - 1) : undefined;

/** A run is of one segment. */
const beforeIn = (lane: Lane, { segment, envelope }: StoredRecord): StoredRecord | undefined => {
  const before = envelope.seq > 0 ? lane.record(envelope.seq - 1) : undefined;
  return before?.segment === segment ? before : undefined;
};

const isNewer = (one: StoredRecord | undefined, other: StoredRecord | undefined): boolean =>
  one !== undefined && (other === undefined || isAfter(one.envelope.clock, other.envelope.clock));

const readableRun = (
  { id }: Pick<SyncedCommunity, 'id'>,
  channel: ChannelId,
  lane: Lane,
  from: number,
): LaneRun | undefined => {
  const run = cutRun({ community: id, channel }, lane, from);
  const first = run && lane.record(from);
  if (run === undefined || first === undefined) return undefined;
  return { ...run, envelopes: [writeEnvelope(first.envelope, undefined), ...run.envelopes.slice(1)] };
};
