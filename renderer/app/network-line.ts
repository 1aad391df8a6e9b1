/** The one line about the network that is always on screen; words for it are in the strings table. */
import type { CommunityId } from '../../shared/base/ids.ts';
import type { CarrierHealth, LinkView, PeerStatus } from '../../shared/model/status.ts';
import type { CommunityView } from '../../shared/model/views.ts';

export type NetworkLine =
  | { kind: 'starting' }
  /** Nothing can be saved: the host is gone. */
  | { kind: 'host-stopped' }
  | { kind: 'servers-unreachable'; since: number; connected: number; others: number; route: 'direct' | 'local-network' }
  | { kind: 'catching-up'; missing: number }
  | { kind: 'connected'; connected: number; others: number }
  | { kind: 'looking' }
  /** Nobody else in the community, or no community yet; others could reach us. */
  | { kind: 'alone' }
  | { kind: 'ready' }
  | { kind: 'offline' };

/** @param community the one on screen, if any */
export const networkLine = (
  status: PeerStatus | undefined,
  community: Pick<CommunityView, 'id' | 'state'> | undefined,
): NetworkLine => {
  if (status === undefined) return { kind: 'starting' };
  if (status.host.state === 'down') return { kind: 'host-stopped' };
  const counts = countsOf(status, community?.id);
  const outage = serversDownSince(status.carriers);
  if (outage !== undefined) {
    return { kind: 'servers-unreachable', since: outage, ...counts, route: routeOf(status, community?.id) };
  }
  if (counts.missing > 0) return { kind: 'catching-up', missing: counts.missing };
  if (counts.connected > 0) return { kind: 'connected', connected: counts.connected, others: counts.others };
  return unconnectedLine(status, community, counts.others);
};

const unconnectedLine = (
  status: PeerStatus,
  community: Pick<CommunityView, 'id' | 'state'> | undefined,
  others: number,
): NetworkLine => {
  // Without a community nothing is said to the own hub yet, so only its carriers tell.
  if (community === undefined) return { kind: anyCarrier(status) ? 'ready' : 'offline' };
  if (!canMeet(status)) return { kind: 'offline' };
  return community.state === 'joined' && others === 0 ? { kind: 'alone' } : { kind: 'looking' };
};

/** Since when no server can be reached; undefined if one can, one was never refused, or there is none. */
export const serversDownSince = (carriers: readonly CarrierHealth[]): number | undefined => {
  const servers = carriers.filter((carrier) => carrier.kind === 'server');
  const down = servers.filter((server) => server.state === 'down');
  if (down.length === 0 || servers.some((server) => server.state === 'up')) return undefined;
  return Math.max(...down.map((server) => server.since));
};

/** Is there any way by which this device could find others now? */
export const canMeet = (status: PeerStatus): boolean => status.hub.state !== 'down' && anyCarrier(status);

/** A link that was made by codes finds nobody else. */
const anyCarrier = (status: PeerStatus): boolean =>
  status.carriers.some((carrier) => carrier.state !== 'down' && carrier.kind !== 'code');

export const openLinks = (status: PeerStatus, community: CommunityId | undefined): LinkView[] =>
  status.links.filter((link) => link.state === 'open' && (community === undefined || link.community === community));

const countsOf = (
  status: PeerStatus,
  community: CommunityId | undefined,
): { connected: number; others: number; missing: number } => {
  const found = status.communities.find((candidate) => candidate.id === community);
  return { connected: found?.connected ?? 0, others: found?.others ?? 0, missing: found?.missing ?? 0 };
};

const routeOf = (status: PeerStatus, community: CommunityId | undefined): 'direct' | 'local-network' => {
  const links = openLinks(status, community);
  return links.length > 0 && links.every((link) => link.route === 'local-network') ? 'local-network' : 'direct';
};
