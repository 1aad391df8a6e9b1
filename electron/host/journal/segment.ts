/** One file of the journal: frames behind a head. Only the newest segment grows; of the others at most all is written anew. */
import { randomBytes } from 'node:crypto';

import {
  chainAfter,
  chainIn,
  FRAME_OVERHEAD,
  type FrameKey,
  openFrame,
  readShape,
  SALT_BYTES,
  writeFrame,
} from './frame.ts';
import { type JournalFile, type JournalFiles, readPart, withFile } from './journal-files.ts';
import { rewriteSegment } from './rewrite-segment.ts';
import type { ByteRange } from './scan-frames.ts';
import { BODY_AT, frameKeyOf, type JournalKey, readHeads } from './segment-head.ts';
import { writeIndex } from './segment-index.ts';
import { type Damage, damageIn, indexName, segmentName, type SegmentState } from './segment-state.ts';

export type Segment = {
  /** Position of its first entry. */
  first: number;
  count: () => number;
  bytes: () => number;
  damage: () => Damage[];
  /** Undefined for an entry that is lost. At least one if there is one, then as many as fit. */
  read: (index: number, budget: number) => Promise<(Uint8Array | undefined)[]>;
  /** Resolves when they are on the disk; if it rejects, none of them is part of the segment. */
  append: (entries: readonly Uint8Array[]) => Promise<void>;
  /** Writes the whole segment anew, with other bytes at some indexes. */
  rewrite: (changed: ReadonlyMap<number, Uint8Array>) => Promise<void>;
  /** Looks at every bit of some frames from `index` on. @returns the index of the first that it has not looked at */
  check: (index: number, budget: number) => Promise<number>;
  saveIndex: () => Promise<void>;
  /** The journal ends in this one: its file stays open. */
  hold: () => Promise<void>;
  release: () => Promise<void>;
};

export const createSegment = (files: JournalFiles, key: JournalKey, state: SegmentState): Segment => {
  const name = segmentName(state.head.number);
  let frameKey = frameKeyOf(key, state.head);
  let salt = randomBytes(SALT_BYTES);
  let isGrowing = false;
  /** Where it grows, unless it could not be opened again; an append tries that. */
  let held: JournalFile | undefined;
  let isTorn = false;

  const withOwn = <T>(work: (file: JournalFile) => Promise<T>): Promise<T> =>
    held === undefined ? withFile(files, { name, how: 'read' }, work) : work(held);

  const opened = async (): Promise<JournalFile> => (held ??= await files.open(name, 'write'));
  const close = async (): Promise<void> => {
    const file = held;
    held = undefined;
    await file?.close();
  };

  /** Frames behind half a frame would be taken for what follows damage: nothing is written before the half is gone. */
  const cutHalf = async (file: JournalFile): Promise<void> => {
    await file.truncate(state.bytes);
    isTorn = false;
  };

  const append: Segment['append'] = async (entries) => {
    if (!isGrowing) throw new Error('A sealed segment of the journal does not grow.');
    const file = await opened();
    const batch = sealBatch(state, frameKey, salt, entries);
    if (isTorn) await cutHalf(file);
    try {
      await file.write(batch.bytes, state.bytes);
      await file.datasync();
    } catch (error) {
      isTorn = true;
      salt = randomBytes(SALT_BYTES); // the same indexes will be used again, for something else
      await cutHalf(file).catch(() => undefined); // tried again before the next write
      throw error;
    }
    for (const start of batch.starts) state.starts.push(start);
    state.bytes += batch.bytes.length;
    state.chain = batch.chain;
  };

  /** The bytes of the frames from `index` on that fit; at least one frame. */
  const load = async (index: number, budget: number): Promise<Loaded> => {
    const ends = endsFrom(state, index, budget);
    const from = state.starts.at(index) ?? state.bytes;
    const bytes = await withOwn((file) => readPart(file, from, ends.at(-1) ?? from));
    return { bytes, from, ends };
  };

  const read: Segment['read'] = async (index, budget) => {
    const loaded = state.isThere ? await load(index, budget) : undefined;
    const count = loaded?.ends.length ?? Math.min(1_000, state.starts.length() - index);
    return Array.from({ length: count }, (_, i) => {
      const entry = loaded && !state.lost.has(index + i) ? entryIn(state, loaded, frameKey, index + i, i) : undefined;
      if (entry === undefined) state.lost.add(index + i);
      return entry;
    });
  };

  const check: Segment['check'] = async (index, budget) => {
    if (!state.isThere) return state.starts.length();
    if (index === 0) await checkHead(withOwn, state);
    const loaded = await load(index, budget);
    const frames = loaded.ends.map((end, i) => ({
      at: (state.starts.at(index + i) ?? loaded.from) - loaded.from,
      end: end - loaded.from,
      index: index + i,
    }));
    for (const wrong of wrongFrames(loaded.bytes, frames, frameKey.seed)) state.lost.add(wrong);
    return index + loaded.ends.length;
  };

  return {
    first: state.head.first,
    count: () => state.starts.length(),
    bytes: () => state.bytes,
    damage: () => damageIn(state),
    read,
    append,
    check,
    rewrite: async (changed) => {
      const next = await rewriteSegment(files, key, { state, read, changed });
      await close(); // some systems rename nothing onto an open file
      await files.rename(`${name}.next`, name);
      Object.assign(state, next);
      frameKey = frameKeyOf(key, state.head);
      salt = randomBytes(SALT_BYTES);
      isTorn = false;
      await files.syncDirectory();
    },
    saveIndex: async () => {
      const next = `${indexName(state.head.number)}.next`;
      const bytes = writeIndex({ head: state.head, bytes: state.bytes, starts: state.starts.all() });
      await withFile(files, { name: next, how: 'new' }, (file) => file.write(bytes, 0));
      await files.rename(next, indexName(state.head.number));
    },
    hold: async () => {
      isGrowing = true;
      await opened();
    },
    release: async () => {
      isGrowing = false;
      await close();
    },
  };
};

