import { expect, test } from 'vitest';

import { clockText } from '../../shared/base/clock-text.ts';
import { createPersonalStore } from './personal-store.ts';
import { createReadMarks } from './read-marks.ts';
import { GENERAL, handClock, KELP, newsPorts, reportsOf } from './testing/page-cast.ts';

const SCOPE = { community: KELP, channel: GENERAL };

const openMarks = (kept = newsPorts()) => {
  const clock = handClock();
  const personal = createPersonalStore(kept.personal, clock.after, reportsOf().report);
  return { marks: createReadMarks(personal, clock.now), personal, clock, kept };
};

test('who came a minute ago, or read everything then, has nothing old to read', async () => {
  const { marks, personal, clock } = openMarks();
  await personal.loaded;
  marks.begin(KELP);
  expect(marks.isCaughtUp(SCOPE)).toBe(true);
  clock.pass(70_000);
  expect(marks.isCaughtUp(SCOPE)).toBe(false);
  marks.move(SCOPE, clockText(69_000, 0));
  expect(marks.isCaughtUp(SCOPE)).toBe(true);
});

test('before it was read back nobody knows what was read', async () => {
  const { marks, personal } = openMarks();
  expect(marks.isCaughtUp(SCOPE)).toBe(false);
  await personal.loaded;
  expect(marks.isCaughtUp(SCOPE)).toBe(true);
});
