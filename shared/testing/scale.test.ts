/** Crowds with the real sync and the real choice of links (docs/scale.md has larger ones): counts, never times. */
import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { MAX_LINKS } from '../mesh/room-announcer.ts';
import type { Crypto } from '../ports/crypto.ts';
import { runScale, type ScalePart, type ScaleReport } from './scale/run-scale.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const crowd = (peers: number, more: { isFlooding?: boolean } = {}): ScaleReport =>
  runScale(crypto, {
    peers,
    authors: Math.min(peers, 16),
    seed: peers,
    seconds: { gather: 30, chat: 40, churn: 60, apart: 30, healed: 60 },
    messagesPerSecond: 1,
    churnPerMinute: 0.2,
    ...more,
  });
const partOf = (report: ScaleReport, name: ScalePart['name']): ScalePart => {
  const part = report.parts.find((each) => each.name === name);
  if (part === undefined) throw new Error(`there is no part ${name}`);
  return part;
};
const sendsIn = (report: ScaleReport, name: ScalePart['name']): number => partOf(report, name).sendsPerDelivery ?? 0;

test('[SY-18] 16 peers send a message at most 1.3 times for each that needs it, and several times as a flood', () => {
  const report = crowd(16);
  expect(report.lacking).toBe(0);
  expect(partOf(report, 'chat').messages).toBe(40);
  expect(sendsIn(report, 'chat')).toBeLessThanOrEqual(1.3);
  expect(sendsIn(report, 'churn')).toBeLessThanOrEqual(1.3);
  expect(sendsIn(crowd(16, { isFlooding: true }), 'chat')).toBeGreaterThan(3);
});

test('[SY-19] 60 peers are one mesh of bounded degree while people come and go, and become one again after a division', () => {
  const report = crowd(60);
  expect(report.lacking).toBe(0);
  expect(report.linkedAfter).toBeDefined();
  expect(report.healedAfter).toBeDefined();
  const together = report.samples.filter(({ second }) => second > 20 && second <= 130);
  for (const { second, online, largestPart } of together) expect(largestPart, `at ${second} s`).toBe(online);
  expect(Math.max(...report.samples.map(({ maxDegree }) => maxDegree))).toBeLessThanOrEqual(MAX_LINKS);
  // who has more than twelve gives some up
  const settled = report.samples.filter(({ second }) => second > 100 && second <= 130);
  expect(Math.max(...settled.map(({ meanDegree }) => meanDegree))).toBeLessThan(13);
  expect(partOf(report, 'apart').messages).toBeGreaterThan(0);
  expect(report.samples.some(({ largestPart, online }) => largestPart < online)).toBe(true);
});
