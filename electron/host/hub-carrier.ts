/** A way out to another hub: keeps a connection to it, wants there what is wanted here, passes frames both ways. */
import WebSocket from 'ws';

import type { CarrierHealth } from '../../shared/model/status.ts';
import type { Hub, HubClient } from './hub.ts';
import {
  HUB_ID,
  HUB_ID_HEADER,
  type HubMessage,
  MAX_HOPS,
  MAX_HUB_MESSAGE_BYTES,
  MAX_TOPICS_A_MESSAGE,
  parseHubMessage,
} from './hub-messages.ts';

export type HubCarrier = {
  health: () => CarrierHealth;
  /** What the hub at the other end calls itself, while it is connected; not every server does. */
  peer: () => string | undefined;
  close: () => void;
};

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 5_000;
const PING_MS = 10_000;
/** A machine that is very busy takes its time to answer; calling it again would make it busier. */
const HANDSHAKE_MS = 15_000;
const MISSED_PINGS = 3;

/** @param how.isTold whether the other hub is told which hubs are linked here: not servers */
export const openHubCarrier = (
  hub: Hub,
  url: string,
  changed: () => void,
  { isTold }: { isTold: boolean } = { isTold: false },
): HubCarrier => {
  let health: CarrierHealth = { kind: 'server', name: nameOf(url), state: 'connecting', since: Date.now(), peers: 0 };
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | undefined;
  let socket: WebSocket | undefined;
  let peer: string | undefined;
  let isClosed = false;

  const become = (state: CarrierHealth['state']): void => {
    if (health.state === state) return;
    health = { ...health, state, since: Date.now(), peers: state === 'up' ? 1 : 0 };
    changed();
  };

  const connect = (): void => {
    const made = new WebSocket(url, {
      maxPayload: MAX_HUB_MESSAGE_BYTES,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
    });
    socket = made;
    let end = (): void => undefined;
    made.on('upgrade', ({ headers }) => {
      const said = String(headers[HUB_ID_HEADER]);
      peer = HUB_ID.test(said) ? said : undefined;
    });
    made.on('open', () => {
      retryMs = FIRST_RETRY_MS;
      end = serve(hub, made, peer, isTold);
      become('up');
    });
    made.on('error', () => made.terminate());
    made.on('close', () => {
      peer = undefined;
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
    peer: () => peer,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
};

/** Ties an open socket to the hub; the answer unties it. */
const serve = (hub: Hub, socket: WebSocket, peer: string | undefined, isTold: boolean): (() => void) => {
  const send = (message: HubMessage): void => {
    if (socket.bufferedAmount > hub.limits.bufferedBytes) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const client: HubClient = { topics: new Map(), send, close: () => socket.close() };
  const other = peer === undefined ? undefined : { id: peer, ...(isTold ? { tell: send } : {}) };
  const { receive, detach } = hub.attach(client, other);
  const align = createWishes(hub, send);
  const stopTopics = hub.onTopics(align);
  align(hub.topics().keys());
  let missed = 0;
  const pings = setInterval(() => {
    if (missed >= MISSED_PINGS) socket.terminate();
    missed += 1;
    send({ type: 'ping' });
  }, PING_MS);
  socket.on('message', (data: Buffer, isBinary) => {
    missed = 0;
    const message = isBinary ? undefined : parseHubMessage(data.toString('utf8'));
    if (message !== undefined) receive(message);
  });
  return () => {
    clearInterval(pings);
    stopTopics();
    detach();
  };
};

/** Keeps what is asked for at another hub in step with what is wanted here. */
const createWishes = (hub: Hub, send: (message: HubMessage) => void): ((changed: Iterable<string>) => void) => {
  const asked = new Map<string, number>();
  return (changed) => {
    const moved = [...changed].filter((topic) => hopsThere(hub.nearest(topic)) !== asked.get(topic));
    for (const topic of moved) {
      const hops = hopsThere(hub.nearest(topic));
      if (hops === undefined) asked.delete(topic);
      else asked.set(topic, hops);
    }
    for (let hops = 1; hops <= MAX_HOPS; hops += 1) {
      const here = moved.filter((topic) => asked.get(topic) === hops);
      for (const topics of inMessages(here)) send({ type: 'subscribe', topics, hops });
    }
    const gone = moved.filter((topic) => !asked.has(topic));
    for (const topics of inMessages(gone)) send({ type: 'unsubscribe', topics });
  };
};

/** One hop further away than here; what is too far away is not passed on. */
const hopsThere = (here: number | undefined): number | undefined =>
  here === undefined || here + 1 > MAX_HOPS ? undefined : here + 1;

const inMessages = (topics: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(topics.length / MAX_TOPICS_A_MESSAGE) }, (_, i) =>
    topics.slice(i * MAX_TOPICS_A_MESSAGE, (i + 1) * MAX_TOPICS_A_MESSAGE),
  );

/** Host and port only: an address may carry credentials. */
const nameOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url).slice(0, 256);
