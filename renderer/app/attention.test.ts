import { expect, test } from 'vitest';

import { FOR_EVER } from '../../shared/model/personal.ts';
import { createAttention } from './attention.ts';
import { createPersonalStore } from './personal-store.ts';
import { createReadMarks } from './read-marks.ts';
import { GENERAL, handClock, KELP, newsPorts, reportsOf, said, bob } from './testing/page-cast.ts';

const SCOPE = { community: KELP, channel: GENERAL };
const DAY = 86_400_000;

/** Alice's device, whose clock can be set. */
const openDevice = (ahead: number) => {
  const clock = handClock();
  const set = { ahead };
  const now = (): number => clock.now() + set.ahead;
  const { said: reported, report } = reportsOf();
  const kept = newsPorts();
  const personal = createPersonalStore(kept.personal, clock.after, report);
  const attention = createAttention(personal, now, clock.after);
  return { set, clock, kept, personal, attention, marks: createReadMarks(personal, now), reported };
};

test('what alice chose while her clock was a day ahead she can undo once it is right', () => {
  const { set, attention } = openDevice(DAY);
  attention.mute(SCOPE, FOR_EVER);
  attention.choose(SCOPE, 'nothing');
  set.ahead = 0;
  attention.mute(SCOPE, 0);
  attention.choose(SCOPE, 'mentions');
  expect(attention.mutedUntil(SCOPE)).toBe(0);
  expect(attention.levelOf(SCOPE)).toBe('mentions');
  attention.choose(SCOPE, undefined);
  expect(attention.levelOf(SCOPE)).toBe('all');
});

test('she came when her clock was a day ahead: what is said once it is right is news', () => {
  const { set, clock, marks } = openDevice(DAY);
  marks.begin(KELP);
  set.ahead = 0;
  const message = { ...said(bob, 1), sortKey: '0000000000001000.x' };
  expect(marks.isNews(message)).toBe(false);
  marks.begin(KELP);
  expect(marks.isNews(message)).toBe(true);
  clock.pass(DAY);
  marks.begin(KELP);
  expect(marks.isNews(message)).toBe(true);
});

test('what she chose is written before the page goes', async () => {
  const { attention, personal, kept, reported } = openDevice(0);
  attention.choose(SCOPE, 'nothing');
  expect(await kept.personal.load()).toEqual([]);
  personal.flush();
  expect(await kept.personal.load()).toMatchObject([{ kind: 'level', level: 'nothing' }]);
  expect(reported).toEqual([]);
});
