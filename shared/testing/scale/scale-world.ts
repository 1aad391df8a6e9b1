/**
 * A crowd of peers that find each other in a room, link, chat, come and go. Time is simulated: a link takes 5 to 60 ms one
 * way, a connection 0.2 to 0.6 s to come up, a disk 4 to 20 ms; who dies is noticed after 5 to 10 s, who leaves at once.
 */
import { type LinkId, linkId } from '../../base/ids.ts';
import type { Crypto } from '../../ports/crypto.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createEventClock } from './event-clock.ts';
import { createScaleAuthors } from './scale-authors.ts';
import { chanceOf, createScalePeer, emptyDisk, type ScalePeer } from './scale-peer.ts';

export type ScaleWorld = {
  now: () => number;
  runUntil: (ms: number) => void;
  join: (name: number) => void;
  leave: (name: number, how: 'goodbye' | 'dies') => void;
  online: () => number[];
  isOnline: (name: number) => boolean;
  post: (name: number) => { key: string; at: number };
  /** From now on only those of one side hear each other. */
  divide: (sideOf: (name: number) => number) => void;
  /** All hear each other again, and each is told that a way to others has come up. */
  heal: () => void;
  /** Sizes of the parts that are linked, largest first. */
  parts: () => number[];
  degrees: () => number[];
  /** Frames of records: sent, and those that brought something new. */
  frames: () => { sent: number; fresh: number };
  gotBy: (name: number, key: string) => { at: number; hops: number } | undefined;
};

type Wire = { id: LinkId; ends: [number, number]; latency: number };

const LATENCY_MS = { least: 5, more: 55 };
const CONNECT_MS = { least: 200, more: 400 };
const SIGNAL_MS = { least: 10, more: 70 };
const GIVE_UP_MS = 10_000;
const NOTICED_MS = { least: 5_000, more: 5_000 };

