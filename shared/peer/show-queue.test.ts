import { expect, test } from 'vitest';

import type { PlacedRecord } from './message-stubs.ts';
import { createShowQueue } from './show-queue.ts';

/** As a queue sees them, records are only counted. */
const records = (count: number): PlacedRecord[] => Array<PlacedRecord>(count).fill({} as PlacedRecord);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const start = (fails = false) => {
  const steps: number[] = [];
  const failures: unknown[] = [];
  const timers: { ms: number; action: () => void; isOver: boolean }[] = [];
  const queue = createShowQueue(
    async (shown) => {
      steps.push(shown.length);
      await settle();
      if (fails) throw new Error('no room');
    },
    (error) => failures.push(error),
    (ms, action) => {
      const timer = { ms, action, isOver: false };
      timers.push(timer);
      return () => void (timer.isOver = true);
    },
  );
  const fire = async (): Promise<void> => {
    for (const timer of timers.splice(0)) if (!timer.isOver) timer.action();
    await settle();
    await settle();
  };
  return { queue, steps, failures, timers, fire };
};

test('history that comes lane by lane is shown in one step, a moment later', async () => {
  const { queue, steps, timers, fire } = start();
  for (let i = 0; i < 5; i += 1) await queue.add(records(100), { isNew: true });
  await settle();
  expect([steps, timers.length]).toEqual([[], 1]);
  await fire();
  expect(steps).toEqual([500]);
  await queue.add(records(100), { isNew: true });
  await fire();
  expect(steps).toEqual([500, 100]);
});

test('the last of it is shown at once, with what waits', async () => {
  const { queue, steps } = start();
  await queue.add(records(100), { isNew: true });
  await queue.add(records(100), { isNew: true, isLast: true });
  await settle();
  expect(steps).toEqual([200]);
});

test('what is said now is shown at once, and what came before it with it', async () => {
  const { queue, steps } = start();
  await queue.add(records(100), { isNew: true });
  await queue.add(records(1), { isNew: true });
  await settle();
  expect(steps).toEqual([101]);
});

test('what is read back is not waited with, and nobody waits for more than is there', async () => {
  const { queue, steps, timers } = start();
  await queue.add(records(100), { isNew: false });
  expect([steps, timers]).toEqual([[100], []]);
  await queue.add(records(100), { isNew: true });
  await queue.shown();
  expect(steps).toEqual([100, 100]);
});

test('a full step is not waited with; what is left over is', async () => {
  const { queue, steps, fire } = start();
  for (let i = 0; i < 45; i += 1) await queue.add(records(100), { isNew: true });
  await settle();
  await settle();
  expect(steps).toEqual([4_100]);
  await fire();
  expect(steps).toEqual([4_100, 400]);
});

test('a step that fails is told of, and the next is shown all the same', async () => {
  const { queue, steps, failures } = start(true);
  await queue.add(records(1), { isNew: true });
  await queue.shown();
  await queue.add(records(1), { isNew: true });
  await queue.shown();
  expect([steps, failures.length, queue.isAllShown()]).toEqual([[1, 1], 2, false]);
});

test('nothing is done after its end', async () => {
  const { queue, steps, fire } = start();
  await queue.add(records(100), { isNew: true });
  queue.dispose();
  await fire();
  expect(steps).toEqual([]);
});
