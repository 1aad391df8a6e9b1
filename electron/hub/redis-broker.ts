/**
 * Several hubs as one, behind a Redis (or Valkey) that somebody runs anyway: each subscribes there to what its clients
 * want, and publishes there what they say. Without the broker each hub goes on for its own clients.
 */
import { randomBytes } from 'node:crypto';

import type { Hub, HubClient } from '../host/hub.ts';
import { MAX_DATA_LENGTH } from '../host/hub-messages.ts';
import { openRedisConnection, type RedisConnection } from './redis-connection.ts';

export type BrokerHealth = {
  state: 'connecting' | 'up' | 'down';
  /** Milliseconds since the Unix epoch. */
  since: number;
  /** Asked for there, and confirmed. */
  topics: number;
  /** `dropped`: not published, for the broker was away or did not take them fast enough. */
  frames: { published: number; received: number; dropped: number };
};

export type Broker = { health: () => BrokerHealth; close: () => void };

export type BrokerOptions = {
  /** Says one line for people when the broker is lost, and one when it is there. Never a credential. */
  say: (line: string) => void;
  /** The state has changed, or all topics asked for by now are confirmed. */
  changed?: () => void;
};

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 10_000;
const ALONE = 'This hub goes on alone: its own clients reach each other, not those of other hubs. It keeps trying.';

export const openRedisBroker = (hub: Hub, url: string, { say, changed = () => undefined }: BrokerOptions): Broker => {
  const name = hostOf(url);
  /** Marks what this hub publishes, because the broker gives it back to this hub too. */
  const own = randomBytes(9).toString('base64url');
  const frames = { published: 0, received: 0, dropped: 0 };
  const status = createStatus(say, changed);
  let connection: RedisConnection | undefined;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | undefined;

  const client: HubClient = {
    topics: new Map(),
    close: () => undefined,
    send: (message) => {
      if (message.type !== 'publish') return;
      const isPublished = connection?.publish(message.topic, `${own} ${message.data}`) === true;
      frames[isPublished ? 'published' : 'dropped'] += 1;
    },
  };
  const { receive, detach } = hub.attach(client);
  const stopTopics = hub.onTopics((topics) => status.now().state === 'up' && connection?.look(topics));

  const connect = (): void => {
    const made = openRedisConnection(url, {
      isWanted: (topic) => hub.nearest(topic) !== undefined,
      heard: (topic, message) => {
        const frame = readFrame(message);
        if (frame === undefined || frame.from === own) return;
        frames.received += 1;
        receive({ type: 'publish', topic, data: frame.data });
      },
      ready: () => {
        retryMs = FIRST_RETRY_MS;
        status.become('up', `connected to the broker at ${name}; the hubs behind it work as one.`);
        made.look(hub.topics().keys());
      },
      aligned: changed,
      lost: (error) => {
        connection = undefined;
        status.become('down', `the broker at ${name} cannot be reached (${wordsOf(error)}). ${ALONE}`);
        timer = setTimeout(connect, retryMs * (0.75 + Math.random() / 2));
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      },
    });
    connection = made;
  };
  connect();

  return {
    health: () => ({ ...status.now(), topics: connection?.topics() ?? 0, frames: { ...frames } }),
    close: () => {
      clearTimeout(timer);
      stopTopics();
      detach();
      connection?.end();
    },
  };
};

type Status = Pick<BrokerHealth, 'state' | 'since'>;

/** Says a line only when something changed: one an outage, however often it was tried. */
const createStatus = (say: (line: string) => void, changed: () => void) => {
  let status: Status = { state: 'connecting', since: Date.now() };
  return {
    now: (): Status => status,
    become: (state: BrokerHealth['state'], line: string): void => {
      if (status.state === state) return;
      status = { state, since: Date.now() };
      say(line);
      changed();
    },
  };
};

/** Whatever is on our channels: what is no frame of a hub is left out. */
const readFrame = (message: string): { from: string; data: string } | undefined => {
  const [, from, data] = /^([\w-]{12}) (.*)$/s.exec(message) ?? [];
  if (from === undefined || data === undefined || data.length > MAX_DATA_LENGTH) return undefined;
  return { from, data };
};

/** Host and port only: an address may carry credentials. */
const hostOf = (url: string): string => new URL(url).host;

const wordsOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known';
  return error instanceof Error && error.message !== '' ? error.message : code || String(error);
};
