import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { SEGMENT_MS } from '../lanes/hybrid-clock.ts';
import { createLane, type Lane } from '../lanes/lane.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import { readTail } from '../lanes/lane-tail.ts';
import type { Crypto } from '../ports/crypto.ts';
import { laneCast } from '../testing/lane-cast.ts';
import { tailsOf } from './tail-server.ts';

const NOW = Date.UTC(2026, 10, 26);
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

type Cast = ReturnType<typeof laneCast>;

/** All that these have written, as somebody has it. */
const heldBy = (...people: readonly Cast[]) => {
  const lanes = people.map(({ where, records }): Lane => {
    const lane = createLane(crypto, where);
    for (const record of records) lane.append(record);
    lane.markDurable(records.length);
    return lane;
  });
  return { id: laneCast(crypto, 1).where.community, lanes: () => lanes };
};

/** What each one's tail begins and ends with, and that it reads by itself. */
const tails = (community: ReturnType<typeof heldBy>, count: number): (readonly [number, number])[] =>
  tailsOf(community, laneCast(crypto, 1).where.channel, count).map((run) => {
    const read = readTail(crypto, run, Number.POSITIVE_INFINITY);
    if (!read.ok) throw new Error(read.message);
    const seqs = read.value.map(({ envelope }) => envelope.seq);
    return [seqs[0] ?? -1, seqs.at(-1) ?? -1] as const;
  });

test('[SY-20] the newest by clock, of all lanes together: who was silent for long is not among them', () => {
  const [alice, bob, carol] = [laneCast(crypto, 81), laneCast(crypto, 82), laneCast(crypto, 83)];
  for (let i = 0; i < 50; i += 1) carol.write('long ago', NOW - 10_000 + i);
  for (let i = 0; i < 400; i += 1) (i % 4 === 0 ? bob : alice).write(`message ${i}`, NOW + i);
  const community = heldBy(alice, bob, carol);
  expect(tails(community, 8)).toEqual([
    [294, 299],
    [98, 99],
  ]);
  for (const count of [100, 101, 2 ** 50])
    expect(tails(community, count)).toEqual([
      [225, 299],
      [75, 99],
    ]);
  expect(tails(community, 0)).toEqual([]);
  expect(tails(heldBy(), 100)).toEqual([]);
});

test('[SY-20] of each lane its last segment alone', () => {
  const alice = laneCast(crypto, 84);
  for (let i = 0; i < 20; i += 1) alice.write(`last week ${i}`, NOW - SEGMENT_MS + i);
  for (let i = 0; i < 20; i += 1) alice.write(`this week ${i}`, NOW + i);
  expect(tails(heldBy(alice), 100)).toEqual([[20, 39]]);
});

test('[SY-20] long messages are fewer, so that each tail fits a frame; one is sent however long', () => {
  const alice = laneCast(crypto, 85);
  for (let i = 0; i < 100; i += 1) alice.write('x'.repeat(i < 50 ? 30_000 : 1_000), NOW + i);
  const community = heldBy(alice);
  const [run] = tailsOf(community, alice.where.channel, 100);
  if (run === undefined) throw new Error('alice has a tail');
  expect(run.envelopes.length).toBeGreaterThan(30);
  expect(writeLaneFrame(crypto, run).length).toBeLessThan(50 * 1024);
  const bob = laneCast(crypto, 86);
  for (let i = 0; i < 3; i += 1) bob.write('x'.repeat(32_000), NOW + i);
  expect(tails(heldBy(bob), 100)).toEqual([[2, 2]]);
});
