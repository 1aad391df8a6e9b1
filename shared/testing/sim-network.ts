/**
 * A network in memory: transports that meet in rooms, as the mesh's do, and frames that arrive in order. Tests take
 * links down, listen in, and change what passes.
 */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';

import { type LinkId, linkId } from '../base/ids.ts';
import type { CodeConnections, Fingerprints, Room, Transport, TransportEvent } from '../ports/transport.ts';

type Node = {
  name: string;
  rooms: Map<string, Room>;
  listeners: Set<(event: TransportEvent) => void>;
  offline: boolean;
};
type Wire = { id: LinkId; topic: string; ends: [Node, Node] };

export type SimTransport = Transport & { setOffline: (offline: boolean) => void };

export type SimNetwork = {
  join: (name: string) => SimTransport;
  /** Sees every frame; what it returns is delivered instead (undefined: lost). */
  intercept: (change: (frame: Uint8Array, from: string, to: string, link: LinkId) => Uint8Array | undefined) => void;
  /** From now on only people of one side reach each other; links between sides go down with what is on them. */
  divide: (sideOf: (name: string) => number) => void;
  /** Takes the links between two people down. @returns how many */
  cut: (a: string, b: string, onTheWay: 'arrives' | 'is lost') => number;
  /** Links everyone who is in a room with somebody and not linked there, as a mesh does from time to time. */
  meetAll: () => void;
  /** From now on links overtake each other (never frames of one link): `below(n)` picks from 0 to n − 1. */
  shuffle: (below: (count: number) => number) => void;
  linksOf: (name: string) => { link: LinkId; to: string }[];
  roomsOf: (name: string) => Room[];
  /** Delivers what is on its way until nothing is. */
  deliver: () => Promise<number>;
  wires: () => number;
};

