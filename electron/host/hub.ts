/**
 * The hub: y-webrtc's publish/subscribe protocol over WebSocket. It knows topics and sealed frames, nothing else. Whoever
 * is connected — this machine's app, other apps, other hubs — is treated alike: a frame goes to every subscriber of its
 * topic, and once only, whichever way it comes round.
 */
import { createHash } from 'node:crypto';
import type { WebSocket } from 'ws';
import { z } from 'zod';

z.config({ jitless: true });

const topic = z.string().min(1).max(128);
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribe'), topics: z.array(topic).max(256) }),
  z.object({ type: z.literal('unsubscribe'), topics: z.array(topic).max(256) }),
  z.object({ type: z.literal('publish'), topic, data: z.string().max(60_000) }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('pong') }),
]);
export type HubMessage = z.output<typeof messageSchema>;

export const MAX_HUB_MESSAGE_BYTES = 64 * 1024;
const MAX_TOPICS_A_SOCKET = 512;
const MAX_SOCKETS = 2_048;
const MAX_BUFFERED = 4 * 1024 * 1024;
const SEEN_MS = 60_000;
const MAX_SEEN = 20_000;

export type HubClient = { send: (message: HubMessage) => void; topics: Set<string>; close: () => void };

export type Hub = {
  /** Takes a connected socket; answers with what it is here. A client that breaks the rules is closed, alone. */
  accept: (socket: WebSocket) => HubClient | undefined;
  /** Adds another hub as a client that wants every topic that anybody here wants. */
  attach: (client: HubClient) => { receive: (message: HubMessage) => void; detach: () => void };
  /** Topics that clients here are subscribed to, leaving out those that only `except` wants. */
  topics: (except?: HubClient) => string[];
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
        for (const name of message.topics) if (client.topics.size < MAX_TOPICS_A_SOCKET) client.topics.add(name);
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
      if (clients.size >= MAX_SOCKETS) {
        socket.close(1013, 'this hub is full');
        return undefined;
      }
      const client: HubClient = {
        topics: new Set(),
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
      socket.on('error', () => socket.terminate());
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
    topics: (except) => [
      ...new Set([...clients].filter((client) => client !== except).flatMap((client) => [...client.topics])),
    ],
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
