/** Sends lanes to those who lack them: in frames of at most 64 KiB, at most 1 MiB unacknowledged on a link. */
import { concatBytes } from '../base/bytes.ts';
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { Lane } from '../lanes/lane.ts';
import type { Crypto } from '../ports/crypto.ts';
import { inBrief } from './brief-run.ts';
import { cutFrames } from './cut-runs.ts';
import {
  type LaneKey,
  laneKey,
  laneOf,
  type LinkSession,
  MAX_UNACKED_BYTES,
  mayExchangeContent,
  reachOf,
  startLaneAnew,
  unackedBytes,
} from './link-session.ts';
import type { LinkMessage } from './link-message.ts';
import type { SyncedCommunity } from './synced-community.ts';

export type LaneServer = {
  /** Sends what the session is being served until its window is full. */
  pump: (session: LinkSession) => void;
  /** The lane grew from `from` on: whoever had all before gets the rest unasked. */
  push: (session: LinkSession, key: LaneKey, from: number) => void;
  /** The other side asked for lanes. */
  asked: (session: LinkSession, channel: ChannelId, lanes: readonly { device: DeviceId; from: number }[]) => void;
};

type RunMessage = Extract<LinkMessage, { kind: 'lane' | 'brief-run' }>;

export const createLaneServer = (
  crypto: Crypto,
  community: SyncedCommunity,
  send: (session: LinkSession, message: RunMessage) => void,
): LaneServer => {
  /** @returns the bytes sent */
  const serve = (session: LinkSession, key: LaneKey, from: number, window: number): number => {
    const { channel, device } = laneOf(key);
    const lane = community.lane(channel, device);
    let next = from;
    let bytes = 0;
    while (bytes < window) {
      const cut = cutFrames(crypto, { community: community.id, channel }, lane, next);
      if (cut === undefined) break;
      const frame = concatBytes(...cut.frames);
      next += cut.count;
      bytes += frame.length;
      session.outstanding.push({ key, end: next, bytes: frame.length });
      session.sent.set(key, next);
      send(session, cut.frames.length === 1 && knowsLane(session, key) ? inBrief(frame) : { kind: 'lane', frame });
    }
    if (next >= lane.durable()) session.serving.delete(key);
    else session.serving.set(key, next);
    return bytes;
  };

  const pump = (session: LinkSession): void => {
    // they may have been removed since they asked
    if (!mayExchangeContent(session, community)) return;
    let window = MAX_UNACKED_BYTES - unackedBytes(session);
    for (const [key, from] of session.serving) {
      if (window <= 0) return;
      window -= serve(session, key, from, window);
    }
  };

  return {
    pump,
    push: (session, key, from) => {
      const { channel, device } = laneOf(key);
      const reach = reachOf(session, key);
      if (!mayExchangeContent(session, community)) return;
      if (session.serving.has(key)) return pump(session);
      // what follows a record that they do not have cannot be read there
      if (session.parted.has(key)) return;
      if (reach < from || reach >= community.lane(channel, device).durable()) return;
      session.serving.set(key, reach);
      pump(session);
    },
    asked: (session, channel, lanes) => {
      if (!mayExchangeContent(session, community)) return;
      for (const { device, from } of lanes) {
        if (!community.carries(channel, device)) continue;
        const key = laneKey(channel, device);
        if ((session.sent.get(key) ?? 0) > from) session.spelledOut.add(key);
        startLaneAnew(
          session,
          key,
          session.parted.has(key) ? startOfSegment(community.lane(channel, device), from) : from,
        );
      }
      pump(session);
    },
  };
};

/** They have told that they have records of it: who only asks may lack the channel. */
const knowsLane = (session: LinkSession, key: LaneKey): boolean =>
  (session.known.get(key) ?? 0) > 0 && !session.spelledOut.has(key);

/** There a record spells out which one it follows. */
const startOfSegment = (lane: Lane, from: number): number => {
  const record = lane.record(Math.min(from, lane.durable() - 1));
  return record === undefined ? from : record.envelope.seq - record.index;
};
