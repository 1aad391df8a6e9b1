/** What Bob shows of Alice's device, by what he has heard of it and whether it is linked. */
import { beforeEach, expect, test } from 'vitest';

import type { DeviceId, MemberId } from '../base/ids.ts';
import type { PresenceState } from '../model/presence.ts';
import { type BeatBody, writeBeatBody } from '../sync/beat.ts';
import type { LinkSession } from '../sync/link-session.ts';
import { createSimClock, type SimClock } from '../testing/sim-clock.ts';
import { sessionWith } from '../testing/test-session.ts';
import { createPresenceBook, type PresenceBook } from './presence-book.ts';

const ALICE = 'alice' as MemberId;
const PHONE = 'phone' as DeviceId;

let clock: SimClock;
let sessions: LinkSession[];
let book: PresenceBook;

beforeEach(() => {
  clock = createSimClock();
  sessions = [];
  book = createPresenceBook(
    clock,
    {
      state: () => ({ members: new Map([[ALICE, { devices: [PHONE] }]]) }),
      standing: () => 'active',
      isRemoved: () => false,
    },
    () => sessions,
  );
});

const hear = (body: Exclude<BeatBody, { kind: 'typing' }>): void =>
  book.note({ device: PHONE, number: clock.now(), body: writeBeatBody(body), signature: new Uint8Array(64) }, body);
const here = (holds = 50): void => hear({ kind: 'here', holds, status: '' });

const link = (): void => void sessions.push(sessionWith(PHONE, { now: clock.now() }));
const loseLink = (): void => {
  sessions = [];
  book.closed(PHONE);
};

/** Looked at every five seconds. */
const after = async (seconds: number): Promise<PresenceState> => {
  for (let passed = 0; passed < seconds; passed += 5) {
    await clock.advance(5_000);
    book.expire();
  }
  return book.of(ALICE).state;
};

test('[SY-24] a linked device that has never said anything is here, and one that has and fell silent is not', async () => {
  link();
  expect(await after(5)).toBe('here');
  here();
  expect(await after(40)).toBe('here');
  expect(await after(20)).toBe('offline');
  here();
  expect(await after(5)).toBe('here');
});

test('[SY-24] who was gone and is met when that has run out is not here', async () => {
  hear({ kind: 'gone' });
  expect(await after(70)).toBe('offline');
  link();
  expect(await after(10)).toBe('offline');
  expect(await after(300)).toBe('offline');
});

test('[SY-24] after a link was lost what was said on it holds 8 s, and again, as long as it says, when they are linked anew', async () => {
  link();
  here(600);
  loseLink();
  expect(await after(5)).toBe('here');
  expect(await after(5)).toBe('offline');
  expect(book.beats()).toEqual([]);
  // they send the beat again that was heard before: it does not count twice
  link();
  expect(await after(5)).toBe('here');
  expect(await after(500)).toBe('here');
  expect(await after(100)).toBe('offline');
});

test('[SY-24] what others bring after a link was lost holds as long as it says', async () => {
  link();
  here();
  loseLink();
  await clock.advance(2_000);
  here();
  expect(await after(40)).toBe('here');
  expect(await after(15)).toBe('offline');
});

test('whose words have run out is named when they do', async () => {
  link();
  here(600);
  loseLink();
  await clock.advance(7_000);
  expect(book.expire()).toEqual([]);
  await clock.advance(1_000);
  expect(book.expire()).toEqual([PHONE]);
  await clock.advance(600_000);
  expect(book.expire()).toEqual([PHONE]);
  expect(book.expire()).toEqual([]);
});
