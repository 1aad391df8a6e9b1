/** Ways to spoil a frame: those that know nothing of its form, and those that know where its counts and lengths are. */
import { encodeUtf8 } from 'lib0/string';

import { concatBytes } from '../base/bytes.ts';
import { createReader } from '../base/reader.ts';
import { createWriter } from '../base/writer.ts';
import { createSeededRandom } from './seeded-random.ts';

export type Draw = (below: number) => number;
export type Mutation = (frame: Uint8Array, draw: Draw, other: Uint8Array) => Uint8Array;

export const drawFrom = (seed: number): Draw => {
  const random = createSeededRandom(seed);
  let bytes = random.bytes(0);
  let at = 0;
  return (below) => {
    if (at + 3 > bytes.length) [bytes, at] = [random.bytes(3_000), 0];
    const value = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    at += 3;
    return value % below;
  };
};

const TELLING = [0, 1, 2, 7, 8, 116, 127, 128, 136, 255];
/** Types of the handshake, of links, of the device link, and some that nobody has. */
const TYPES = [
  0, 1, 2, 3, 4, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 40, 42, 44, 46, 47, 99,
  255,
];
const HUGE = [2 ** 14, 2 ** 21, 2 ** 31, 2 ** 32, 2 ** 52, Number.MAX_SAFE_INTEGER];
const PASSABLE_BYTES = 64 * 1024;

const insert = (frame: Uint8Array, at: number, part: Uint8Array): Uint8Array =>
  concatBytes(frame.subarray(0, at), part, frame.subarray(at));

const flipped: Mutation = (frame, draw) => {
  const out = frame.slice();
  if (out.length === 0) return out;
  for (let i = draw(4); i >= 0; i -= 1) {
    const at = draw(out.length);
    out[at] = (out[at] ?? 0) ^ (1 << draw(8));
  }
  return out;
};

/** How frames are made: so many bytes as they are, a number, bytes with their length before them, or a list of parts. */
type Part = number | 'number' | 'bytes' | readonly Part[];

/** A lane: segment; length of the update; in it clients, structs, client, clock; then whatever reads as a number. */
const UPDATE = Array.from({ length: 9 }, () => 'number' as const);
const LANE: readonly Part[] = [32, 'number', 32, ...UPDATE];
const FORMS: Readonly<Record<number, readonly Part[]>> = {
  16: [[32, 'number', 32]],
  17: [['bytes']],
  19: [32, [32, 'number', 32, ['number']]],
  20: [32, [32, 'number']],
  21: LANE,
  23: ['bytes'],
  24: [32, [32, ['number']]],
  25: [32, 'number'],
  26: LANE,
  27: [[32, 'number', 8]],
  28: [32, [1, 5]],
  29: [32, [1], [8, 'number', 5, ['number']]],
  30: [32, 1, [8, 'number', 5, ['number']]],
  31: [32, [8, 'number']],
  40: [[32, 'number', 'bytes', 64]],
  47: [8, 'number', 8, ...UPDATE],
};

/** @returns where the numbers stand that say how much follows; what comes after a wrong one is not looked for */
const countsIn = (frame: Uint8Array): number[] => {
  const reader = createReader(frame.subarray(1));
  const found: number[] = [];
  const number = (): number => {
    found.push(frame.length - reader.left());
    return reader.varuint();
  };
  const read = (part: Part): void => {
    if (typeof part === 'number') reader.raw(part);
    else if (part === 'number') number();
    else if (part === 'bytes') reader.raw(number());
    else for (let i = Math.min(number(), 6); i > 0 && !reader.failed(); i -= 1) part.forEach(read);
  };
  FORMS[frame[0] ?? 0]?.forEach(read);
  return found;
};

const numberAt = (frame: Uint8Array, at: number): { value: number; end: number } => {
  const reader = createReader(frame.subarray(at));
  const value = reader.varuint();
  return { value, end: frame.length - reader.left() };
};

/** A number that lies: one more or less, huge, zero, in a longer form than it needs, or one that never ends. */
const lyingCount: Mutation = (frame, draw) => {
  const places = countsIn(frame);
  const at = places[draw(Math.max(1, places.length))];
  if (at === undefined) return flipped(frame, draw, frame);
  const { value, end } = numberAt(frame, at);
  const lie = [
    () =>
      createWriter()
        .varuint(value + 1)
        .done(),
    () =>
      createWriter()
        .varuint(Math.max(0, value - 1))
        .done(),
    () =>
      createWriter()
        .varuint(HUGE[draw(HUGE.length)] ?? 0)
        .done(),
    () => createWriter().varuint(draw(300)).done(),
    () => Uint8Array.of(0x80 | (value & 127), 0x80, 0),
    () => new Uint8Array(12).fill(255),
  ][draw(6)];
  return concatBytes(frame.subarray(0, at), lie?.() ?? new Uint8Array(0), frame.subarray(end));
};

const JSON_LIES = [
  'null',
  '7',
  '-1',
  '1e400',
  'true',
  '[]',
  '{}',
  '""',
  '[[[[[[[[[]]]]]]]]]',
  '{"__proto__":{}}',
  '"\\ud800"',
];

/** Where the frame holds JSON: a text in it becomes something of another type. */
const lyingText: Mutation = (frame, draw) => {
  const quotes = [...frame.keys()].filter((at) => frame[at] === 0x22);
  const from = quotes[draw(Math.max(1, quotes.length - 1))];
  const to = quotes.find((at) => from !== undefined && at > from);
  if (from === undefined || to === undefined) return flipped(frame, draw, frame);
  const lie = encodeUtf8(JSON_LIES[draw(JSON_LIES.length)] ?? '');
  return concatBytes(frame.subarray(0, from), lie, frame.subarray(to + 1));
};

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'bits flipped': flipped,
  'a byte of a telling value': (frame, draw) => {
    const out = frame.slice();
    out[draw(Math.max(1, out.length))] = TELLING[draw(TELLING.length)] ?? 0;
    return out;
  },
  'another type': (frame, draw) => concatBytes(Uint8Array.of(TYPES[draw(TYPES.length)] ?? 0), frame.subarray(1)),
  'cut short': (frame, draw) => frame.slice(0, draw(Math.max(1, frame.length))),
  'more behind it': (frame, draw) => concatBytes(frame, new Uint8Array(1 + draw(40)).fill(draw(256))),
  'bytes put in': (frame, draw) => insert(frame, draw(frame.length + 1), new Uint8Array(1 + draw(9)).fill(draw(256))),
  'bytes taken out': (frame, draw) => {
    const at = draw(Math.max(1, frame.length));
    return concatBytes(frame.subarray(0, at), frame.subarray(at + 1 + draw(40)));
  },
  'a part said twice': (frame, draw) => {
    const at = draw(frame.length + 1);
    return insert(frame, at, frame.subarray(at, at + 1 + draw(200)));
  },
  'the whole said twice': (frame) => concatBytes(frame, frame).subarray(0, PASSABLE_BYTES),
  'another frame’s part': (frame, draw, other) => {
    const out = frame.slice();
    const at = draw(Math.max(1, Math.min(out.length, other.length)));
    out.set(other.subarray(at, Math.min(at + 1 + draw(150), out.length)), at);
    return out;
  },
  'another frame’s end': (frame, draw, other) => {
    const at = draw(Math.max(1, Math.min(frame.length, other.length)));
    return concatBytes(frame.subarray(0, at), other.subarray(at)).subarray(0, PASSABLE_BYTES);
  },
  'a number that lies': lyingCount,
  'a text of another type': lyingText,
};
