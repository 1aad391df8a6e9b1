/** What the core would say of the network in a scene. */
import { linkId } from '../../shared/base/ids.ts';
import type { CarrierHealth, LinkView, PeerStatus } from '../../shared/model/status.ts';
import { MINUTE, NOW, type World } from './world.ts';

const SERVER: CarrierHealth = {
  kind: 'server',
  name: 'meet.example.org',
  state: 'up',
  since: NOW - 90 * MINUTE,
  peers: 1,
};
const LAN: CarrierHealth = { kind: 'lan', name: '', state: 'up', since: NOW - 90 * MINUTE, peers: 2 };
const ROUTES = ['local-network', 'direct', 'direct', 'relay'] as const;

/** @param linked how many others are connected in each community */
export const statusOf = (worlds: readonly World[], linked: number, change: Partial<PeerStatus> = {}): PeerStatus => {
  const links = worlds.flatMap((world) => linksOf(world, linked));
  return {
    hub: { state: 'up', since: NOW - 90 * MINUTE },
    host: { state: 'up', since: NOW - 90 * MINUTE },
    disk: 'ok',
    ownAddress: 'shown',
    carriers: [SERVER, LAN],
    links,
    communities: worlds.map(({ community: { id, me }, members }) => ({
      id,
      connected: links.filter((link) => link.community === id).length,
      others: members.filter((member) => member.id !== me && member.status === 'active').length,
      missing: 0,
      frames: { sent: 120, received: 98, fresh: 61 },
    })),
    ...change,
  };
};

const linksOf = ({ community, members }: World, linked: number): LinkView[] =>
  members
    .filter(({ id, status }) => id !== community.me && status === 'active')
    .slice(0, linked)
    .map(({ id, devices }, at) => ({
      id: linkId(`link ${at} of ${community.name}`),
      community: community.id,
      device: devices[0],
      member: id,
      state: 'open',
      route: ROUTES[at % ROUTES.length] ?? 'direct',
      since: NOW - at * 7 * MINUTE,
      roundTripMs: 3 + at * 11,
    }));

export const serversDown: Partial<PeerStatus> = {
  carriers: [{ ...SERVER, state: 'down', since: NOW - 40 * MINUTE, peers: 0 }, LAN],
};
