/** From a transport's channels to authenticated links: runs the handshakes, bounds them, drops what does not belong. */
import type { CommunityId, LinkId } from '../base/ids.ts';
import { ZERO_ID } from '../base/ids.ts';
import type { LinkView, Route } from '../model/status.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import { MAX_FRAME_BYTES, type Room, type Transport, type TransportEvent } from '../ports/transport.ts';
import {
  HANDSHAKE_MS,
  type HandshakeConfig,
  type HandshakeState,
  type LinkRole,
  startHandshake,
  stepHandshake,
} from '../sync/handshake.ts';
import { type LinkRoom, type LinkSession, openSession } from '../sync/link-session.ts';
import type { Community } from './community.ts';
import type { DeviceDoor } from './device-door.ts';
import { type CommunityRoom, roomsOf } from './rooms.ts';

type Link = {
  id: LinkId;
  community: Community;
  room: CommunityRoom;
  route: Route;
  since: number;
  byCode: boolean;
  handshake: HandshakeState;
  session: LinkSession | undefined;
  cancelTimeout: () => void;
};

export type LinkManager = {
  /** Joins the rooms that the communities call for now. */
  refreshRooms: () => void;
  /** Those that were joined last. */
  rooms: () => CommunityRoom[];
  links: () => LinkView[];
  /** People connected the two sides. */
  isByCode: (link: LinkId) => boolean;
  /** Whose room it is. */
  communityOf: (topic: string) => CommunityId | undefined;
  close: (link: LinkId, reason: string) => void;
  dispose: () => void;
};

export type LinkManagerPorts = {
  crypto: Crypto;
  clock: Clock;
  random: Random;
  logger: Logger;
  transport: Transport;
  communities: () => readonly Community[];
  /** Members may be missing: announce in the rooms of earlier epochs too. */
  isCalling: (community: Community) => boolean;
  /** Links that are no community's. */
  door: DeviceDoor;
  opened: (community: Community, session: LinkSession) => void;
  frame: (community: Community, session: LinkSession, frame: Uint8Array) => void;
  closed: (community: Community, link: LinkId) => void;
  hub: (state: 'up' | 'down') => void;
  /** Somebody speaks a newer version of the protocol, and so cannot be linked to. */
  metNewer: () => void;
  changed: () => void;
};

const MAX_HALF_OPEN = 8;
/** Half-open links kept free for people with an invite. */
const KEPT_FOR_INVITES = 2;

