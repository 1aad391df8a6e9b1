/** Runs of alice's lane that follow what a disk has lost, and what comes while they wait. */
import { beforeAll, expect, test } from 'vitest';

import { toBase64Url } from '../base/bytes.ts';
import { idBytes } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import type { Lane } from '../lanes/lane.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type CastRecord, laneCast } from '../testing/lane-cast.ts';
import { type Community, openCommunity } from './community.ts';
import { createRestore, type Restore } from './restore-run.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

type World = {
  community: Community;
  lane: Lane;
  restore: Restore;
  /** The run of records from `from` to before `to`, as the journal has it. */
  frame: (from: number, to: number) => Uint8Array;
  /** What came from a member: on its way to the disk. @returns what happens when it is there */
  accept: (from: number, to: number) => () => void;
  place: CastPlace;
  looks: () => number;
};
type CastPlace = Parameters<Restore['behind']>[0];

const START = Date.UTC(2026, 0, 5);
const SEEDS = { device: new Uint8Array(32).fill(5), root: new Uint8Array(32).fill(6) };

const makeWorld = (count: number, at: (i: number) => number = (i) => START + i): World => {
  const cast = laneCast(crypto, 9);
  const written = Array.from({ length: count }, (_, i): CastRecord => cast.write(`alice ${i}`, at(i)));
  const { where } = cast;
  const local = { community: where.community, salt: toBase64Url(idBytes(where.community)), memberName: 'bob' };
  const community = openCommunity(crypto, SEEDS, local);
  let looks = 0;
  const { takeFirst } = community.parked;
  community.parked.takeFirst = (lane) => {
    looks += 1;
    return takeFirst(lane);
  };
  const nothing = { feed: { stored: () => undefined, carried: () => undefined }, show: async () => undefined };
  const restore = createRestore({ crypto, logger: { info: () => undefined, warn: () => undefined } }, community, {
    ...nothing,
    bodies: { take: async () => undefined, restore: () => [] },
  });
  const place = { ...where, segment: written[0]?.segment ?? 0 };
  const lane = community.lane(where.channel, where.device);
  community.laneGrew(where.channel, lane, 0); // carried for others
  return {
    community,
    lane,
    restore,
    frame: (from, to) => writeLaneFrame(crypto, cast.run(from, to)),
    accept: (from, to) => {
      const accepted = lane.accept(cast.run(from, to));
      if (!accepted.ok) throw new Error(accepted.message);
      return () => lane.markDurable(to);
    },
    place,
    looks: () => looks,
  };
};

test('[JR-11] two frames are on their way to the disk, one after the other: what waits behind counts when both are there', async () => {
  const { lane, restore, frame, accept, place } = makeWorld(10);
  await restore.take(frame(5, 10));
  const [first, second] = [accept(0, 3), accept(3, 5)];
  first();
  await restore.behind(place);
  expect(lane.durable()).toBe(3);
  second();
  await restore.behind(place);
  expect(lane.durable()).toBe(10);
});

test('[JR-11] each time the lane grows only the run that comes first is looked at, however many wait', async () => {
  const { community, restore, frame, looks, lane } = makeWorld(1_000);
  for (let i = 500; i < 1_000; i += 1) await restore.take(frame(i, i + 1));
  for (let i = 0; i < 499; i += 1) await restore.take(frame(i, i + 1));
  expect(lane.durable()).toBe(499);
  expect(looks()).toBe(499);
  await restore.take(frame(499, 500));
  expect(lane.durable()).toBe(1_000);
  expect(community.parked.isEmpty()).toBe(true);
});

test('[JR-11] what was written again stands behind what follows it: whatever the order in the journal, all of it is taken', async () => {
  const DAY = 24 * 60 * 60_000;
  const { community, restore, frame, lane } = makeWorld(9, (i) => START + i * 20 * DAY);
  for (const i of [7, 2, 8, 5, 6, 3, 1, 4]) await restore.take(frame(i, i + 1));
  expect(lane.durable()).toBe(0);
  await restore.take(frame(0, 1));
  expect(lane.durable()).toBe(9);
  expect(community.parked.isEmpty()).toBe(true);
});
