/** Hostile frames: 20,000 seeded mutations of valid lane frames. None throws, none that differs is taken. */
import { beforeAll, expect, test } from 'vitest';

import { concatBytes, equalBytes } from '../base/bytes.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { laneCast } from '../testing/lane-cast.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { readLaneFrame, writeLaneFrame } from './lane-frame.ts';
import { createLane } from './lane.ts';

const NOW = Date.UTC(2026, 10, 23);
const MUTATIONS = 20_000;
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

type Draw = (below: number) => number;
type Mutation = (frame: Uint8Array, draw: Draw, other: Uint8Array) => Uint8Array;

const drawFrom = (seed: number): Draw => {
  const random = createSeededRandom(seed);
  return (below) => {
    const [a = 0, b = 0, c = 0] = random.bytes(3);
    return ((a << 16) | (b << 8) | c) % below;
  };
};

const insert = (frame: Uint8Array, at: number, part: Uint8Array): Uint8Array =>
  concatBytes(frame.subarray(0, at), part, frame.subarray(at));

const MUTATE: Record<string, Mutation> = {
  'bits flipped': (frame, draw) => {
    const out = frame.slice();
    for (let i = draw(4); i >= 0; i -= 1) {
      const at = draw(out.length);
      out[at] = (out[at] ?? 0) ^ (1 << draw(8));
    }
    return out;
  },
  'a byte of a telling value': (frame, draw) => {
    const out = frame.slice();
    out[draw(out.length)] = [0, 1, 2, 7, 8, 116, 127, 128, 136, 255][draw(10)] ?? 0;
    return out;
  },
  'cut short': (frame, draw) => frame.slice(0, draw(frame.length)),
  'more behind it': (frame, draw) => concatBytes(frame, new Uint8Array(1 + draw(40)).fill(draw(256))),
  'bytes put in': (frame, draw) => insert(frame, draw(frame.length), new Uint8Array(1 + draw(9)).fill(draw(256))),
  'bytes taken out': (frame, draw) => {
    const at = draw(frame.length);
    return concatBytes(frame.subarray(0, at), frame.subarray(at + 1 + draw(40)));
  },
  'a part said twice': (frame, draw) => {
    const at = draw(frame.length);
    return insert(frame, at, frame.subarray(at, at + 1 + draw(200)));
  },
  'another frame’s part': (frame, draw, other) => {
    const out = frame.slice();
    const at = draw(Math.min(out.length, other.length));
    out.set(other.subarray(at, Math.min(at + 1 + draw(150), out.length)), at);
    return out;
  },
  'another frame’s end': (frame, draw, other) => {
    const at = draw(Math.min(frame.length, other.length));
    return concatBytes(frame.subarray(0, at), other.subarray(at));
  },
};

const written = (seed: number, count: number) => {
  const cast = laneCast(crypto, seed);
  for (let i = 0; i < count; i += 1) cast.write(`message ${i} of ${seed}`, NOW + i);
  return cast;
};

const cutNothing: Mutation = (frame) => frame;
type Cast = ReturnType<typeof written>;

/** Gives a frame to a lane that has the first `held` records, as the core would. @returns why it was refused */
const refusalOf = (cast: Cast, frame: Uint8Array, held: number): string => {
  const lane = createLane(crypto, cast.where);
  if (held > 0) lane.accept(cast.run(0, held));
  const message = readLinkMessage(writeLinkMessage({ kind: 'lane', frame }));
  if (message?.kind !== 'lane') return 'not a lane frame';
  const read = readLaneFrame(crypto, cast.where.community, message.frame);
  const taken = read.ok ? lane.accept(read.value) : read;
  const isUnchanged =
    lane.accepted() === held &&
    cast.records.slice(0, held).every(({ id }, seq) => equalBytes(lane.record(seq)?.id ?? new Uint8Array(0), id));
  return taken.ok || !isUnchanged ? 'none' : taken.error;
};

test('of 20,000 mutated lane frames none throws and none is taken; each kind of mutation does something', () => {
  const cast = written(31, 5);
  const other = writeLaneFrame(crypto, written(32, 5).run(0, 5));
  const runs = [cast.run(0, 1), cast.run(0, 5), cast.run(2, 5)];
  const frames = runs.map((run) => writeLaneFrame(crypto, run));
  const draw = drawFrom(20_261_123);
  const kinds = Object.entries(MUTATE);
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (let i = 0; i < MUTATIONS; i += 1) {
    const which = draw(frames.length);
    const [kind = '', mutate = cutNothing] = kinds[i % kinds.length] ?? [];
    const mutated = mutate(frames[which] ?? other, draw, other);
    // mutated into itself, or into the whole of another good frame
    if ([...frames, other].some((frame) => equalBytes(frame, mutated))) continue;
    const refusal = refusalOf(cast, mutated, runs[which]?.from ?? 0);
    if (refusal === 'none') throw new Error(`taken: mutation ${i}, ${kind}`);
    count(kind);
    count(refusal);
  }
  const idle = kinds.map(([kind]) => kind).filter((kind) => (counts.get(kind) ?? 0) < MUTATIONS / 20);
  expect(idle).toEqual([]);
  // the mutations got as deep as each check
  const checks = ['malformed', 'wrong-client', 'too-many', 'bad-record', 'bad-body', 'bad-signature'];
  expect([...counts.keys()]).toEqual(expect.arrayContaining(checks));
});

test('the same frames, not mutated, are taken whole', () => {
  const cast = written(31, 5);
  const lane = createLane(crypto, cast.where);
  for (const [from, to] of [
    [0, 1],
    [0, 5],
    [2, 5],
  ] as const) {
    const message = readLinkMessage(
      writeLinkMessage({ kind: 'lane', frame: writeLaneFrame(crypto, cast.run(from, to)) }),
    );
    const read = message?.kind === 'lane' ? readLaneFrame(crypto, cast.where.community, message.frame) : undefined;
    if (read?.ok !== true) throw new Error('a frame of ours was not read');
    expect(lane.accept(read.value).ok).toBe(true);
  }
  expect(Array.from({ length: 5 }, (_, seq) => lane.record(seq)?.id)).toEqual(cast.records.map(({ id }) => id));
});
