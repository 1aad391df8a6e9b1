import { expect, test } from 'vitest';

import { HELP, readHubArguments } from './hub-arguments.ts';

const read = (...args: string[]) => readHubArguments(args, {});

test('without a word the hub listens on port 4444, on its own, with the usual limits', () => {
  expect(read()).toEqual({ port: 4444, host: undefined, broker: undefined, behindProxy: false, limits: {} });
});

test('every limit that the help names can be set', () => {
  const named = [...HELP.matchAll(/--([a-z-]+) N /g)].map(([, name]) => `--${name ?? ''}`);
  expect(named).toHaveLength(9);
  const read9 = read(...named.flatMap((option, i) => [option, String(i + 1)]));
  expect(read9).toMatchObject({
    limits: {
      sockets: 1,
      socketsPerAddress: 2,
      topicsPerSocket: 3,
      topics: 4,
      subscriptions: 5,
      messagesPerSecond: 6,
      messagesAtOnce: 120,
      bytesPerSecond: 7,
      bytesAtOnce: 65_536,
      bufferedBytes: 8,
      bufferedBytesInAll: 9,
    },
  });
});

test('the address of the broker comes from the command line before the environment', () => {
  const environment = { HOLDFAST_HUB_BROKER: 'redis://one:6379' };
  expect(readHubArguments([], environment)).toMatchObject({ broker: 'redis://one:6379' });
  expect(readHubArguments(['--broker', 'rediss://two:6380'], environment)).toMatchObject({
    broker: 'rediss://two:6380',
  });
});

test.each([
  [['--port', '0'], '--port takes a port from 1 to 65535, not “0”.'],
  [['--topics', '-1'], '“-1”|ambiguous'],
  [['--topics', '1.5'], '--topics takes a whole number from 1 on, not “1.5”.'],
  [['--broker', 'redis:'], '--broker takes an address like redis://HOST:PORT'],
  [['--erase'], "Unknown option '--erase'"],
  [['stray'], "Unexpected argument 'stray'"],
])('%s is refused', (args, words) => {
  expect(() => readHubArguments(args, {})).toThrow(new RegExp(words));
});
