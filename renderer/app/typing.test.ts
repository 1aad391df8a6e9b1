import { beforeEach, expect, test } from 'vitest';

import type { ChannelId } from '../../shared/base/ids.ts';
import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import { bob, carol, GENERAL, handClock, KELP, QUIET, reportsOf, said } from './testing/page-cast.ts';
import { createTypingWatch, TYPING_HOLDS_MS, type TypingWatch } from './typing.ts';

let clock: ReturnType<typeof handClock>;
let told: ChannelId[];
let tell: (event: PeerEvent) => void;
let hides: boolean;
let watch: TypingWatch;

beforeEach(() => {
  [clock, told, hides] = [handClock(), [], false];
  watch = createTypingWatch({
    peer: {
      showTyping: ({ channel }) => (told.push(channel), Promise.resolve()),
      subscribe: (listener) => ((tell = listener), () => undefined),
    },
    hides: () => hides,
    ...clock,
    report: reportsOf().report,
  });
});

const types = (who: typeof bob, channel = GENERAL): void =>
  tell({ kind: 'typing', community: KELP, channel, member: who.member });
const typists = () => watch.typists.get().get(GENERAL);

test('who types is shown for six seconds after they were heard of last', () => {
  types(bob);
  clock.pass(4_000);
  types(carol);
  types(bob);
  expect(typists()).toEqual([bob.member, carol.member]);
  clock.pass(TYPING_HOLDS_MS);
  expect(typists()).toBeUndefined();
});

test('what they typed is here: they are not typing it any more', () => {
  types(bob);
  types(bob, QUIET);
  tell({ kind: 'message', message: said(bob, 1) });
  expect(typists()).toBeUndefined();
  expect(watch.typists.get().get(QUIET)).toEqual([bob.member]);
});

test('typing is told at most every three seconds a channel, and not at all by who hides it', () => {
  for (let i = 0; i < 10; i += 1) {
    watch.typed(KELP, GENERAL);
    clock.pass(500);
  }
  expect(told).toEqual([GENERAL, GENERAL]);
  watch.typed(KELP, QUIET);
  expect(told).toHaveLength(3);
  hides = true;
  clock.pass(10_000);
  watch.typed(KELP, GENERAL);
  expect(told).toHaveLength(3);
});
