/** The mesh: a Transport on y-webrtc's rooms. Needs a hub to find each other, not to stay together. */
import type { SignalingConn } from 'y-webrtc';

import type { IceChoice } from '../base/ice-server.ts';
import { type LinkId, linkId } from '../base/ids.ts';
import { toHex } from '../base/bytes.ts';
import type { Route } from '../model/status.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { Room, Signal, Transport, TransportEvent } from '../ports/transport.ts';
import { createAnnounceSchedule } from './announce-schedule.ts';
import { hardenSignaling, type TakeSignal } from './harden-signaling.ts';
import { createSignalKeys } from './signal-seal.ts';
import { createCodeConnections } from './code-connections.ts';
import type { LinkChannel } from './link-channel.ts';
import { type MeshRoom, type MeshRoomPorts, openMeshRoom } from './mesh-room.ts';
import type { Subtle, WebRtc } from './webrtc-types.ts';

export type Mesh = Transport & {
  /** Says in every room that we are here, and looks for others; for when a new way to others has come up. */
  announce: () => void;
  /** `ice` says something else now. Where addresses are hidden from now on, all connections are made anew. */
  iceChanged: () => void;
  /** This room may be entered soon. What takes a moment and tells nobody is done now: its key. */
  expect: (room: Pick<Room, 'topic' | 'password'>) => void;
};

export type MeshPorts = {
  clock: Clock;
  random: Random;
  subtle: Subtle;
  webrtc: WebRtc;
  /** The own host's hub, ws://… */
  signalingUrl: string;
  /** As it is now; each new connection asks. */
  ice: () => IceChoice;
  /** This machine's addresses, to stand in for `*.local` names. */
  addresses: () => readonly string[];
  /** A room that could not be entered or left in good order. */
  report: (what: string, error: unknown) => void;
};

/** `isStale`: its connections tell an address that is hidden by now. */
type OpenRoom = { wish: Room; room: MeshRoom; isStale?: true };
type OpenLink = { topic: string; channel: LinkChannel; close: () => void };

export const createMesh = (given: MeshPorts): Mesh => {
  const ports: MeshPorts = { ...given, addresses: () => (given.ice().relayOnly ? [] : given.addresses()) };
  const rooms = new Map<string, OpenRoom>();
  const links = new Map<LinkId, OpenLink>();
  const listeners = new Set<(event: TransportEvent) => void>();
  const hardened = new WeakSet<SignalingConn>();
  let takeSignal: TakeSignal = () => undefined;
  let leaving: Promise<void> = Promise.resolve();
  let wished: readonly Room[] = [];
  let isDisposed = false;
  const hasBegunToHide = watchHiding(ports.ice);

  const tell = (event: TransportEvent): void => listeners.forEach((listener) => listener(event));

  const inRooms = (act: (room: MeshRoom) => void): void => {
    for (const { room } of rooms.values()) act(room);
  };
  const announce = (): void => inRooms((room) => room.announce());
  const seek = (): void => inRooms((room) => room.seek());

  const schedule = createAnnounceSchedule({ ...ports, announce, seek });

  const harden = (conn: SignalingConn): void => {
    if (hardened.has(conn)) return;
    hardened.add(conn);
    const said = (signal: Signal): void => tell({ kind: 'signal', signal });
    takeSignal = hardenSignaling(conn, (topic) => rooms.get(topic)?.room, said, ports.clock);
    conn.on('connect', () => {
      tell({ kind: 'hub', state: 'up' });
      announce();
      schedule.soon();
    });
    conn.on('disconnect', () => tell({ kind: 'hub', state: 'down' }));
  };

  const alignSoon = (): void => {
    leaving = leaving.then(align).catch((error: unknown) => ports.report('aligning rooms', error));
  };

  const connectedIn =
    (topic: string, how: { byCode?: true } = {}): MeshRoomPorts['connected'] =>
    (close, channel) => {
      const id = linkId(toHex(ports.random.bytes(12)));
      return {
        opened: (link) => {
          links.set(id, { topic, channel: channel(), close });
          tell({ kind: 'opened', link: id, topic, ...link, ...how });
          const lookAgain = (): void => void tellRoute(links, id, link.route, tell);
          ports.clock.after(ROUTE_KNOWN_MS, lookAgain);
        },
        frame: (frame) => tell({ kind: 'frame', link: id, frame }),
        closed: (reason) => {
          if (links.delete(id)) tell({ kind: 'closed', link: id, reason });
          schedule.soon();
        },
      };
    };

  const keys = createSignalKeys(ports.subtle);
  const codes = createCodeConnections({ ...ports, connected: (topic) => connectedIn(topic, { byCode: true }) });

  const enter = (wish: Room): void => {
    const more = { ...countsIn(links, wish.topic), signaling: harden, connected: connectedIn(wish.topic) };
    rooms.set(wish.topic, { wish, room: openMeshRoom({ ...ports, ...more, key: keys.take(wish) }, wish) });
  };

  const align = async (): Promise<void> => {
    const wanted = new Map(wished.map((room) => [room.topic, room]));
    for (const [topic, { wish, room, isStale }] of rooms) {
      const now = wanted.get(topic);
      if (isStale !== true && now?.password === wish.password) room.setListenOnly(now.listenOnly);
      else {
        rooms.delete(topic);
        for (const link of links.values()) if (link.topic === topic) link.close();
        await room.dispose();
      }
    }
    const added = [...wanted.values()].filter(({ topic }) => !rooms.has(topic));
    for (const room of added) if (!isDisposed) enter(room);
    if (added.length > 0) schedule.soon();
  };

  return {
    announce: () => {
      announce();
      seek();
      schedule.soon();
    },
    iceChanged: () => {
      if (hasBegunToHide()) {
        for (const open of rooms.values()) open.isStale = true;
        codes.dispose();
        for (const link of links.values()) link.close();
        alignSoon();
      }
      schedule.soon();
    },
    expect: keys.expect,
    setRooms: (next) => {
      wished = next;
      alignSoon();
    },
    send: (link, frame) => links.get(link)?.channel.send(frame),
    close: (link) => links.get(link)?.channel.close(),
    signal: ({ topic, data }) => takeSignal(topic, data),
    codes,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose: () => {
      isDisposed = true;
      schedule.dispose();
      codes.dispose();
      wished = [];
      alignSoon();
    },
  };
};

/** @returns tells whether addresses are hidden now, and were not when it was asked last */
const watchHiding = (ice: () => IceChoice): (() => boolean) => {
  let isHidden = ice().relayOnly;
  return () => {
    const wasHidden = isHidden;
    isHidden = ice().relayOnly;
    return isHidden && !wasHidden;
  };
};

/** Packets may come from the other side's relay before word of it does: then it looks like a direct way. */
const ROUTE_KNOWN_MS = 3_000;

const tellRoute = async (
  links: ReadonlyMap<LinkId, OpenLink>,
  link: LinkId,
  before: Route,
  tell: (event: TransportEvent) => void,
): Promise<void> => {
  const route = await links.get(link)?.channel.route();
  if (route !== undefined && route !== before && links.has(link)) tell({ kind: 'route', link, route });
};

const countsIn = (links: ReadonlyMap<LinkId, OpenLink>, topic: string): Pick<MeshRoomPorts, 'links' | 'opened'> => ({
  links: () => links.size,
  opened: () => [...links.values()].filter((link) => link.topic === topic).length,
});
