/**
 * A network in memory: transports that meet in rooms, as the mesh's do, and frames that arrive in order. Tests take
 * links down, listen in, and change what passes.
 */
import { type LinkId, linkId } from '../base/ids.ts';
import type { Fingerprints, Room, Transport, TransportEvent } from '../ports/transport.ts';

type Node = {
  name: string;
  rooms: Map<string, Room>;
  listeners: Set<(event: TransportEvent) => void>;
  offline: boolean;
};
type Wire = { id: LinkId; topic: string; ends: [Node, Node] };

export type SimNetwork = {
  join: (name: string) => Transport & { setOffline: (offline: boolean) => void };
  /** Sees every frame; what it returns is delivered instead (undefined: lost). */
  intercept: (change: (frame: Uint8Array, from: string, to: string) => Uint8Array | undefined) => void;
  /** Delivers what is on its way until nothing is. */
  deliver: () => Promise<number>;
  wires: () => number;
};

export const createSimNetwork = (settle: () => Promise<void>): SimNetwork => {
  const nodes: Node[] = [];
  const wires = new Map<LinkId, Wire>();
  const queue: { to: Node; event: TransportEvent }[] = [];
  let change = (frame: Uint8Array, _from: string, _to: string): Uint8Array | undefined => frame;
  let made = 0;

  const connect = (a: Node, b: Node, topic: string): void => {
    made += 1;
    const id = linkId(`${a.name}-${b.name}-${made}`);
    wires.set(id, { id, topic, ends: [a, b] });
    const sideA = new Uint8Array(32).fill(made % 251);
    const sideB = new Uint8Array(32).fill((made % 251) + 1);
    queue.push({ to: a, event: opened(id, topic, true, { local: sideA, remote: sideB }) });
    queue.push({ to: b, event: opened(id, topic, false, { local: sideB, remote: sideA }) });
  };

  const meet = (node: Node): void => {
    for (const other of nodes) {
      if (other === node || node.offline || other.offline) continue;
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
          const passed = change(frame.slice(), node.name, to.name);
          if (passed !== undefined) queue.push({ to, event: { kind: 'frame', link: id, frame: passed } });
        },
        close: (id, reason) => {
          const wire = wires.get(id);
          if (wire !== undefined) cut(wire, reason);
        },
        subscribe: (listener) => {
          node.listeners.add(listener);
          return () => void node.listeners.delete(listener);
        },
        dispose: () => {
          node.offline = true;
          node.rooms.clear();
          for (const wire of wires.values()) if (wire.ends.includes(node)) cut(wire, 'disposed');
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
    deliver: async () => {
      let delivered = 0;
      await settle();
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        tell(next.to, next.event);
        delivered += 1;
        await settle();
      }
      return delivered;
    },
    wires: () => wires.size,
  };
};

const opened = (link: LinkId, topic: string, initiator: boolean, fingerprints: Fingerprints): TransportEvent => ({
  kind: 'opened',
  link,
  topic,
  initiator,
  fingerprints,
  route: 'loopback',
});
