/**
 * The hub: y-webrtc's publish/subscribe protocol over WebSocket. It knows topics and sealed frames, nothing else. Whoever
 * is connected — this machine's app, other apps, other hubs — is treated alike: a frame goes to every subscriber of its
 * topic, and once only, whichever way it comes round.
 */
import { createHash } from 'node:crypto';
import type { WebSocket } from 'ws';
import { z } from 'zod';

z.config({ jitless: true });

/**
 * A hub passes on what its clients want as one more hop away, and nothing from beyond these: so two hubs (or a ring) that
 * point at each other do not keep each other wanting a topic after the last app has left it.
 */
export const MAX_HOPS = 4;
export const MAX_TOPICS_A_MESSAGE = 256;
const topic = z.string().min(1).max(128);
const topics = z.array(topic).max(MAX_TOPICS_A_MESSAGE);
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribe'), topics, hops: z.number().int().min(1).max(MAX_HOPS).optional() }),
  z.object({ type: z.literal('unsubscribe'), topics }),
  z.object({ type: z.literal('publish'), topic, data: z.string().max(60_000) }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('pong') }),
]);
export type HubMessage = z.output<typeof messageSchema>;

export const MAX_HUB_MESSAGE_BYTES = 64 * 1024;
const MAX_TOPICS_A_SOCKET = 512;
const MAX_SOCKETS = 2_048;
export const MAX_BUFFERED = 4 * 1024 * 1024;
const SEEN_MS = 60_000;
const MAX_SEEN = 20_000;

export type HubClient = {
  send: (message: HubMessage) => void;
  /** Wanted topics, and how many hubs away the nearest app is that wants them; 0: it is this client. */
  topics: Map<string, number>;
  close: () => void;
};

export type Hub = {
  /** Takes a connected socket; answers with what it is here. A client that breaks the rules is closed, alone. */
  accept: (socket: WebSocket) => HubClient | undefined;
  /** Adds another hub as a client that wants every topic that anybody here wants. */
  attach: (client: HubClient) => { receive: (message: HubMessage) => void; detach: () => void };
  /** Topics that clients here are subscribed to, and how many hubs away the nearest app is that wants them. */
  topics: () => Map<string, number>;
  onTopics: (listener: () => void) => () => void;
  onClients: (listener: () => void) => () => void;
  clients: () => number;
  close: () => void;
};

export const createHub = (): Hub => {
  const clients = new Set<HubClient>();
  const upstreams = new Set<HubClient>();
  const topicListeners = new Set<() => void>();
  const clientListeners = new Set<() => void>();
  const seen = createSeen();

  const topicsChanged = (): void => {
    for (const listener of topicListeners) listener();
  };
  const clientsChanged = (): void => {
    for (const listener of clientListeners) listener();
  };

  const publish = (from: HubClient, message: Extract<HubMessage, { type: 'publish' }>): void => {
    if (!seen.isNew(message.topic, message.data)) return;
    for (const client of clients) if (client !== from && client.topics.has(message.topic)) client.send(message);
    for (const upstream of upstreams) if (upstream !== from) upstream.send(message);
  };

  const receive = (client: HubClient, message: HubMessage): void => {
    switch (message.type) {
      case 'subscribe':
        for (const name of message.topics) {
          if (client.topics.has(name) || client.topics.size < MAX_TOPICS_A_SOCKET)
            client.topics.set(name, message.hops ?? 0);
        }
        return topicsChanged();
      case 'unsubscribe':
        for (const name of message.topics) client.topics.delete(name);
        return topicsChanged();
      case 'publish':
        return publish(client, message);
      case 'ping':
        return client.send({ type: 'pong' });
      case 'pong':
        return;
    }
  };

  return {
    accept: (socket) => {
      socket.on('error', () => socket.terminate()); // first of all: without it one bad frame ends the process
      if (clients.size >= MAX_SOCKETS) {
        socket.close(1013, 'this hub is full');
        return undefined;
      }
      const client: HubClient = {
        topics: new Map(),
        close: () => socket.close(1001),
        send: (message) => {
          if (socket.bufferedAmount > MAX_BUFFERED) socket.terminate();
          else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
        },
      };
      clients.add(client);
      socket.on('message', (data: Buffer, isBinary) => {
        const message = isBinary ? undefined : parseHubMessage(data.toString('utf8'));
        if (message === undefined) socket.close(1008, 'not a message of this protocol');
        else receive(client, message);
      });
      socket.on('close', () => {
        clients.delete(client);
        topicsChanged();
        clientsChanged();
      });
      clientsChanged();
      return client;
    },
    attach: (client) => {
      upstreams.add(client);
      return {
        receive: (message) => message.type === 'publish' && publish(client, message),
        detach: () => void upstreams.delete(client),
      };
    },
    topics: () => {
      const nearest = new Map<string, number>();
      for (const client of clients) {
        for (const [name, hops] of client.topics) nearest.set(name, Math.min(hops, nearest.get(name) ?? hops));
      }
      return nearest;
    },
    onTopics: (listener) => {
      topicListeners.add(listener);
      return () => void topicListeners.delete(listener);
    },
    onClients: (listener) => {
      clientListeners.add(listener);
      return () => void clientListeners.delete(listener);
    },
    clients: () => clients.size,
    close: () => {
      for (const client of clients) client.close();
    },
  };
};

export const parseHubMessage = (text: string): HubMessage | undefined => {
  try {
    const parsed = messageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // not JSON: not a message
  }
};

/** Frames are sealed with fresh nonces, so equal frames are the same frame on another way round. Bounded, forgets. */
const createSeen = (): { isNew: (topic: string, data: string) => boolean } => {
  const seen = new Map<string, number>();
  return {
    isNew: (name, data) => {
      const key = createHash('sha256').update(name).update('\0').update(data).digest('base64');
      const now = Date.now();
      const known = seen.get(key);
      if (known !== undefined && now - known < SEEN_MS) return false;
      seen.delete(key);
      seen.set(key, now);
      for (const [oldest, at] of seen) {
        if (seen.size <= MAX_SEEN && now - at < SEEN_MS) break;
        seen.delete(oldest);
      }
      return true;
    },
  };
};
