import { expect, test } from 'vitest';

import { createInboundBudget, INBOUND_LIMITS } from './inbound-budget.ts';

const takeOneByOne = (budget: ReturnType<typeof createInboundBudget>, at: number, tries: number): number => {
  let taken = 0;
  for (let i = 0; i < tries; i += 1) if (budget.mayTakeRecords(at, 1, 100)) taken += 1;
  return taken;
};

test('[SY-9] of records nobody asked for a burst of 2,000 is taken, then 200 a second', () => {
  const budget = createInboundBudget(0);
  expect(takeOneByOne(budget, 0, 5_000)).toBe(INBOUND_LIMITS.records.burst);
  expect(takeOneByOne(budget, 1_000, 5_000)).toBe(INBOUND_LIMITS.records.perSecond);
  expect(takeOneByOne(budget, 1_500, 5_000)).toBe(INBOUND_LIMITS.records.perSecond / 2);
});

test('[SY-9] long records are bounded by their bytes', () => {
  const budget = createInboundBudget(0);
  let taken = 0;
  while (budget.mayTakeRecords(0, 1, 64 * 1024)) taken += 1;
  expect(taken).toBe(INBOUND_LIMITS.recordBytes.burst / (64 * 1024));
});

test('[SY-9] a clock that is set back gives nothing away and locks nobody out', () => {
  const budget = createInboundBudget(1_000_000);
  takeOneByOne(budget, 1_000_000, 5_000);
  expect(takeOneByOne(budget, 0, 10)).toBe(0);
  expect(takeOneByOne(budget, 1_000, 1_000)).toBe(200);
});

test('[SY-9] other messages are heard up to 32 MiB at once, and 2 MiB a second after that', () => {
  const budget = createInboundBudget(0);
  let heard = 0;
  while (budget.mayHear(0, 65_536)) heard += 65_536;
  expect(heard).toBe(INBOUND_LIMITS.otherBytes.burst);
  expect(budget.mayHear(10, 65_536)).toBe(false);
  expect(budget.mayHear(1_010, 65_536)).toBe(true);
});
