/** Neighbours tell each other the time, so that people learn whose clock is wrong. Nothing else follows from it. */
import type { LinkId } from '../base/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { isProvenMember, type LinkSession } from '../sync/link-session.ts';
import type { SyncedCommunity } from '../sync/synced-community.ts';

const TELL_EVERY_MS = 60_000;

export type ClockWatch = {
  /** Tells those who have not been told for a while. */
  look: () => void;
  /** @param time milliseconds since the Unix epoch, by their clock */
  heard: (session: LinkSession, time: number) => void;
};

export type ClockWatchPorts = {
  clock: Clock;
  send: (link: LinkId, frame: Uint8Array) => void;
  changed: () => void;
};

export const createClockWatch = (
  { clock, send, changed }: ClockWatchPorts,
  community: Pick<SyncedCommunity, 'standing' | 'isRemoved'>,
  sessions: () => readonly LinkSession[],
): ClockWatch => {
  const toldAt = new WeakMap<LinkSession, number>();
  return {
    look: () => {
      const now = clock.now();
      for (const session of sessions()) {
        // who only asks to be let in, or has no more than an invite, is told nothing, not even this
        if (!isProvenMember(session, community)) continue;
        const since = now - (toldAt.get(session) ?? Number.NEGATIVE_INFINITY);
        // a clock that was set is news as well
        if (since >= 0 && since < TELL_EVERY_MS) continue;
        toldAt.set(session, now);
        send(session.link, writeLinkMessage({ kind: 'clock', number: now }));
      }
    },
    heard: (session, time) => {
      if (!isProvenMember(session, community)) return;
      session.clockAheadMs = time - clock.now();
      changed();
    },
  };
};
