import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { beforeEach, expect, test } from 'vitest';

import { NO_ICE } from '../base/ice-server.ts';
import type { Duplex } from '../ports/duplex.ts';
import { settle } from '../testing/sim-clock.ts';
import { createMemoryDuplex } from './memory-duplex.ts';
import { type ServedHost, serveHost } from './serve-host.ts';
import { type HostHandlers, MAX_HOST_MESSAGE_BYTES } from './table.ts';
import { type HostMessage, readHostMessage, writeHostMessage } from './wire.ts';

let app: Duplex;
let served: ServedHost;
let heard: HostMessage[];
let reported: string[];
let secrets: Map<string, Uint8Array>;
let finishSlowCall: (entries: Uint8Array[]) => void;

beforeEach(() => {
  const [appEnd, hostEnd] = createMemoryDuplex();
  app = appEnd;
  heard = [];
  reported = [];
  secrets = new Map();
  app.onMessage((bytes) => heard.push(readHostMessage(bytes) ?? ['refusal', 0, 'unreadable', '']));
  served = serveHost(hostEnd, handlers(), (event) => reported.push(event));
});

const handlers = (): HostHandlers => ({
  'journal.append': async ({ at, entries }) => ({ kind: 'appended', end: at + entries.length }),
  'journal.replace': () => Promise.reject(new Error('the disk does not answer')),
  'journal.end': () => Promise.reject(new Error('the disk does not answer')),
  'journal.lost': async () => ({ lost: [] }),
  'journal.read': () =>
    new Promise((resolve) => {
      finishSlowCall = (entries) => resolve({ entries, end: entries.length, lost: [] });
    }),
  'secrets.get': async ({ name }) => ({ value: secrets.get(name) }),
  'secrets.set': async ({ name, value }) => {
    secrets.set(name, value);
    return {};
  },
  'files.put': async () => ({}),
  'files.get': async () => ({ bytes: undefined }),
  'files.remove': () => {
    throw new TypeError('thrown before any promise');
  },
  'shell.openExternal': async () => ({ opened: false }),
  'shell.showWindow': async () => ({}),
  'shell.info': async () => ({ version: 1 }) as never,
  'disk.state': async () => ({ state: 'ok' }),
  'carriers.list': async () => ({ carriers: [], addresses: [] }),
  'carriers.remember': async () => ({}),
  'network.get': async () => ({ lan: true, servers: [], relays: [], hideAddress: false }),
  'network.set': async () => ({}),
  'network.ice': async () => NO_ICE,
});

/** What the host says to these bytes, and that it still works after them. */
const say = async (...messages: Uint8Array[]): Promise<HostMessage[]> => {
  heard = [];
  for (const message of messages) app.send(message);
  app.send(writeHostMessage(['ask', 999, 'carriers.list', {}]));
  await settle();
  expect(heard).toContainEqual(['answer', 999, { carriers: [], addresses: [] }]);
  return heard.filter((message) => message[1] !== 999);
};

const ask = (name: string, value: unknown, id = 1): Uint8Array => writeHostMessage(['ask', id, name, value]);
const raw = (value: unknown): Uint8Array =>
  encoding.encode((encoder) => encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1]));

test('garbage gets a clear refusal, and the calls around it go on', async () => {
  const malformed = [['refusal', 0, 'malformed', expect.stringContaining('malformed or too large')]];
  for (const bytes of [new Uint8Array(0), new Uint8Array([1, 2, 3]), new TextEncoder().encode('{"json":true}')]) {
    expect(await say(bytes)).toEqual(malformed);
  }
  for (const value of [null, 7, 'ask', [], ['ask'], ['ask', 1], ['ask', -1, 'journal.end', {}], { ask: 1 }]) {
    expect([value, await say(raw(value))]).toEqual([value, malformed]);
  }
  expect(await say(raw(['ask', 1, 'x'.repeat(65), {}]))).toEqual(malformed);
  expect(await say(raw(['ask', 1.5, 'journal.end', {}]))).toEqual(malformed);
});

test('messages that only a host sends are refused, not believed', async () => {
  const fromMallory: HostMessage[] = [
    ['answer', 1, {}],
    ['refusal', 1, 'failed', 'no'],
    ['event', 'carriers', { carriers: [] }],
  ];
  const answers = await say(...fromMallory.map(writeHostMessage));
  expect(answers.map((answer) => answer.slice(0, 3))).toEqual(fromMallory.map(() => ['refusal', 0, 'malformed']));
});

test('5,000 random and mutated frames do nothing but be refused', async () => {
  const good = ask('secrets.set', { name: 'device', value: new Uint8Array([1, 2, 3]) });
  const mutated = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const bytes = good.slice();
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
  const frames = fc.sample(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), { numRuns: 5_000, seed: 20_26 });
  let refusals = 0;
  for (let at = 0; at < frames.length; at += 100) {
    const answers = await say(...frames.slice(at, at + 100));
    expect(answers.length).toBeLessThanOrEqual(100);
    refusals += answers.filter((answer) => answer[0] === 'refusal').length;
  }
  expect(refusals).toBeGreaterThan(3_000);
  expect([...secrets.keys()].every((name) => /^[a-z0-9-]{1,64}$/.test(name))).toBe(true);
});

