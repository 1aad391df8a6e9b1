/** Who carries what to whom: a chain of members, each linked to the next, and nobody else. */
import { expect, test } from 'vitest';

import type { DeviceId } from '../base/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Signal } from '../ports/transport.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { readLinkMessage } from './link-message.ts';
import { sessionWith } from '../testing/test-session.ts';
import type { LinkSession } from './link-session.ts';
import { createSignalRelay, SIGNAL_HOPS, type SignalRelay } from './signal-relay.ts';

type Member = { name: string; relay: SignalRelay; got: Signal[]; sent: string[]; sessions: LinkSession[] };

let now = 0;
/** Those whose others know of few links. */
const LONELY = 'zoe';

/** @param pairs who is linked to whom */
const mesh = (pairs: readonly [string, string][], removed: readonly string[] = []): Map<string, Member> => {
  const members = new Map<string, Member>();
  const queue: (() => void)[] = [];
  const waiting: { ms: number; action: () => void }[] = [];
  const clock: Clock = { now: () => now, after: (ms, action) => (waiting.push({ ms, action }), () => undefined) };
  const random = createSeededRandom(7);
  const standing = (device: DeviceId) => (removed.includes(device) ? 'gone' : 'active');
  for (const name of new Set(pairs.flat())) {
    const member: Member = { name, got: [], sent: [], sessions: [], relay: undefined as never };
    const deliver = (signal: Signal): void => void member.got.push(signal);
    const send = (link: string, frame: Uint8Array): void => {
      const [, other = ''] = link.split('>');
      member.sent.push(other);
      const message = readLinkMessage(frame);
      const back = members.get(other)?.sessions.find((session) => session.device === name);
      if (message?.kind !== 'signal' || back === undefined) throw new Error('not a signal to somebody linked');
      queue.push(() => members.get(other)?.relay.heard(back, message));
    };
    const hasFewLinks = ({ device }: LinkSession): boolean => device === LONELY;
    const community = { standing, isRemoved: () => false };
    member.relay = createSignalRelay({ clock, random, send, deliver, hasFewLinks }, community, () => member.sessions);
    members.set(name, member);
  }
  const link = (a: string, b: string): void => {
    members.get(a)?.sessions.push(sessionWith(b, { link: `${a}>${b}` }));
  };
  for (const [a, b] of pairs) {
    link(a, b);
    link(b, a);
  }
  settle = () => {
    while (queue.length + waiting.length > 0) {
      // links are quick: what is under way arrives before anybody's patience ends
      waiting.sort((a, b) => a.ms - b.ms);
      (queue.shift() ?? waiting.shift()?.action)?.();
    }
  };
  return members;
};
let settle = (): void => undefined;

const say = (members: Map<string, Member>, from: string, to: string | undefined, data: string): void => {
  members.get(from)?.relay.said({ topic: 'kelp', from, to, data });
  settle();
};
const heardBy = (members: Map<string, Member>): string[] =>
  [...members.values()].filter(({ got }) => got.length > 0).map(({ name }) => name);
const sends = (members: Map<string, Member>): number => [...members.values()].flatMap(({ sent }) => sent).length;

const CHAIN = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
const chain = (): [string, string][] => CHAIN.slice(1).map((name, i) => [CHAIN[i] ?? '', name]);

test('[SY-15] what alice says to a room goes from member to member, four hops far and once over each link', () => {
  const members = mesh(chain());
  say(members, 'alice', undefined, 'I am here');
  expect(heardBy(members)).toEqual(CHAIN.slice(1, 1 + SIGNAL_HOPS));
  expect(sends(members)).toBe(SIGNAL_HOPS);
  expect(members.get('carol')?.got).toEqual([{ topic: 'kelp', from: 'alice', to: undefined, data: 'I am here' }]);
});

test('[SY-15] in a ring nothing goes round: each link carries a frame at most once each way', () => {
  const ring: [string, string][] = [...chain(), ['frank', 'alice']];
  const members = mesh(ring);
  say(members, 'alice', undefined, 'I am here');
  expect(heardBy(members)).toEqual(CHAIN.slice(1));
  for (const { got } of members.values()) expect(got.length).toBeLessThanOrEqual(1);
  expect(sends(members)).toBeLessThanOrEqual(2 * ring.length);
});

test('[SY-15] an answer goes the way that the call came, and bothers nobody else', () => {
  const star: [string, string][] = ['bob', 'carol', 'dave', 'erin'].map((name) => ['alice', name]);
  const members = mesh(star);
  say(members, 'bob', undefined, 'I am here');
  for (const member of members.values()) member.sent.length = 0;
  say(members, 'carol', 'bob', 'an offer');
  expect(members.get('bob')?.got.map(({ data }) => data)).toEqual(['an offer']);
  expect(members.get('carol')?.sent).toEqual(['alice']);
  expect(members.get('alice')?.sent).toEqual(['bob']);
  expect(members.get('dave')?.got.map(({ data }) => data)).toEqual(['I am here']);
});

