/** Several runs of one lane in one message. */
import { beforeAll, expect, test } from 'vitest';

import { concatBytes } from '../base/bytes.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { cutFrames, cutRuns } from '../sync/cut-runs.ts';
import { laneCast } from '../testing/lane-cast.ts';
import { SEGMENT_MS } from './hybrid-clock.ts';
import { type LaneRun, readLaneFrames, writeLaneFrame } from './lane-frame.ts';
import { createLane } from './lane.ts';

const NOW = Date.UTC(2026, 10, 23);
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

/** So many records in each of several weeks. */
const written = (perWeek: number, weeks: number, seed = 5) => {
  const cast = laneCast(crypto, seed);
  for (let week = 0; week < weeks; week += 1)
    for (let i = 0; i < perWeek; i += 1) cast.write(`message ${i} of week ${week}`, NOW + week * SEGMENT_MS + i);
  return cast;
};
type Cast = ReturnType<typeof written>;

const sent = (...runs: readonly LaneRun[]): Uint8Array =>
  concatBytes(...runs.map((run) => writeLaneFrame(crypto, run)));
const weeksOf = (cast: Cast, perWeek: number, from = 0): LaneRun[] =>
  Array.from({ length: cast.records.length / perWeek - from }, (_, i) =>
    cast.run((from + i) * perWeek, (from + i + 1) * perWeek),
  );
const read = (cast: Cast, frames: Uint8Array) => readLaneFrames(crypto, cast.where.community, frames);
const received = (cast: Cast, ...runs: readonly LaneRun[]) => {
  const result = read(cast, sent(...runs));
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

test('[SY-7] a lane of many weeks is cut into one message, and taken with one signature checked', () => {
  const cast = written(3, 8);
  const alice = createLane(crypto, cast.where);
  alice.acceptAll(received(cast, ...weeksOf(cast, 3)));
  alice.markDurable(24);
  const cut = cutRuns(cast.where, alice, 1);
  expect(cut.map(({ from, envelopes }) => [from, envelopes.length])).toEqual([[1, 2], ...Array(7).fill([0, 3])]);

  let checked = 0;
  const counting: Crypto = { ...crypto, verify: (...of) => ((checked += 1), crypto.verify(...of)) };
  const bob = createLane(counting, cast.where);
  expect(bob.acceptAll(received(cast, cast.run(0, 1)))).toMatchObject({ ok: true });
  const taken = bob.acceptAll(received(cast, ...cut));
  expect(taken.ok && taken.value.map(({ id }) => id)).toEqual(cast.records.slice(1).map(({ id }) => id));
  expect(checked).toBe(2);
  expect(bob.acceptAll(received(cast, ...weeksOf(cast, 3)))).toEqual({ ok: true, value: [] });
});

test('[SY-7] a message holds at most 400 records, and 64 KiB', () => {
  const cast = written(50, 9);
  const lane = createLane(crypto, cast.where);
  for (const run of weeksOf(cast, 50)) lane.accept(run);
  lane.markDurable(450);
  const count = (runs: readonly LaneRun[]) => runs.reduce((sum, { envelopes }) => sum + envelopes.length, 0);
  const cut = cutRuns(cast.where, lane, 0);
  expect(sent(...cut).length).toBeLessThanOrEqual(64 * 1024);
  expect(count(cut)).toBeGreaterThan(250);
  expect(count(cut)).toBeLessThanOrEqual(400);
});

test('[SY-7] a page that is stored is sent as it is, but not beyond what counts', () => {
  const cast = written(3, 8);
  const lane = createLane(crypto, cast.where);
  for (const run of weeksOf(cast, 3)) lane.accept(run);
  lane.markDurable(24);
  const made = cutFrames(crypto, cast.where, lane, 0);
  lane.takeUnsaved(() => true);
  lane.saved();
  lane.takeUnsaved(() => true); // at rest: a page with its bytes
  expect(lane.framesAt(0)?.count).toBe(24);
  expect(cutFrames(crypto, cast.where, lane, 0)).toEqual(made);
  lane.setLimit(20);
  expect(lane.framesAt(0)).toBeUndefined();
  expect(cutFrames(crypto, cast.where, lane, 0)?.count).toBe(20);
  expect(lane.newest(100).map(({ envelope }) => envelope.seq)).toEqual([18, 19]);
});

test('[LN-9] all or nothing: a forged record in the middle, a gap, or a bad newest signature', () => {
  const cast = written(2, 4);
  const weeks = weeksOf(cast, 2);
  const [first, second, third] = weeks;
  const last = weeks.at(-1);
  if (first === undefined || second === undefined || third === undefined || last === undefined) throw new Error('4');
  const other = weeksOf(written(2, 4, 6), 2)[1]?.envelopes ?? [];
  const forged: LaneRun = { ...second, envelopes: other };
  const newest = last.envelopes[1]?.slice() ?? new Uint8Array(0);
  newest[newest.length - 1] = (newest.at(-1) ?? 0) ^ 1;
  const unsigned: LaneRun = { ...last, envelopes: [last.envelopes[0] ?? newest, newest] };
  for (const [runs, problem] of [
    [[first, forged, third], {}],
    [[first, third], {}],
    [[second, third], { error: 'gap' }],
    [[first, second, third, unsigned], { error: 'bad-signature' }],
  ] as const) {
    const lane = createLane(crypto, cast.where);
    expect(lane.acceptAll(received(cast, ...runs))).toMatchObject({ ok: false, ...problem });
    expect(lane.accepted()).toBe(0);
  }
});

test('[LN-9] what lies beyond the limit of a lane is not taken, in whichever week it is', () => {
  const cast = written(3, 4);
  const lane = createLane(crypto, cast.where);
  lane.setLimit(5);
  const taken = lane.acceptAll(received(cast, ...weeksOf(cast, 3)));
  expect(taken.ok && taken.value.length).toBe(5);
});

test('[WF-6] runs of two lanes, out of order, twice, not from the first of their week, too many, or cut short, are refused', () => {
  const cast = written(3, 3);
  const [first, second, third] = weeksOf(cast, 3);
  if (first === undefined || second === undefined || third === undefined) throw new Error('3');
  const other = weeksOf(written(3, 3, 6), 3)[1] ?? first;
  for (const runs of [
    [first, other],
    [second, first],
    [first, first],
    [first, cast.run(4, 6)],
  ])
    expect(read(cast, sent(...runs))).toMatchObject({ error: 'malformed' });
  const all = sent(first, second, third);
  expect(read(cast, all).ok).toBe(true);
  for (const end of [all.length - 1, sent(first, second).length + 40, sent(first).length + 1])
    expect(read(cast, all.slice(0, end)).ok).toBe(false);
  const many = written(200, 3, 7);
  expect(read(many, sent(...weeksOf(many, 200)))).toMatchObject({ error: 'too-many' });
});
