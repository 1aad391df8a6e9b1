/** Every few seconds each link is asked whether the other side still hears: one that has died without a word is closed. */
import type { LinkId } from '../base/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { type LinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';

export type LinkPulse = {
  /** Whatever comes shows that they are there. @returns true if that was all there was to it */
  heard: (session: LinkSession, message: LinkMessage | undefined) => boolean;
  /** Asks everybody, and closes what was asked last time, answers such questions, and has said nothing since. */
  look: () => void;
};

export type PulsePorts = {
  clock: Clock;
  send: (link: LinkId, frame: Uint8Array) => void;
  closeLink: (link: LinkId, reason: string) => void;
};

type Pulse = { number: number; askedAt: number; isSilent: boolean; answers: boolean };

export const createLinkPulse = (
  { clock, send, closeLink }: PulsePorts,
  sessions: () => readonly LinkSession[],
): LinkPulse => {
  const pulses = new WeakMap<LinkSession, Pulse>();
  const ask = (session: LinkSession): void => {
    const { number = 0, answers = false } = pulses.get(session) ?? {};
    pulses.set(session, { number: number + 1, askedAt: clock.now(), isSilent: true, answers });
    send(session.link, writeLinkMessage({ kind: 'ping', number: number + 1 }));
  };
  return {
    heard: (session, message) => {
      // who only asks to be let in is told nothing, not even this
      if (session.mode !== 'member') return false;
      const pulse = pulses.get(session);
      if (pulse !== undefined) pulse.isSilent = false;
      if (message?.kind === 'ping') send(session.link, writeLinkMessage({ kind: 'pong', number: message.number }));
      if (message?.kind === 'pong' && pulse !== undefined && message.number === pulse.number) {
        pulse.answers = true;
        session.roundTripMs = Math.max(0, clock.now() - pulse.askedAt);
      }
      return message?.kind === 'ping' || message?.kind === 'pong';
    },
    look: () => {
      for (const session of sessions()) {
        if (session.mode !== 'member') continue;
        const pulse = pulses.get(session);
        if (pulse?.isSilent === true && pulse.answers) closeLink(session.link, 'silent');
        else ask(session);
      }
    },
  };
};