type Loaded = { bytes: Buffer; from: number; ends: number[] };

type FramePlace = { at: number; end: number; index: number };

/** Indexes of those that are not what was written there, or do not follow the one before. */
export const wrongFrames = (bytes: Buffer, frames: readonly FramePlace[], seed: number): number[] => {
  const wrong: number[] = [];
  let chain: Uint8Array | undefined;
  for (const { at, end, index } of frames) {
    const shape = readShape(bytes, at, seed);
    const isRight =
      isFrameOf(shape, index, end) &&
      shape?.isLost === false &&
      (chain === undefined || chainIn(bytes, at).equals(chain));
    if (!isRight) wrong.push(index);
    chain = isRight ? chainAfter(bytes, end) : undefined;
  }
  return wrong;
};

const isFrameOf = (shape: ReturnType<typeof readShape>, index: number, end: number): boolean =>
  shape !== undefined && shape.index === index && shape.end === end;

const entryIn = (
  state: SegmentState,
  { bytes, from, ends }: Loaded,
  key: FrameKey,
  index: number,
  i: number,
): Uint8Array | undefined => {
  const at = (state.starts.at(index) ?? from) - from;
  const end = (ends[i] ?? from) - from;
  const shape = readShape(bytes, at, key.seed);
  if (!isFrameOf(shape, index, end) || shape?.isLost === true) return undefined;
  return openFrame(bytes, at, end, key);
};

const endsFrom = ({ starts, bytes }: SegmentState, index: number, budget: number): number[] => {
  const from = starts.at(index) ?? bytes;
  const ends: number[] = [];
  for (let next = index + 1; next <= starts.length(); next += 1) {
    const end = starts.at(next) ?? bytes;
    if (ends.length > 0 && end - from > budget) break;
    ends.push(end);
  }
  return ends;
};

const sealBatch = (
  state: SegmentState,
  key: FrameKey,
  salt: Uint8Array,
  entries: readonly Uint8Array[],
): { bytes: Buffer; starts: number[]; chain: Uint8Array } => {
  const bytes = Buffer.alloc(entries.reduce((sum, entry) => sum + FRAME_OVERHEAD + entry.length, 0));
  const starts: number[] = [];
  let { chain } = state;
  let at = 0;
  for (const [i, entry] of entries.entries()) {
    starts.push(state.bytes + at);
    at = writeFrame(bytes, at, key, { index: state.starts.length() + i, entry, chain, salt });
    chain = chainAfter(bytes, at);
  }
  return { bytes, starts, chain: Uint8Array.from(chain) };
};

const checkHead = async (
  withOwn: <T>(work: (file: JournalFile) => Promise<T>) => Promise<T>,
  state: SegmentState,
): Promise<void> => {
  const { wrong } = readHeads(await withOwn((file) => readPart(file, 0, BODY_AT)));
  const isKnown = (range: ByteRange): boolean => state.flaws.some(({ from }) => from === range.from);
  state.flaws.push(...wrong.filter((range) => !isKnown(range)));
};
