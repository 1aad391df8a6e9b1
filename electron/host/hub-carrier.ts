/** A way out to another hub: keeps a connection to it, wants there what is wanted here, passes frames both ways. */
import WebSocket from 'ws';

import type { CarrierHealth } from '../../shared/model/status.ts';
import { type Hub, type HubClient, type HubMessage, MAX_HUB_MESSAGE_BYTES, parseHubMessage } from './hub.ts';

export type HubCarrier = { health: () => CarrierHealth; close: () => void };

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 5_000;
const PING_MS = 10_000;

export const openHubCarrier = (hub: Hub, url: string, changed: () => void): HubCarrier => {
  let health: CarrierHealth = { kind: 'server', name: nameOf(url), state: 'connecting', since: Date.now(), peers: 0 };
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | undefined;
  let socket: WebSocket | undefined;
  let isClosed = false;

  const become = (state: CarrierHealth['state']): void => {
    if (health.state === state) return;
    health = { ...health, state, since: Date.now(), peers: state === 'up' ? 1 : 0 };
    changed();
  };

  const connect = (): void => {
    const made = new WebSocket(url, { maxPayload: MAX_HUB_MESSAGE_BYTES, handshakeTimeout: 5_000 });
    socket = made;
    let end = (): void => undefined;
    made.on('open', () => {
      retryMs = FIRST_RETRY_MS;
      end = serve(hub, made);
      become('up');
    });
    made.on('error', () => made.terminate());
    made.on('close', () => {
      end();
      if (isClosed) return;
      become('down');
      timer = setTimeout(connect, retryMs * (0.75 + Math.random() / 2));
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    });
  };
  connect();

  return {
    health: () => health,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
};

/** Ties an open socket to the hub; the answer unties it. */
const serve = (hub: Hub, socket: WebSocket): (() => void) => {
  const wanted = new Set<string>();
  const send = (message: HubMessage): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const client: HubClient = { topics: new Set(), send, close: () => socket.close() };
  const { receive, detach } = hub.attach(client);
  const align = (): void => {
    const now = new Set(hub.topics());
    const added = [...now].filter((topic) => !wanted.has(topic));
    const gone = [...wanted].filter((topic) => !now.has(topic));
    if (added.length > 0) send({ type: 'subscribe', topics: added });
    if (gone.length > 0) send({ type: 'unsubscribe', topics: gone });
    for (const topic of added) wanted.add(topic);
    for (const topic of gone) wanted.delete(topic);
  };
  const stopTopics = hub.onTopics(align);
  align();
  let isAlive = true;
  const pings = setInterval(() => {
    if (!isAlive) socket.terminate();
    isAlive = false;
    send({ type: 'ping' });
  }, PING_MS);
  socket.on('message', (data: Buffer, isBinary) => {
    isAlive = true;
    const message = isBinary ? undefined : parseHubMessage(data.toString('utf8'));
    if (message !== undefined) receive(message);
  });
  return () => {
    clearInterval(pings);
    stopTopics();
    detach();
  };
};

/** Host and port only: an address may carry credentials. */
const nameOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url).slice(0, 256);
