/**
 * The hub: y-webrtc's publish/subscribe protocol over WebSocket. It knows topics and sealed frames, nothing else. A frame
 * goes to every subscriber of its topic, and once only, whichever way it comes round; and not from one hub to another that
 * has it from the same source.
 */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

import { createAddressDesk } from './address-desk.ts';
import { DEFAULT_LIMITS, type HubLimits } from './hub-limits.ts';
import { createHubLinks, type LinkedHub } from './hub-links.ts';
import type { HubFrame, HubMessage } from './hub-messages.ts';
import { type Backlog, type CutReason, type HubSocket, openHubSocket, sayGoodbye } from './hub-socket.ts';
import { createSeenFrames } from './seen-frames.ts';
import { createTopicDesk } from './topic-desk.ts';

export type HubClient = {
  send: (message: HubMessage) => void;
  topics: Map<string, number>;
  close: () => void;
};

/** Numbers only: no topic, no address. */
export type HubStats = {
  sockets: number;
  topics: number;
  subscriptions: number;
  waitingBytes: number;
  /** Remembered for a while: frames, so that each is passed on once, and addresses. */
  remembered: { frames: number; addresses: number };
  /** Passed on, each counted once; copies that did not reach somebody who was too slow; come again on another way. */
  frames: { passed: number; dropped: number; repeated: number };
  refused: { sockets: number; topics: number };
  cutOff: Record<CutReason, number>;
};

export type Hub = {
  /** New at each start: by it another machine knows a hub that it reaches in several ways. */
  id: string;
  limits: HubLimits;
  /**
   * Takes a connected socket; answers with what it is here. A client that breaks the rules is closed, alone.
   * @param address where it comes from; left out for who is not counted by address
   * @param from the hub it says it is, if it is one
   */
  accept: (socket: WebSocket, address?: string, from?: string) => HubClient | undefined;
  /**
   * Adds another hub as a client that wants every topic that anybody here wants.
   * @param other what it is, if it says so
   */
  attach: (client: HubClient, other?: LinkedHub) => { receive: (message: HubMessage) => void; detach: () => void };
  /** Topics that clients here are subscribed to, and how many hubs away the nearest app is that wants them. */
  topics: () => Map<string, number>;
  /** The same for one topic, whatever their number; undefined: nobody wants it. */
  nearest: (topic: string) => number | undefined;
  /** Told which topics are wanted now, wanted no more, or wanted from another distance. */
  onTopics: (listener: (changed: readonly string[]) => void) => () => void;
  onClients: (listener: () => void) => () => void;
  clients: () => number;
  stats: () => HubStats;
  close: () => void;
};

export type HubOptions = {
  limits?: Partial<HubLimits>;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
};

export const createHub = ({ limits: own = {}, now = () => performance.now() }: HubOptions = {}): Hub => {
  const limits: HubLimits = { ...DEFAULT_LIMITS, ...own };
  const clients = new Set<HubSocket>();
  const upstreams = new Set<HubClient>();
  const desk = createTopicDesk<HubSocket>(limits);
  const addresses = createAddressDesk(limits, now);
  const links = createHubLinks<HubSocket | HubClient>();
  const seen = createSeenFrames(limits.seenFrames, limits.seenMs, now);
  const backlog: Backlog = { bytes: 0, sockets: 0 };
  const counts = createCounts();
  const clientListeners = new Set<() => void>();
  const pings = createPings(clients, limits.pingMs);

  const clientsChanged = (): void => {
    pings.align();
    for (const listener of clientListeners) listener();
  };

  const publish = (from: HubSocket | HubClient, { topic, data }: HubFrame): void => {
    if (!seen.isNew(topic, data)) return void (counts.frames.repeated += 1);
    counts.frames.passed += 1;
    const message: HubFrame = { type: 'publish', topic, data };
    const json = Buffer.from(JSON.stringify(message));
    for (const client of desk.subscribers(topic)) {
      if (links.needs(client, from) && !client.sendBytes(json)) counts.frames.dropped += 1;
    }
    for (const upstream of upstreams) if (links.needs(upstream, from)) upstream.send(message);
  };

  const subscribe = (client: HubSocket, topics: readonly string[], hops: number): void => {
    const refused = desk.subscribe(client, topics, hops);
    if (refused === undefined) return;
    counts.refused.topics += refused.topics;
    client.send({ type: 'refused', ...refused });
  };

  /** What is for every hub, above or below. */
  const hear = (from: HubSocket | HubClient, message: HubMessage): void => {
    if (message.type === 'publish') publish(from, message);
    else links.heard(from, message);
  };
  const receive = (client: HubSocket, message: HubMessage): void => {
    switch (message.type) {
      case 'subscribe':
        return subscribe(client, message.topics, message.hops ?? 0);
      case 'unsubscribe':
        return desk.unsubscribe(client, message.topics);
      case 'ping':
        return client.send({ type: 'pong' });
      default:
        return hear(client, message);
    }
  };

  const turnAway = (socket: WebSocket, words: string): undefined => {
    counts.refused.sockets += 1;
    sayGoodbye(socket, 1013, words);
  };

  return {
    id: randomBytes(8).toString('hex'),
    limits,
    accept: (socket, address, from) => {
      socket.on('error', () => socket.terminate()); // first of all: without it one bad frame ends the process
      if (clients.size >= limits.sockets) return turnAway(socket, 'this hub is full');
      const leave = address === undefined ? () => undefined : addresses.admit(address);
      if (leave === 'too-many') return turnAway(socket, 'too many connections from your address');
      if (leave === 'too-often') return turnAway(socket, 'too many new connections from your address');
      const client: HubSocket = openHubSocket(socket, limits, backlog, now, {
        message: (message) => receive(client, message),
        out: (why) => {
          if (why !== 'left') counts.cutOff[why] += 1;
          desk.unsubscribe(client, [...client.topics.keys()]);
          links.remove(client);
        },
        closed: () => {
          clients.delete(client);
          leave();
          clientsChanged();
        },
      });
      clients.add(client);
      if (from !== undefined) links.add(client, { id: from, tell: client.send });
      clientsChanged();
      return client;
    },
    attach: (client, other) => {
      upstreams.add(client);
      if (other !== undefined) links.add(client, other);
      return {
        receive: (message) => hear(client, message),
        detach: () => {
          upstreams.delete(client);
          links.remove(client);
        },
      };
    },
    topics: desk.all,
    nearest: desk.nearest,
    onTopics: desk.onChange,
    onClients: (listener) => {
      clientListeners.add(listener);
      return () => void clientListeners.delete(listener);
    },
    clients: () => clients.size,
    stats: () => ({
      ...structuredClone(counts),
      sockets: clients.size,
      ...desk.counts(),
      waitingBytes: backlog.bytes,
      remembered: { frames: seen.size(), addresses: addresses.size() },
    }),
    close: () => {
      for (const client of clients) client.close();
    },
  };
};

const createCounts = (): Pick<HubStats, 'frames' | 'refused' | 'cutOff'> => ({
  frames: { passed: 0, dropped: 0, repeated: 0 },
  refused: { sockets: 0, topics: 0 },
  cutOff: { malformed: 0, oversized: 0, flooding: 0, slow: 0, silent: 0 },
});

/** Runs only while somebody is there. */
const createPings = (clients: ReadonlySet<HubSocket>, everyMs: number): { align: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  const turn = (): void => {
    for (const client of clients) client.turn();
  };
  return {
    align: () => {
      if (clients.size === 0) {
        clearInterval(timer);
        timer = undefined;
      } else timer ??= setInterval(turn, everyMs).unref();
    },
  };
};
