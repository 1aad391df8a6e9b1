/** What `npm run hub` is told on its command line. */
import { parseArgs } from 'node:util';

import { DEFAULT_LIMITS, type HubLimits } from '../host/hub-limits.ts';
import { readPort } from '../host/read-port.ts';

export type HubArguments = {
  port: number;
  host: string | undefined;
  broker: string | undefined;
  behindProxy: boolean;
  limits: Partial<HubLimits>;
};

/** Limits that can be set, with what they are. */
const LIMITS = {
  sockets: ['sockets', 'connections in all'],
  'sockets-per-address': ['socketsPerAddress', 'connections from one address'],
  'topics-per-socket': ['topicsPerSocket', 'topics one connection may want'],
  topics: ['topics', 'different topics in all'],
  subscriptions: ['subscriptions', 'topics in all, each counted as often as it is wanted'],
  'messages-per-second': ['messagesPerSecond', 'messages of one connection a second; twenty times that at once'],
  'bytes-per-second': ['bytesPerSecond', 'bytes of one connection a second; sixteen times that at once'],
  'buffer-bytes': ['bufferedBytes', 'bytes that may wait for one slow connection'],
  'buffer-bytes-in-all': ['bufferedBytesInAll', 'bytes that may wait for all together'],
} as const satisfies Record<string, readonly [keyof HubLimits, string]>;

type LimitOption = keyof typeof LIMITS;
const LIMIT_OPTIONS = Object.keys(LIMITS) as LimitOption[];
/** The environment is not shown to everybody who lists processes; an address may hold a password. */
export const BROKER_VARIABLE = 'HOLDFAST_HUB_BROKER';

export const HELP = `A meeting point for Holdfast: npm run hub -- [options]

  --port PORT         where to listen; 4444 if left out
  --host ADDRESS      the address to listen on; all interfaces if left out
  --behind-proxy      a reverse proxy is in front: take clients' addresses from its X-Forwarded-For
  --broker URL        a Redis or Valkey that joins several hubs into one: redis://HOST:PORT, or rediss:// with TLS.
                      With a password (redis://USER:PASSWORD@HOST:PORT) rather in ${BROKER_VARIABLE}
  --help              this text

Limits, and what they are if left out. Who breaks one is cut off or turned away, alone, and hears why.

${LIMIT_OPTIONS.map((option) => `  ${`--${option} N`.padEnd(26)} ${LIMITS[option][1]} (${DEFAULT_LIMITS[LIMITS[option][0]]})`).join('\n')}

GET / says that this is a hub; GET /health says how it is, in JSON: numbers, no topics, no addresses.
More: docs/hub.md.`;

/** @throws with a message for people when an argument makes no sense */
export const readHubArguments = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): HubArguments | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      broker: { type: 'string' },
      'behind-proxy': { type: 'boolean' },
      help: { type: 'boolean' },
      ...limitOptions(),
    },
  });
  if (values.help === true) return 'help';
  const broker = values.broker ?? environment[BROKER_VARIABLE];
  return {
    port: readPort('--port', values.port ?? '4444'),
    host: values.host,
    broker: broker === undefined || broker === '' ? undefined : readBrokerUrl(broker),
    behindProxy: values['behind-proxy'] === true,
    limits: readLimits(values),
  };
};

const limitOptions = () =>
  Object.fromEntries(LIMIT_OPTIONS.map((option) => [option, { type: 'string' } as const])) as Record<
    LimitOption,
    { type: 'string' }
  >;

const readLimits = (values: Partial<Record<LimitOption, string>>): Partial<HubLimits> => {
  const limits: Partial<HubLimits> = {};
  for (const option of LIMIT_OPTIONS) {
    const text = values[option];
    if (text !== undefined) limits[LIMITS[option][0]] = readCount(`--${option}`, text);
  }
  const { messagesPerSecond, bytesPerSecond } = limits;
  if (messagesPerSecond !== undefined) limits.messagesAtOnce = messagesPerSecond * 20;
  // at least one message of the largest size
  if (bytesPerSecond !== undefined) {
    limits.bytesAtOnce = Math.max(bytesPerSecond * 16, DEFAULT_LIMITS.messageBytes);
  }
  return limits;
};

const readCount = (option: string, text: string): number => {
  const count = /^\d{1,12}$/.test(text) ? Number(text) : 0;
  if (count > 0) return count;
  throw new Error(`${option} takes a whole number from 1 on, not “${text}”.`);
};

const readBrokerUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isRedis = url !== undefined && /^rediss?:$/.test(url.protocol) && url.hostname !== '';
  if (isRedis && /^(\/\d*)?$/.test(url.pathname)) return url.href;
  // not the text itself: it may hold a password
  throw new Error('--broker takes an address like redis://HOST:PORT, or rediss://HOST:PORT for TLS.');
};