export const createScaleWorld = (
  crypto: Crypto,
  { peers: count, seed, isFlooding = false }: { peers: number; seed: number; isFlooding?: boolean },
): ScaleWorld => {
  const clock = createEventClock();
  const random = createSeededRandom(seed);
  const authors = createScaleAuthors(crypto, count);
  const trusting: Crypto = { ...crypto, verify: () => true };
  const peers = new Map<number, ScalePeer>();
  const disks = Array.from({ length: count }, emptyDisk);
  const written = new Map<number, number>();
  const wires = new Map<LinkId, Wire>();
  const past = { sent: 0, fresh: 0 };
  let sideOf = (_name: number): number => 0;
  let made = 0;

  const within = ({ least, more }: { least: number; more: number }): number => least + chanceOf(random) * more;
  const hear = (a: number, b: number): boolean => peers.has(a) && peers.has(b) && sideOf(a) === sideOf(b);

  const open = (a: ScalePeer, b: ScalePeer): void => {
    made += 1;
    const wire: Wire = {
      id: linkId(`${a.name} ${b.name} ${made}`),
      ends: [a.name, b.name],
      latency: within(LATENCY_MS),
    };
    wires.set(wire.id, wire);
    a.opened(wire.id, b.name);
    b.opened(wire.id, a.name);
  };

  const isSame = (peer: ScalePeer): boolean => peers.get(peer.name) === peer;

  /** As y-webrtc does: an offer, an answer; a place is taken on both sides until it is up or given up. */
  const connect = (a: ScalePeer, b: ScalePeer): void => {
    if (a.connections.has(b.name)) return;
    a.connections.add(b.name);
    clock.after(within(SIGNAL_MS), () => {
      if (!isSame(a) || !isSame(b)) return;
      const isTaken = hear(a.name, b.name) && !b.connections.has(a.name) && b.announcer.hasRoom();
      if (!isTaken) return void clock.after(GIVE_UP_MS, () => giveUp(a, b));
      b.connections.add(a.name);
      clock.after(within(CONNECT_MS), () => {
        if (isSame(a) && isSame(b) && hear(a.name, b.name)) return open(a, b);
        a.connections.delete(b.name);
        b.connections.delete(a.name);
      });
    });
  };
  const giveUp = (a: ScalePeer, b: ScalePeer): void => {
    const isLinked = [...wires.values()].some(({ ends }) => ends.includes(a.name) && ends.includes(b.name));
    if (!isLinked) a.connections.delete(b.name);
  };

  const cut = (wire: Wire, noticed: (end: number) => number): void => {
    wires.delete(wire.id);
    for (const end of wire.ends) {
      const peer = peers.get(end);
      const other = wire.ends.find((each) => each !== end);
      const wait = noticed(end);
      const close = (): void => {
        if (peer === undefined || !isSame(peer)) return;
        if (other !== undefined) peer.connections.delete(other);
        peer.closed(wire.id);
      };
      if (wait === 0) close();
      else clock.after(wait, close);
    }
  };

  const ports = {
    clock,
    random,
    crypto: trusting,
    authors,
    isFlooding,
    say: (from: number, wish: number): void => {
      for (const other of peers.values()) {
        if (other.name === from || !hear(from, other.name)) continue;
        clock.after(within(SIGNAL_MS), () => {
          const peer = peers.get(from);
          if (peer === undefined || !isSame(other) || !hear(from, other.name) || other.connections.has(from)) return;
          other.announcer.heard({ from: String(from), wish }, () => connect(other, peer));
        });
      }
    },
    send: (from: number, id: LinkId, bytes: Uint8Array): void => {
      const wire = wires.get(id);
      const to = wire?.ends.find((end) => end !== from);
      const sender = peers.get(from);
      if (wire === undefined || to === undefined || sender === undefined) return;
      clock.after(wire.latency, () => {
        if (wires.has(id)) peers.get(to)?.frame(id, bytes, sender);
      });
    },
    close: (_from: number, id: LinkId): void => {
      const wire = wires.get(id);
      if (wire !== undefined) cut(wire, () => 0);
    },
  };

  const totals = (): { sent: number; fresh: number } => {
    const all = [...peers.values()].map((peer) => peer.frames());
    return {
      sent: all.reduce((sum, { sent }) => sum + sent, past.sent),
      fresh: all.reduce((sum, { fresh }) => sum + fresh, past.fresh),
    };
  };

  return {
    now: clock.now,
    runUntil: clock.runUntil,
    online: () => [...peers.keys()],
    isOnline: (name) => peers.has(name),
    join: (name) => {
      const peer = createScalePeer(ports, name, disks[name]);
      peers.set(name, peer);
      peer.start();
    },
    leave: (name, how) => {
      const peer = peers.get(name);
      if (peer === undefined) return;
      const { sent, fresh } = peer.frames();
      past.sent += sent;
      past.fresh += fresh;
      peer.stop();
      peers.delete(name);
      for (const wire of wires.values())
        if (wire.ends.includes(name)) cut(wire, () => (how === 'goodbye' ? 0 : within(NOTICED_MS)));
    },
    post: (name) => {
      const seq = written.get(name) ?? 0;
      written.set(name, seq + 1);
      peers.get(name)?.post();
      return { key: `${authors.deviceOf(name)} ${seq}`, at: clock.now() };
    },
    divide: (next) => {
      sideOf = next;
      for (const wire of wires.values()) if (!hear(...wire.ends)) cut(wire, () => within(NOTICED_MS));
    },
    heal: () => {
      sideOf = () => 0;
      for (const peer of peers.values()) {
        peer.announcer.announce();
        peer.announcer.seek();
      }
    },
    parts: () => partsOf([...peers.keys()], [...wires.values()]),
    degrees: () => {
      const links = new Map([...peers.keys()].map((name) => [name, 0]));
      for (const { ends } of wires.values()) for (const end of ends) links.set(end, (links.get(end) ?? 0) + 1);
      return [...links.values()];
    },
    frames: totals,
    gotBy: (name, key) => disks[name]?.got.get(key),
  };
};

const partsOf = (names: readonly number[], wires: readonly Wire[]): number[] => {
  const beside = new Map<number, number[]>();
  for (const { ends } of wires)
    for (const [a, b] of [ends, ends.toReversed() as [number, number]]) beside.set(a, [...(beside.get(a) ?? []), b]);
  const seen = new Set<number>();
  const sizeFrom = (start: number): number => {
    const due = [start];
    let size = 0;
    for (let at = due.pop(); at !== undefined; at = due.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      size += 1;
      due.push(...(beside.get(at) ?? []));
    }
    return size;
  };
  return names.flatMap((name) => (seen.has(name) ? [] : [sizeFrom(name)])).toSorted((a, b) => b - a);
};
