/** How connections are made: with which helpers, and what of this machine's addresses may be said about them. */
import { type IceChoice, isRelay } from '../base/ice-server.ts';
import type { SignalMessage } from './signal-message.ts';

export type RtcConfiguration = {
  iceServers: { urls: string[]; username?: string; credential?: string }[];
  iceTransportPolicy: 'all' | 'relay';
};

/** As RTCPeerConnection takes it. Where addresses are hidden, nobody is asked what they are, either. */
export const rtcConfiguration = ({ servers, relayOnly }: IceChoice): RtcConfiguration => ({
  iceServers: servers
    .filter((server) => !relayOnly || isRelay(server))
    .map(({ url, username, credential }) =>
      username === undefined || credential === undefined ? { urls: [url] } : { urls: [url], username, credential },
    ),
  iceTransportPolicy: relayOnly ? 'relay' : 'all',
});

/**
 * The second lock, should an engine say more than it was told to: only relays' addresses are left, and not where they
 * were asked for from. @returns undefined for a candidate that is no relay's
 */
export const hidingAddresses = (message: SignalMessage): SignalMessage | undefined => {
  if (message.type === 'announce') return message;
  const { signal } = message;
  if (signal.type !== 'candidate') return { ...message, signal: { ...signal, sdp: hidingSdp(signal.sdp) } };
  const candidate = relayCandidate(signal.candidate.candidate);
  if (candidate === undefined) return undefined;
  return { ...message, signal: { ...signal, candidate: { ...signal.candidate, candidate } } };
};

/** A description of which the same is left. */
export const hidingSdp = (sdp: string): string =>
  sdp
    .split(/\r?\n/)
    .flatMap((line) => hidingLine(line) ?? [])
    .join('\r\n');

const hidingLine = (line: string): string | undefined => {
  if (/^a=candidate:/i.test(line)) {
    const candidate = relayCandidate(line.slice('a='.length));
    return candidate && `a=${candidate}`;
  }
  if (/^a=(remote-candidates|rtcp):/i.test(line)) return undefined;
  return line.replace(/^([co]=.*\bIN )IP[46] \S+$/i, '$1IP4 0.0.0.0');
};

/** @param candidate `candidate:… typ TYPE [raddr ADDRESS rport PORT] …` */
const relayCandidate = (candidate: string): string | undefined =>
  / typ relay( |$)/i.test(candidate)
    ? candidate.replace(/ raddr \S+/i, ' raddr 0.0.0.0').replace(/ rport \S+/i, ' rport 0')
    : undefined;
