/** Somebody with a plain WebSocket to a hub, as y-webrtc has one. */
import { once } from 'node:events';

import WebSocket from 'ws';

import { createHub, type Hub, type HubOptions } from '../hub.ts';
import { listenHub, type ListenOptions } from '../hub-listener.ts';

export type HubPerson = {
  socket: WebSocket;
  say: (message: unknown) => void;
  publish: (topic: string, data: string) => void;
  /** Resolves when the hub has dealt with everything said so far; only for who has not been closed. */
  settled: () => Promise<void>;
  subscribe: (...topics: string[]) => Promise<void>;
  /** What was published to them and not taken yet. */
  heard: string[];
  /** Resolves once so many frames are there, and takes them. */
  take: (count: number) => Promise<string[]>;
  closed: Promise<number>;
  /** The words that came with the close. */
  farewell: Promise<string>;
};

export const joinHub = async (url: string, headers: Record<string, string> = {}): Promise<HubPerson> => {
  const socket = new WebSocket(url, { headers });
  const heard: string[] = [];
  const ended = once(socket, 'close') as Promise<[number, Buffer]>;
  let arrived = (): void => undefined;
  const pongs: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as { type: string; data?: string };
    if (message.type === 'pong') return pongs.shift()?.();
    heard.push(String(message.data));
    arrived();
  });
  await once(socket, 'open');
  const say = (message: unknown): void => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      pongs.push(resolve);
      say({ type: 'ping' });
    });
  return {
    socket,
    say,
    settled,
    heard,
    closed: ended.then(([code]) => code),
    farewell: ended.then(([, words]) => words.toString('utf8')),
    publish: (topic, data) => say({ type: 'publish', topic, data }),
    subscribe: (...topics) => {
      say({ type: 'subscribe', topics });
      return settled();
    },
    take: async (count) => {
      while (heard.length < count) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
      return heard.splice(0);
    },
  };
};

export type ListeningHub = { hub: Hub; port: number; url: string; close: () => Promise<void> };

/** @param options.listen as behind a proxy, everybody can say where they come from in X-Forwarded-For */
export const startHub = async (
  port = 0,
  { host = '127.0.0.1', listen, ...options }: HubOptions & { host?: string; listen?: Partial<ListenOptions> } = {},
): Promise<ListeningHub> => {
  const hub = createHub(options);
  const listener = await listenHub(hub, { port, host, ...listen });
  return { hub, port: listener.port, url: `ws://${host}:${listener.port}`, close: listener.close };
};

/** Waits until a hub's topics satisfy a condition; told by the hub itself, not by a clock. */
export const whenTopics = (hub: Hub, isRight: (topics: ReadonlyMap<string, number>) => boolean): Promise<void> =>
  new Promise((resolve) => {
    let stop = (): void => undefined;
    const look = (): void => {
      if (!isRight(hub.topics())) return;
      stop();
      resolve();
    };
    stop = hub.onTopics(look);
    look();
  });

/** So many at once as a server lets wait. */
export const inBatches = async <T>(count: number, work: (at: number) => Promise<T>): Promise<T[]> => {
  const done: T[] = [];
  while (done.length < count) {
    const size = Math.min(100, count - done.length);
    done.push(...(await Promise.all(Array.from({ length: size }, (_, i) => work(done.length + i)))));
  }
  return done;
};
