import { beforeEach, expect, test } from 'vitest';

import type { Duplex } from '../ports/duplex.ts';
import { createSimClock, settle, type SimClock } from '../testing/sim-clock.ts';
import { createHostClient, type HostClient } from './host-client.ts';
import { createHostBlobs, createHostSecrets } from './host-stores.ts';
import { createMemoryDuplex } from './memory-duplex.ts';
import { MAX_HOST_MESSAGE_BYTES } from './table.ts';
import { type HostMessage, readHostMessage, writeHostMessage } from './wire.ts';

let clock: SimClock;
let client: HostClient;
/** The host's ends of the connections made so far. */
let connections: Duplex[];
let asked: HostMessage[];
let isThere: boolean;
let tries: number;

beforeEach(async () => {
  clock = createSimClock();
  connections = [];
  asked = [];
  isThere = true;
  tries = 0;
  client = createHostClient({ clock, connect });
  await settle();
});

const connect = async (): Promise<Duplex> => {
  tries += 1;
  if (!isThere) throw new Error('nobody is there');
  const [appEnd, hostEnd] = createMemoryDuplex();
  hostEnd.onMessage((bytes) => asked.push(readHostMessage(bytes) ?? ['refusal', 0, 'unreadable', '']));
  connections.push(hostEnd);
  return appEnd;
};

const host = (): Duplex => {
  const last = connections.at(-1);
  if (last === undefined) throw new Error('the app has not connected');
  return last;
};

const hostSays = async (...messages: (HostMessage | Uint8Array)[]): Promise<void> => {
  for (const each of messages) host().send(each instanceof Uint8Array ? each : writeHostMessage(each));
  await settle();
};

test('answers find their calls, in any order', async () => {
  const first = client.call('journal.end', {});
  const second = client.call('secrets.get', { name: 'device' });
  await settle();
  expect(asked).toEqual([
    ['ask', 1, 'journal.end', {}],
    ['ask', 2, 'secrets.get', { name: 'device' }],
  ]);
  await hostSays(['answer', 2, {}], ['answer', 1, { end: 7 }]);
  expect(await first).toEqual({ ok: true, value: { end: 7 } });
  expect(await second).toEqual({ ok: true, value: {} });
});

test('nothing a broken host says disturbs a call but the answer to it', async () => {
  const call = client.call('journal.end', {});
  await hostSays(
    new Uint8Array([1, 2, 3]),
    new Uint8Array(0),
    ['answer', 77, { end: 1 }],
    ['refusal', 0, 'malformed', 'what?'],
    ['ask', 1, 'journal.end', {}],
    ['event', 'no-such-event', {}],
    ['event', 'toString', {}],
    ['answer', 1, { end: 3 }],
    ['answer', 1, { end: 4 }],
  );
  expect(await call).toEqual({ ok: true, value: { end: 3 } });
});

test('a refusal is a value with the host’s words; an answer of the wrong form is one too', async () => {
  const refused = client.call('journal.end', {});
  const wrong = client.call('journal.end', {});
  await hostSays(['refusal', 1, 'failed', 'the disk does not answer'], ['answer', 2, { end: 'seven' }]);
  expect(await refused).toEqual({ ok: false, error: 'refused', message: 'the disk does not answer' });
  expect(await wrong).toMatchObject({ ok: false, error: 'refused' });
});

test('a call too large for the host is refused before it is sent; others go on', async () => {
  const other = client.call('journal.end', {});
  const entries = Array.from({ length: 12 }, () => new Uint8Array(96 * 1024));
  expect(await client.call('journal.append', { at: 0, entries })).toMatchObject({
    ok: false,
    error: 'refused',
    message: expect.stringContaining(String(MAX_HOST_MESSAGE_BYTES)),
  });
  await settle();
  expect(asked).toHaveLength(1);
  await hostSays(['answer', 1, { end: 0 }]);
  expect(await other).toMatchObject({ ok: true });
});

test('events are told to who listens for them, if they have the right form', async () => {
  const told: unknown[] = [];
  const stop = client.on('carriers', (payload) => told.push(payload));
  const carriers = [{ kind: 'lan' as const, name: 'a', state: 'up' as const, since: 1, peers: 2 }];
  await hostSays(
    ['event', 'carriers', { carriers, addresses: [] }],
    ['event', 'carriers', { carriers: 'all', addresses: [] }],
  );
  expect(told).toEqual([{ carriers, addresses: [] }]);
  stop();
  await hostSays(['event', 'carriers', { carriers, addresses: [] }]);
  expect(told).toHaveLength(1);
});

test('when the host goes, calls under way are told so, and the app comes back by itself', async () => {
  const states: string[] = [];
  client.onState((state) => states.push(state));
  const call = client.call('journal.end', {});
  host().close();
  expect(await call).toMatchObject({ ok: false, error: 'host-gone' });
  expect(await client.call('journal.end', {})).toMatchObject({ ok: false, error: 'host-gone' });
  const back = client.whenUp();
  await clock.advance(250);
  await back;
  expect(states).toEqual(['down', 'up']);
  const again = client.call('journal.end', {});
  await settle();
  await hostSays(['answer', 2, { end: 1 }]);
  expect(await again).toEqual({ ok: true, value: { end: 1 } });
});

test('a host that stays away is asked again more and more rarely, every two seconds at last', async () => {
  isThere = false;
  host().close();
  for (const [ms, expected] of [
    [249, 1],
    [1, 2],
    [500, 3],
    [1_000, 4],
    [2_000, 5],
    [2_000, 6],
    [1_999, 6],
  ] as const) {
    await clock.advance(ms);
    expect(tries).toBe(expected);
  }
});

test('after dispose nothing connects again', async () => {
  host().close();
  client.dispose();
  await clock.advance(60_000);
  expect(tries).toBe(1);
  expect(clock.pending()).toBe(0);
});

test('secrets and files are asked for again when the host was lost, and fail when it refuses', async () => {
  const value = new Uint8Array([1]);
  const got = createHostSecrets(client).get('device');
  await settle();
  host().close();
  await clock.advance(250);
  await hostSays(['answer', 2, { value }]);
  expect(await got).toEqual(value);
  const put = createHostBlobs(client).put('A'.repeat(43), value);
  await settle();
  await Promise.all([
    expect(put).rejects.toThrow('the disk is full'),
    hostSays(['refusal', 3, 'failed', 'the disk is full']),
  ]);
});