test('[SY-15] what is for somebody who was met in another way, and has no link, goes to nobody; to all, once the way is gone', () => {
  const star: [string, string][] = ['bob', 'carol', 'dave'].map((name) => ['alice', name]);
  const members = mesh(star);
  say(members, 'alice', 'a newcomer', 'an offer');
  expect(sends(members)).toBe(0);
  say(members, 'bob', undefined, 'I am here');
  const alice = members.get('alice');
  alice?.sessions.splice(0, 1);
  if (alice !== undefined) alice.sent.length = 0;
  say(members, 'alice', 'bob', 'an offer');
  expect(alice?.sent).toEqual(['carol', 'dave']);
});

test('[SY-15] mallory was removed: nothing is taken from her and nothing given', () => {
  const members = mesh(
    [
      ['alice', 'mallory'],
      ['alice', 'bob'],
    ],
    ['mallory'],
  );
  say(members, 'mallory', undefined, 'let me in');
  say(members, 'bob', undefined, 'I am here');
  expect(members.get('bob')?.got).toEqual([]);
  expect(members.get('mallory')?.got).toEqual([]);
});

test('[SY-15] a member who floods is heard 512 times at once and 64 a second, carried half as often; the others are not hurt', () => {
  const members = mesh([
    ['mallory', 'alice'],
    ['alice', 'bob'],
  ]);
  for (let i = 0; i < 2_000; i += 1) say(members, 'mallory', undefined, `flood ${i}`);
  expect(members.get('alice')?.got).toHaveLength(512);
  expect(members.get('bob')?.got).toHaveLength(256);
  now += 1_000;
  for (let i = 0; i < 100; i += 1) say(members, 'mallory', undefined, `more ${i}`);
  expect(members.get('alice')?.got).toHaveLength(512 + 64);
  expect(members.get('bob')?.got).toHaveLength(256 + 32);
  say(members, 'alice', undefined, 'still here');
  expect(members.get('bob')?.got.at(-1)?.data).toBe('still here');
});

test('[SY-15] mallory speaks under bob’s name: what is for bob still reaches bob, and bob hears no impostor of himself', () => {
  const members = mesh([
    ['mallory', 'alice'],
    ['alice', 'bob'],
  ]);
  say(members, 'bob', undefined, 'I am here');
  members.get('mallory')?.relay.said({ topic: 'kelp', from: 'alice', to: undefined, data: 'I am alice' });
  settle();
  expect(members.get('alice')?.got.map(({ data }) => data)).toEqual(['I am here', 'I am alice']);
  members.get('alice')?.relay.said({ topic: 'kelp', from: 'alice', to: undefined, data: 'no, I am' });
  settle();
  members.get('mallory')?.relay.said({ topic: 'kelp', from: 'alice', to: undefined, data: 'once more' });
  settle();
  expect(members.get('alice')?.got.map(({ data }) => data)).not.toContain('once more');
});

test('[SY-15] mallory says bob’s frame in another room first: bob’s own still goes where it belongs', () => {
  const members = mesh(chain());
  members.get('bob')?.relay.said({ topic: 'elsewhere', from: 'mallory', to: undefined, data: 'I am here' });
  settle();
  say(members, 'alice', undefined, 'I am here');
  expect(members.get('carol')?.got.map(({ topic }) => topic)).toEqual(['elsewhere', 'kelp']);
});

test('[SY-15] where everybody is linked to everybody a call is hardly carried on; who has no other link hears it all the same', () => {
  const all: [string, string][] = CHAIN.flatMap((a, i) => CHAIN.slice(i + 1).map((b): [string, string] => [a, b]));
  const members = mesh([...all, ['frank', LONELY]]);
  say(members, 'alice', undefined, 'I am here');
  expect(heardBy(members).sort()).toEqual([...CHAIN.slice(1), LONELY].sort());
  // once over every link would be 16, both ways 31
  expect(sends(members)).toBeLessThanOrEqual(16);
});

test('[SY-15] what comes the longer way first goes on as far as the shorter way lets it', () => {
  const members = mesh(['alice', 'carol', 'dave'].map((name): [string, string] => ['bob', name]));
  const bob = members.get('bob');
  const signal: Signal = { topic: 'kelp', from: 'erin', to: undefined, data: 'I am here' };
  for (const [name, hops] of [
    ['carol', 1],
    ['alice', 3],
  ] as const) {
    const session = bob?.sessions.find(({ device }) => device === name);
    if (session !== undefined) bob?.relay.heard(session, { kind: 'signal', hops, signal });
  }
  settle();
  expect(bob?.sent).toEqual(['dave']);
});
