/** Somebody with a plain WebSocket to a hub, as y-webrtc has one. */
import { once } from 'node:events';

import WebSocket from 'ws';

import { createHub, type Hub } from '../hub.ts';
import { listenHub } from '../hub-listener.ts';

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
};

export const joinHub = async (url: string, headers: Record<string, string> = {}): Promise<HubPerson> => {
  const socket = new WebSocket(url, { headers });
  const heard: string[] = [];
  const closed = once(socket, 'close').then(([code]) => code as number);
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
    closed,
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

export const startHub = async (port = 0, host = '127.0.0.1'): Promise<ListeningHub> => {
  const hub = createHub();
  const listener = await listenHub(hub, { port, host });
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
