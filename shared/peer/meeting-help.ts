/**
 * How members help each other to meet and to stay in touch: they carry each other's signalling, say where their hubs are, and
 * notice when a link has died, or is one too many.
 */
import type { LinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import { createSignalRelay, type SignalRelay, type SignalRelayPorts } from '../sync/signal-relay.ts';
import type { SyncedCommunity } from '../sync/synced-community.ts';
import { createLinkPulse, type PulsePorts } from './link-pulse.ts';
import { createLinkDegree, type DegreePorts } from './link-degree.ts';
import { type ClockWatchPorts, createClockWatch } from './clock-watch.ts';
import { type AddressPorts, type AddressTeller, createAddressTeller } from './address-teller.ts';

export type MeetingPorts = Omit<SignalRelayPorts, 'hasFewLinks'> &
  AddressPorts &
  PulsePorts &
  DegreePorts &
  ClockWatchPorts;

export type MeetingHelp = Pick<SignalRelay, 'said'> &
  Pick<AddressTeller, 'look'> & {
    /** @returns false if the message is about something else */
    heard: (session: LinkSession, message: LinkMessage) => boolean;
    /** From time to time. */
    tick: () => void;
  };

export const createMeetingHelp = (
  ports: MeetingPorts,
  community: Pick<SyncedCommunity, 'standing' | 'isRemoved'>,
  sessions: () => readonly LinkSession[],
): MeetingHelp => {
  const degree = createLinkDegree(ports, community, sessions);
  const relay = createSignalRelay({ ...ports, hasFewLinks: degree.hasFew }, community, sessions);
  const addresses = createAddressTeller(ports, community, sessions);
  const pulse = createLinkPulse(ports, sessions);
  const clocks = createClockWatch(ports, community, sessions);
  const look = (): void => {
    addresses.look();
    clocks.look();
  };
  return {
    said: relay.said,
    look,
    tick: () => {
      look();
      pulse.look();
      degree.look();
    },
    heard: (session, message) => {
      if (pulse.heard(session, message)) return true;
      if (message.kind === 'signal') relay.heard(session, message);
      else if (message.kind === 'addresses') addresses.heard(session, message.addresses);
      else if (message.kind === 'clock') clocks.heard(session, message.number);
      else if (message.kind === 'degree') degree.heard(session, message.number);
      else return false;
      return true;
    },
  };
};
