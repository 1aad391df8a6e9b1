import type { Route } from '../model/status.ts';
import type { PeerConnection } from './webrtc-types.ts';

type Stats = Map<string, Record<string, unknown>>;

/** How the connection goes, from the candidate pair in use. `unknown` while the browser does not say. */
export const routeOf = async (connection: PeerConnection): Promise<Route> => {
  const stats: Stats = new Map();
  (await connection.getStats()).forEach((report) => stats.set(String(report['id']), report));
  const pair = [...stats.values()].find((report) => report['type'] === 'candidate-pair' && isInUse(stats, report));
  const local = stats.get(String(pair?.['localCandidateId']));
  const remote = stats.get(String(pair?.['remoteCandidateId']));
  if (pair === undefined || local === undefined || remote === undefined) return 'unknown';
  if (local['candidateType'] === 'relay' || isOfRelay(connection, remote)) return 'relay';
  return routeBetween(addressOf(local), addressOf(remote));
};

/**
 * A packet that came from the other side's relay before word of it did makes it a peer's own address (`prflx`) for
 * libdatachannel, for good.
 */
const isOfRelay = ({ remoteDescription }: PeerConnection, remote: Record<string, unknown>): boolean => {
  if (remote['candidateType'] === 'relay') return true;
  const at = ` ${addressOf(remote)} ${String(remote['port'])} typ relay`;
  return (remoteDescription?.sdp ?? '').split(/\r?\n/).some((line) => `${line} `.includes(`${at} `));
};

const isInUse = (stats: Stats, pair: Record<string, unknown>): boolean =>
  pair['selected'] === true ||
  (pair['nominated'] === true && pair['state'] === 'succeeded') ||
  [...stats.values()].some(
    (report) => report['type'] === 'transport' && report['selectedCandidatePairId'] === pair['id'],
  );

const addressOf = (candidate: Record<string, unknown>): string => {
  const address = candidate['address'] ?? candidate['ip'];
  return typeof address === 'string' ? address : '';
};

const routeBetween = (local: string, remote: string): Route => {
  if (/^(127\.|::1$)/.test(remote) || (remote !== '' && remote === local)) return 'loopback';
  if (remote === '' || remote.endsWith('.local') || isPrivate(remote)) return 'local-network';
  return 'direct';
};

const isPrivate = (address: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(address);