test('unknown methods are refused by name, also those that every object has', async () => {
  for (const name of ['journal.erase', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    expect(await say(ask(name, {}))).toEqual([['refusal', 1, 'no-such-method', `The host has no method “${name}”.`]]);
  }
});

test('input of the wrong type is refused with the method and the reason, and nothing is done', async () => {
  const wrong: [string, unknown][] = [
    ['journal.append', undefined],
    ['journal.append', { at: 0 }],
    ['journal.append', { at: -1, entries: [new Uint8Array(1)] }],
    ['journal.append', { at: 0.5, entries: [new Uint8Array(1)] }],
    ['journal.append', { at: '0', entries: [new Uint8Array(1)] }],
    ['journal.append', { at: 0, entries: [] }],
    ['journal.append', { at: 0, entries: ['text'] }],
    ['journal.append', { at: 0, entries: [[1, 2]] }],
    ['journal.append', { at: 0, entries: [new Uint8Array(96 * 1024 + 1)] }],
    ['journal.append', { at: 0, entries: [new Uint8Array(1)], more: 1 }],
    ['journal.read', { from: Number.NaN }],
    ['journal.read', { from: 2 ** 60 }],
    ['secrets.set', { name: 'device', value: 'text' }],
    ['secrets.set', { name: 'device', value: new Uint8Array(4097) }],
    ['shell.openExternal', { url: `https://example.org/${'a'.repeat(2048)}` }],
  ];
  for (const [name, value] of wrong) {
    expect(await say(ask(name, value))).toEqual([['refusal', 1, 'bad-input', expect.stringContaining(`${name}: `)]]);
  }
  expect(secrets.size).toBe(0);
});

test('no name or key is a path', async () => {
  const badInput = [['refusal', 1, 'bad-input', expect.any(String)]];
  for (const name of ['', '..', '../device', 'a/b', 'a\\b', '/etc/passwd', 'A', 'a\0', 'a.new', 'x'.repeat(65)]) {
    expect([name, await say(ask('secrets.get', { name }))]).toEqual([name, badInput]);
    expect([name, await say(ask('files.get', { key: name }))]).toEqual([name, badInput]);
  }
  expect(await say(ask('files.get', { key: `../${'A'.repeat(40)}` }))).toEqual([
    ['refusal', 1, 'bad-input', expect.any(String)],
  ]);
  expect(await say(ask('files.get', { key: 'A'.repeat(43) }))).toEqual([['answer', 1, {}]]);
});

test('a message over the limit is refused; one that just fits is not', async () => {
  const entry = new Uint8Array(96 * 1024);
  const entries = Array.from({ length: 10 }, () => entry);
  const short = ask('journal.append', { at: 0, entries }).length;
  const filled = [...entries, new Uint8Array(MAX_HOST_MESSAGE_BYTES - short - 4)];
  const fits = ask('journal.append', { at: 0, entries: filled });
  expect(fits.length).toBe(MAX_HOST_MESSAGE_BYTES);
  expect(await say(fits)).toEqual([['answer', 1, { kind: 'appended', end: 11 }]]);
  const tooLong = new Uint8Array(MAX_HOST_MESSAGE_BYTES + 1);
  tooLong.set(fits);
  expect(await say(tooLong)).toEqual([['refusal', 0, 'malformed', expect.stringContaining('too large')]]);
});

const nested = (depth: number, before: readonly number[] = []): Uint8Array => {
  const bytes = new Uint8Array(before.length + depth * 2 + 1).fill(126);
  bytes.set(before);
  for (let i = 0; i < depth; i += 1) bytes.set([117, 1], before.length + i * 2);
  return bytes;
};

test('deep nesting is refused, whether it can be read or not', async () => {
  expect(await say(nested(400_000))).toEqual([['refusal', 0, 'malformed', expect.any(String)]]);
  const askWithOneMore = [...raw(['ask', 1, 'carriers.list', null])].slice(0, -1);
  expect(await say(nested(400_000, askWithOneMore))).toEqual([['refusal', 0, 'malformed', expect.any(String)]]);
  for (const depth of [1, 100, 1_000]) {
    expect(await say(nested(depth, askWithOneMore))).toEqual([['refusal', 1, 'bad-input', expect.any(String)]]);
  }
});

test('lengths that promise more than there is are refused at once', async () => {
  const huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
  for (const kind of [116, 117, 118, 119]) {
    expect(await say(new Uint8Array([kind, ...huge]))).toEqual([['refusal', 0, 'malformed', expect.any(String)]]);
  }
});

test('a method that fails is refused with its reason and reported, and fails alone', async () => {
  const answers = await say(ask('journal.end', {}), ask('files.remove', { key: 'A'.repeat(43) }, 2));
  expect(answers).toHaveLength(2);
  expect(answers).toContainEqual(['refusal', 1, 'failed', 'journal.end failed: the disk does not answer']);
  expect(answers).toContainEqual(['refusal', 2, 'failed', 'files.remove failed: thrown before any promise']);
  expect(reported.toSorted()).toEqual(['host-method-failed files.remove', 'host-method-failed journal.end']);
});

test('an answer of the wrong form does not leave the host', async () => {
  expect(await say(ask('shell.info', {}))).toEqual([
    ['refusal', 1, 'failed', 'shell.info failed: the host made an answer of the wrong form'],
  ]);
});

test('a slow call does not keep others waiting, and its answer finds its way', async () => {
  expect(await say(ask('journal.read', { from: 0 }, 5), ask('secrets.get', { name: 'device' }, 6))).toEqual([
    ['answer', 6, { value: undefined }],
  ]);
  finishSlowCall([new Uint8Array([1])]);
  await settle();
  expect(heard.at(-1)).toEqual(['answer', 5, { entries: [new Uint8Array([1])], end: 1, lost: [] }]);
});

test('once stopped, the host does nothing more for this app', async () => {
  app.send(ask('secrets.set', { name: 'device', value: new Uint8Array([1]) }));
  served.stop();
  await settle();
  expect(secrets.size).toBe(0);
  expect(heard).toEqual([]);
});
