import { beforeEach, expect, test } from 'vitest';

import type { Clock } from '../ports/clock.ts';
import { readLinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import { sessionWith } from '../testing/test-session.ts';
import { createLinkPulse, type LinkPulse } from './link-pulse.ts';

let now: number;
let closed: string[];
let asked: number[];
let bob: LinkSession;
let pulse: LinkPulse;
beforeEach(() => {
  [now, closed, asked] = [1_000, [], []];
  bob = sessionWith('bob');
  pulse = createLinkPulse(
    {
      clock: { now: () => now } as Clock,
      send: (_link, frame) => {
        const message = readLinkMessage(frame);
        if (message?.kind === 'ping') asked.push(message.number);
      },
      closeLink: (link) => void closed.push(link),
    },
    () => (closed.length === 0 ? [bob] : []),
  );
});

const answer = (number = asked.at(-1) ?? 0): boolean => pulse.heard(bob, { kind: 'pong', number });

test('[SY-17] bob answers: the way there and back is measured, and the link stays', () => {
  for (let i = 0; i < 5; i += 1) {
    pulse.look();
    now += 40;
    expect(answer()).toBe(true);
    now += 4_960;
  }
  expect(bob.roundTripMs).toBe(40);
  expect(closed).toEqual([]);
});

test('[SY-17] bob’s machine dies without a word: at the second look after it the link is closed', () => {
  pulse.look();
  answer();
  pulse.look();
  expect(closed).toEqual([]);
  pulse.look();
  expect(closed).toEqual(['bob']);
});

test('[SY-17] bob is busy with other things, but there', () => {
  pulse.look();
  answer();
  for (let i = 0; i < 5; i += 1) {
    pulse.look();
    expect(pulse.heard(bob, { kind: 'ops-done' })).toBe(false);
  }
  expect(closed).toEqual([]);
});

test('[SY-17] a client that does not know the question is not closed for it', () => {
  for (let i = 0; i < 5; i += 1) pulse.look();
  expect(closed).toEqual([]);
});

test('an answer to another question, or after the clock was set back, measures nothing wrong', () => {
  pulse.look();
  answer(99);
  expect(bob.roundTripMs).toBeUndefined();
  now -= 3_600_000;
  answer();
  expect(bob.roundTripMs).toBe(0);
});

test('[SY-17] who only asks to be let in is neither asked nor answered', () => {
  bob = { ...sessionWith('bob'), mode: 'asked', room: 'invite' };
  pulse.look();
  expect(asked).toEqual([]);
  expect(pulse.heard(bob, { kind: 'ping', number: 1 })).toBe(false);
});
