/**
 * Sends the newest records of a channel, by clock, to who has yet to get what is before them: of each lane that has some of
 * them one run, whose first record leaves nothing out, so that it can be read by itself.
 */
import { concatBytes } from '../base/bytes.ts';
import type { ChannelId } from '../base/ids.ts';
import { isAfter } from '../lanes/hybrid-clock.ts';
import { type LaneRun, writeLaneFrame } from '../lanes/lane-frame.ts';
import { type LaneName, runOf } from '../lanes/lane-runs.ts';
import { writeEnvelope } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { MAX_TAIL_RECORDS } from './tail-asker.ts';

/** Of a channel: it goes before everything else, and beside the window of what is unacknowledged. */
const MAX_TAIL_BYTES = 48 * 1024;
/** Leaves room for the message's own header in 64 KiB. */
const MAX_MESSAGE_BYTES = 63 * 1024;
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
  const frames = tailsOf(community, channel, count).map((run) => writeLaneFrame(crypto, run));
  for (const part of together(frames)) send(part);
};

/** As many, one right after another, as fit one message. */
const together = (frames: readonly Uint8Array[]): Uint8Array[] => {
  const parts: Uint8Array[][] = [];
  let room = 0;
  for (const frame of frames) {
    if (frame.length > room || parts.length === 0) {
      parts.push([]);
      room = MAX_MESSAGE_BYTES;
    }
    room -= frame.length;
    parts.at(-1)?.push(frame);
  }
  return parts.map((part) => concatBytes(...part));
};

/** A run is of one segment: of each lane there are its newest, and how many of them are left. */
type LaneEnd = { newest: readonly StoredRecord[]; from: number };
const nextOf = ({ newest, from }: LaneEnd): StoredRecord | undefined => newest[from - 1];
const NONE: LaneEnd = { newest: [], from: 0 };

export const tailsOf = (community: Source, channel: ChannelId, count: number): LaneRun[] => {
  const lanes = community.lanes(channel).map((lane) => {
    const newest = lane.newest(MAX_TAIL_RECORDS);
    return { lane, newest, from: newest.length };
  });
  let bytes = 0;
  for (let taken = 0; taken < Math.min(count, MAX_TAIL_RECORDS); taken += 1) {
    const best = lanes.reduce((one, other) => (isNewer(nextOf(other), nextOf(one)) ? other : one), NONE);
    const next = nextOf(best);
    if (next === undefined) break;
    bytes += next.bytes.length + (next.body?.length ?? 0);
    if (bytes > MAX_TAIL_BYTES && taken > 0) break;
    best.from -= 1;
  }
  const { id } = community;
  // the newest is seen first
  const ends = lanes.toSorted((a, b) => (isNewer(a.newest.at(-1), b.newest.at(-1)) ? -1 : 1));
  return ends.flatMap(({ lane, newest, from }) =>
    readableRun({ community: id, channel, device: lane.device }, newest.slice(from)),
  );
};

const isNewer = (one: StoredRecord | undefined, other: StoredRecord | undefined): boolean =>
  one !== undefined && (other === undefined || isAfter(one.envelope.clock, other.envelope.clock));

/** The first record has to be readable without the one before. */
const readableRun = (lane: LaneName, records: readonly StoredRecord[]): LaneRun[] => {
  const [first] = records;
  if (first === undefined) return [];
  const run = runOf({ ...lane, segment: first.segment }, records);
  return [{ ...run, envelopes: [writeEnvelope(first.envelope, undefined), ...run.envelopes.slice(1)] }];
};
