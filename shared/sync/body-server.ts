/** Gives single bodies to those who miss them, as runs of one record. */
import type { ChannelId } from '../base/ids.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import type { Crypto } from '../ports/crypto.ts';
import { runOfOne } from './cut-runs.ts';
import type { BodyWant } from './link-message.ts';
import { type LinkSession, MAX_UNACKED_BYTES, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

export const serveBodies = (
  crypto: Crypto,
  community: SyncedCommunity,
  { channel, lanes }: { channel: ChannelId; lanes: readonly BodyWant[] },
  session: LinkSession,
  send: (frame: Uint8Array) => void,
): void => {
  if (!mayExchangeContent(session, community)) return;
  for (const { device, seqs } of lanes) {
    const lane = community.lanes(channel).find((one) => one.device === device);
    for (const seq of lane === undefined ? [] : seqs) {
      // asked again and again, this would send without a bound
      if (lane === undefined || session.bodyBytes > MAX_UNACKED_BYTES) return;
      const run = runOfOne({ community: community.id, channel }, lane, seq);
      if (run === undefined) continue;
      const frame = writeLaneFrame(crypto, run);
      session.bodyBytes += frame.length;
      send(frame);
    }
  }
};
