/** What Alice's device says of her, and when; the links are named after those at the other end. */
import { beforeEach, expect, test } from 'vitest';

import { communityId, deviceId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { OwnPresence } from '../model/presence.ts';
import { readBeatBody } from '../sync/beat.ts';
import type { LinkSession } from '../sync/link-session.ts';
import { createSimClock, type SimClock } from '../testing/sim-clock.ts';
import { sessionWith } from '../testing/test-session.ts';
import { createOwnBeats, type OwnBeats } from './own-beats.ts';
import { createSoon } from './soon.ts';

const SECOND = 1_000;
const LOOK_MS = 5 * SECOND;

let clock: SimClock;
let alice: OwnBeats;
let own: OwnPresence;
let others: number;
let linked: LinkSession[];
let sent: { to: string; at: number; number: number; kind: string | undefined }[];

beforeEach(async () => {
  const crypto = await loadSodiumCrypto();
  const signing = crypto.signingKeys(new Uint8Array(32).fill(2));
  clock = createSimClock();
  const start = clock.now();
  [own, others, sent, linked] = [{ state: 'here', status: '' }, 0, [], [sessionWith('bob'), sessionWith('carol')]];
  alice = createOwnBeats(
    {
      crypto,
      clock,
      ownPresence: () => own,
      members: () => linked,
      others: () => others,
      send: ({ device }, beats) => {
        for (const { number, body } of beats)
          sent.push({ to: device, at: (clock.now() - start) / SECOND, number, kind: readBeatBody(body)?.kind });
      },
      soon: createSoon(clock).soon,
    },
    {
      id: communityId(new Uint8Array(32).fill(1)),
      identity: { device: deviceId(signing.publicKey), signing },
      isJoined: () => true,
    },
  );
});

const lookFor = async (seconds: number): Promise<void> => {
  for (let passed = 0; passed < seconds * SECOND; passed += LOOK_MS) {
    await clock.advance(LOOK_MS);
    alice.sayAgain();
  }
};

/** Seconds after the start. */
const toldBob = (): number[] => sent.filter(({ to }) => to === 'bob').map(({ at }) => at);
const numbersTo = (name: string): number[] => sent.filter(({ to }) => to === name).map(({ number }) => number);

test('[SY-24] who is alone at first and then hears of a thousand says so again before their first beat has run out', async () => {
  alice.say();
  others = 1_000;
  await lookFor(600);
  expect(toldBob()).toEqual([0, 20, 270, 520]);
});

test('[SY-24] an invisible device says “gone” anew to whoever is linked, with a number that nobody has heard', async () => {
  own = { state: 'invisible', status: '' };
  alice.say();
  await lookFor(70);
  expect(toldBob()).toEqual([0]);
  const dora = sessionWith('dora');
  linked.push(dora);
  alice.sayTo(dora);
  expect(sent.at(-1)).toMatchObject({ to: 'dora', at: 70, kind: 'gone' });
  expect(numbersTo('dora')[0]).toBeGreaterThan(numbersTo('bob')[0] ?? 0);
});

test('[SY-24] ten links that open at once are one new “gone”, and one that comes when too much was said gets it still', () => {
  own = { state: 'invisible', status: '' };
  for (let i = 0; i < 10; i += 1) alice.sayTo(sessionWith(`m${i}`));
  expect(new Set(sent.map(({ number }) => number)).size).toBe(1);
});

test('[SY-24] an invisible device whose links come and go says no more than neighbours would take from it', async () => {
  own = { state: 'invisible', status: '' };
  for (let i = 0; i < 40; i += 1) {
    linked = [sessionWith(`m${i}`)];
    for (const session of linked) alice.sayTo(session);
    expect(sent.at(-1)).toMatchObject({ to: `m${i}`, kind: 'gone' });
    await clock.advance(1_000);
  }
  expect(new Set(sent.map(({ number }) => number)).size).toBeLessThanOrEqual(6 + 20);
});

test('[SY-24] who has just become invisible is not told as here to whoever is linked before that could be said', async () => {
  for (let i = 0; i < 7; i += 1) alice.say();
  own = { state: 'invisible', status: '' };
  alice.say();
  const dora = sessionWith('dora');
  linked.push(dora);
  alice.sayTo(dora);
  await clock.advance(2_000);
  expect(sent.filter(({ to }) => to === 'dora')).toMatchObject([{ kind: 'gone' }]);
});

test('presence flood: of links that are lost one after another nobody hears anew more than four times in a beat’s time', async () => {
  others = 1_000;
  alice.say();
  await lookFor(100);
  sent = [];
  for (let i = 0; i < 60; i += 1) {
    alice.lost();
    await clock.advance(SECOND);
  }
  // the first at once, for those who know of her only by others now; the last not before a quarter of 250 s
  expect(toldBob()).toEqual([102]);
  await clock.advance(10 * SECOND);
  expect(toldBob()).toEqual([102, 164.5]);
  await clock.advance(100 * SECOND);
  expect(toldBob()).toHaveLength(2);
});

test('[SY-24] what was said since the link was lost, or by who is invisible, is not said once more for it', async () => {
  alice.say();
  await clock.advance(30 * SECOND);
  alice.lost();
  await clock.advance(SECOND);
  alice.say();
  await clock.advance(30 * SECOND);
  expect(toldBob()).toEqual([0, 31]);
  own = { state: 'invisible', status: '' };
  alice.say();
  alice.lost();
  await clock.advance(30 * SECOND);
  expect(toldBob()).toEqual([0, 31, 61]);
});

test('[SY-24] a change is told in 2 s, also while something waits to be said for a lost link', async () => {
  others = 1_000;
  for (let i = 0; i < 6; i += 1) alice.say();
  alice.lost();
  await clock.advance(2 * SECOND);
  alice.lost();
  sent = [];
  for (let i = 0; i < 3; i += 1) alice.say();
  await clock.advance(4 * SECOND);
  expect(toldBob().length).toBeGreaterThan(0);
  expect(toldBob()[0]).toBeLessThanOrEqual(4);
});