export const createSimNetwork = (settle: () => Promise<void>): SimNetwork => {
  const nodes: Node[] = [];
  const wires = new Map<LinkId, Wire>();
  const queue: { to: Node; event: TransportEvent }[] = [];
  let change = (frame: Uint8Array, _from: string, _to: string, _link: LinkId): Uint8Array | undefined => frame;
  let made = 0;
  let sideOf = (_name: string): number => 0;
  let below = (_count: number): number => 0;

  const connect = (a: Node, b: Node, topic: string): void => {
    made += 1;
    const id = linkId(`${a.name}-${b.name}-${made}`);
    wires.set(id, { id, topic, ends: [a, b] });
    const sideA = new Uint8Array(32).fill(made % 251);
    const sideB = new Uint8Array(32).fill((made % 251) + 1);
    queue.push({ to: a, event: opened(id, topic, true, { local: sideA, remote: sideB }) });
    queue.push({ to: b, event: opened(id, topic, false, { local: sideB, remote: sideA }) });
  };

  const offers = new Map<string, Node>();
  const answers = new Map<string, { offer: string; node: Node; topic: string }>();
  /** What people would carry is only a name here. */
  const codesOf = (node: Node): CodeConnections => ({
    offer: () => {
      made += 1;
      const attempt = `offer ${made}`;
      offers.set(attempt, node);
      return Promise.resolve({ attempt, side: encodeUtf8(attempt) });
    },
    answer: (topic, offer) => {
      const name = `answer ${answers.size}`;
      if (!offers.has(decodeUtf8(offer))) return Promise.resolve(undefined);
      answers.set(name, { offer: decodeUtf8(offer), node, topic });
      return Promise.resolve(encodeUtf8(name));
    },
    accept: (attempt, topic, answer) => {
      const from = answers.get(decodeUtf8(answer));
      if (offers.get(attempt) !== node || from === undefined) return Promise.resolve('gone');
      offers.delete(attempt);
      const isReachable = !node.offline && !from.node.offline && sideOf(node.name) === sideOf(from.node.name);
      if (!isReachable || from.offer !== attempt || from.topic !== topic) return Promise.resolve('failed');
      connect(node, from.node, topic);
      return Promise.resolve('opened');
    },
  });

  const meet = (node: Node): void => {
    for (const other of nodes) {
      if (other === node || node.offline || other.offline || sideOf(node.name) !== sideOf(other.name)) continue;
      for (const [topic, room] of node.rooms) {
        const theirs = other.rooms.get(topic);
        if (theirs === undefined || theirs.password !== room.password || (room.listenOnly && theirs.listenOnly))
          continue;
        const isLinked = [...wires.values()].some(
          (wire) => wire.topic === topic && wire.ends.includes(node) && wire.ends.includes(other),
        );
        if (!isLinked) connect(other, node, topic);
      }
    }
  };

  const cut = (wire: Wire, reason: string): void => {
    wires.delete(wire.id);
    for (const end of wire.ends) queue.push({ to: end, event: { kind: 'closed', link: wire.id, reason } });
  };

  const loseFrames = (id: LinkId): void => {
    for (let i = queue.length - 1; i >= 0; i -= 1) {
      const event = queue[i]?.event;
      if (event?.kind === 'frame' && event.link === id) queue.splice(i, 1);
    }
  };

  /** The oldest event of a link picked at random. */
  const nextEvent = (): { to: Node; event: TransportEvent } | undefined => {
    const picked = queue[below(queue.length)];
    if (picked === undefined) return undefined;
    const oldest = queue.findIndex(({ to, event }) => to === picked.to && linkOf(event) === linkOf(picked.event));
    return queue.splice(oldest, 1)[0];
  };

  const tell = (node: Node, event: TransportEvent): void => {
    for (const listener of node.listeners) listener(event);
  };

  return {
    join: (name) => {
      const node: Node = { name, rooms: new Map(), listeners: new Set(), offline: false };
      nodes.push(node);
      return {
        setRooms: (rooms) => {
          node.rooms = new Map(rooms.map((room) => [room.topic, room]));
          for (const wire of wires.values())
            if (wire.ends.includes(node) && !node.rooms.has(wire.topic)) cut(wire, 'left the room');
          meet(node);
        },
        send: (id, frame) => {
          const wire = wires.get(id);
          const to = wire?.ends.find((end) => end !== node);
          if (to === undefined) return;
          const passed = change(frame.slice(), node.name, to.name, id);
          if (passed !== undefined) queue.push({ to, event: { kind: 'frame', link: id, frame: passed } });
        },
        close: (id, reason) => {
          const wire = wires.get(id);
          if (wire !== undefined) cut(wire, reason);
        },
        signal: () => undefined,
        codes: codesOf(node),
        subscribe: (listener) => {
          node.listeners.add(listener);
          return () => void node.listeners.delete(listener);
        },
        dispose: () => {
          node.offline = true;
          node.rooms.clear();
          for (const wire of wires.values()) if (wire.ends.includes(node)) cut(wire, 'disposed');
          const at = nodes.indexOf(node);
          if (at >= 0) nodes.splice(at, 1);
        },
        setOffline: (offline) => {
          node.offline = offline;
          for (const wire of wires.values()) if (offline && wire.ends.includes(node)) cut(wire, 'offline');
          if (!offline) meet(node);
        },
      };
    },
    intercept: (next) => {
      change = next;
    },
    divide: (next) => {
      sideOf = next;
      for (const wire of wires.values()) {
        const [a, b] = wire.ends;
        if (sideOf(a.name) === sideOf(b.name)) continue;
        loseFrames(wire.id);
        cut(wire, 'divided');
      }
    },
    cut: (a, b, onTheWay) => {
      const between = [...wires.values()].filter(({ ends }) => [a, b].every((name) => ends.some(isNamed(name))));
      for (const wire of between) {
        if (onTheWay === 'is lost') loseFrames(wire.id);
        cut(wire, 'cut');
      }
      return between.length;
    },
    meetAll: () => nodes.forEach(meet),
    shuffle: (next) => {
      below = next;
    },
    linksOf: (name) =>
      [...wires.values()].flatMap(({ id, ends: [a, b] }) =>
        a.name === name ? [{ link: id, to: b.name }] : b.name === name ? [{ link: id, to: a.name }] : [],
      ),
    roomsOf: (name) => nodes.filter(isNamed(name)).flatMap((node) => [...node.rooms.values()]),
    deliver: async () => {
      let delivered = 0;
      await settle();
      for (let next = nextEvent(); next !== undefined; next = nextEvent()) {
        tell(next.to, next.event);
        delivered += 1;
        await settle();
      }
      return delivered;
    },
    wires: () => wires.size,
  };
};

const isNamed =
  (name: string) =>
  (node: Node): boolean =>
    node.name === name;

const linkOf = (event: TransportEvent): LinkId | undefined =>
  event.kind === 'hub' || event.kind === 'signal' ? undefined : event.link;

const opened = (link: LinkId, topic: string, initiator: boolean, fingerprints: Fingerprints): TransportEvent => ({
  kind: 'opened',
  link,
  topic,
  initiator,
  fingerprints,
  route: 'loopback',
});