export const createLinkManager = (ports: LinkManagerPorts): LinkManager => {
  const { transport, clock } = ports;
  const links = new Map<LinkId, Link>();
  let rooms = new Map<string, CommunityRoom>();

  const close = (id: LinkId, reason: string): void => {
    const link = links.get(id);
    links.delete(id);
    link?.cancelTimeout();
    transport.close(id, reason);
    if (link?.session !== undefined) ports.closed(link.community, id);
    ports.changed();
  };

  /** As it is now: epochs come and go. */
  const orderOf = ({ topic, order }: CommunityRoom): number => rooms.get(topic)?.order ?? order;

  /** A key that was the newest proves less once there is a newer one, or none at all. */
  const provenNow = (room: CommunityRoom): LinkRoom =>
    provenBy(room, rooms.get(room.topic)?.order ?? Number.POSITIVE_INFINITY);

  const step = (link: Link, outcome: { state: HandshakeState; send: readonly Uint8Array[] }): void => {
    link.handshake = outcome.state;
    for (const frame of outcome.send) transport.send(link.id, frame);
    if (outcome.state.kind === 'refused') {
      ports.logger.warn('link-refused', { reason: outcome.state.reason });
      if (outcome.state.reason === 'newer-version') ports.metNewer();
      close(link.id, outcome.state.reason);
    } else if (outcome.state.kind === 'done') finish(link, outcome.state);
  };

  const finish = (link: Link, done: Extract<HandshakeState, { kind: 'done' }>): void => {
    link.cancelTimeout();
    const mode = modeOf(link.room, done.role);
    const same = [...links.values()].filter((other) => isSameDevice(other, link, done.device));
    if (same.some((other) => other.session !== undefined && orderOf(other.room) < orderOf(link.room)))
      return close(link.id, 'already linked');
    for (const other of same) close(other.id, 'replaced by a newer link');
    const ends = { secret: done.transcript, leads: done.initiator };
    link.session = openSession(link.id, done.device, mode, provenNow(link.room), clock.now(), ends);
    ports.opened(link.community, link.session);
    ports.changed();
  };

  const open = (event: Extract<TransportEvent, { kind: 'opened' }>): void => {
    const room = rooms.get(event.topic);
    if (room === undefined || !hasPlace([...links.values()], room)) {
      ports.logger.warn('link-not-wanted', { known: room !== undefined });
      return transport.close(event.link, 'no place');
    }
    const started = startHandshake(handshakeIn(ports, room, event));
    const link: Link = {
      id: event.link,
      community: room.community,
      room,
      route: event.route,
      since: clock.now(),
      byCode: event.byCode ?? false,
      handshake: started.state,
      session: undefined,
      cancelTimeout: clock.after(HANDSHAKE_MS, () => close(event.link, 'the handshake took too long')),
    };
    links.set(event.link, link);
    step(link, started);
    ports.changed();
  };

  const receive = (id: LinkId, frame: Uint8Array): void => {
    const link = links.get(id);
    if (link === undefined) return;
    if (frame.length > MAX_FRAME_BYTES || frame.length === 0) return close(id, 'a frame of a wrong size');
    if (link.session !== undefined) ports.frame(link.community, link.session, frame);
    else step(link, stepHandshake(link.handshake, frame));
  };

  const takeRoute = ({ link, route }: Extract<TransportEvent, { kind: 'route' }>): void => {
    const held = links.get(link);
    if (held === undefined) return;
    held.route = route;
    ports.changed();
  };

  const stop = transport.subscribe((event) => {
    if (ports.door.take(event)) return;
    switch (event.kind) {
      case 'opened':
        return open(event);
      case 'frame':
        return receive(event.link, event.frame);
      case 'closed':
        return links.has(event.link) ? close(event.link, event.reason) : undefined;
      case 'route':
        return takeRoute(event);
      case 'hub':
        return ports.hub(event.state);
      case 'signal':
        return; // who carries it is not decided here
    }
  });

  return {
    refreshRooms: () => {
      const wished = ports
        .communities()
        .flatMap((community) => roomsOf(ports.crypto, community, ports.isCalling(community)));
      rooms = new Map(wished.map((room) => [room.topic, room]));
      for (const { session, room } of links.values()) if (session !== undefined) session.room = provenNow(room);
      transport.setRooms([...[...rooms.values()].map(plainRoom), ...ports.door.rooms()]);
    },
    rooms: () => [...rooms.values()],
    links: () => [...links.values()].map(viewOf),
    isByCode: (link) => links.get(link)?.byCode ?? false,
    communityOf: (topic) => rooms.get(topic)?.community.id,
    close,
    dispose: () => {
      stop();
      for (const link of links.values()) link.cancelTimeout();
      links.clear();
    },
  };
};

const handshakeIn = (
  { crypto, random }: Pick<LinkManagerPorts, 'crypto' | 'random'>,
  { community: { id, identity }, scope, role }: CommunityRoom,
  { initiator, fingerprints }: Extract<TransportEvent, { kind: 'opened' }>,
): HandshakeConfig => ({
  crypto,
  community: id,
  scope,
  initiator,
  role,
  fingerprints,
  nonce: random.bytes(ZERO_ID.length),
  device: identity.device,
  signing: identity.signing,
});

const modeOf = ({ role }: CommunityRoom, theirs: LinkRole): LinkSession['mode'] => {
  if (role === 'joiner') return 'asking';
  return theirs === 'member' ? 'member' : 'asked';
};

const plainRoom = ({ topic, password, listenOnly }: Room): Room => ({ topic, password, listenOnly });

const isSameDevice = (other: Link, link: Link, device: LinkSession['device']): boolean =>
  other !== link && other.community === link.community && other.session?.device === device;

const hasPlace = (links: readonly Link[], room: CommunityRoom): boolean => {
  const halfOpen = links.filter((link) => link.session === undefined).length;
  return halfOpen < (room.scope.kind === 'invite' ? MAX_HALF_OPEN : MAX_HALF_OPEN - KEPT_FOR_INVITES);
};

const viewOf = (link: Link): LinkView => {
  const device = link.session?.device;
  const member = device && link.community.state()?.devices.get(device)?.member;
  const state = link.session === undefined ? 'handshake' : link.session.mode === 'member' ? 'open' : 'joiner';
  const { id, route, since, session, byCode } = link;
  const clock = session?.clockAheadMs === undefined ? {} : { clockAheadMs: session.clockAheadMs };
  const how = { route, since, roundTripMs: session?.roundTripMs, ...clock, ...(byCode ? { byCode } : {}) };
  return { id, community: link.community.id, device, member, state, ...how };
};

const provenBy = ({ scope }: CommunityRoom, order: number): LinkRoom => {
  if (scope.kind !== 'epoch') return 'invite';
  return order === 0 ? 'epoch' : 'old-epoch';
};
