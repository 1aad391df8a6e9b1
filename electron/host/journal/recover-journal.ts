/**
 * Start: the segments of a journal, in order, whatever a crash or the disk has made of them. A torn end is cut off, and kept
 * beside the journal; what is damaged before the end keeps its place.
 */
import { type JournalFile, type JournalFiles, readPart, withFile } from './journal-files.ts';
import { type LoadedSegment, loadSegment } from './load-segment.ts';
import { createOffsets } from './offsets.ts';
import { makeSegment } from './rewrite-segment.ts';
import { createSegment, type Segment } from './segment.ts';
import { CHAIN_START, type JournalKey, newHead } from './segment-head.ts';
import { segmentName, segmentNumber, type SegmentState } from './segment-state.ts';

export type RecoveredJournal = {
  /** At least one; the last one is open. */
  segments: Segment[];
  /** Number of the last one. */
  last: number;
  /** How many bytes of a torn end were cut off. */
  cut: number;
};

/** @throws with a message for people if the journal was made with another key */
export const recoverJournal = async (files: JournalFiles, key: JournalKey): Promise<RecoveredJournal> => {
  const loaded = await loadAll(files, key);
  const cut = await dropUnreadableEnd(files, loaded);
  const end = loaded.at(-1);
  if (end?.state === undefined) loaded.push(await firstSegment(files, key));
  const states = inOrder(key, loaded);
  const torn = end?.state === undefined ? 0 : await settleEnd(files, end, end.state);
  const segments = states.map((state) => createSegment(files, key, state));
  await segments.at(-1)?.hold();
  await saveMissingIndexes(loaded, states, segments);
  return { segments, last: states.at(-1)?.head.number ?? 0, cut: cut + torn };
};

/** Each may be read as a whole, where it has no index. */
const AT_ONCE = 4;

const loadAll = async (files: JournalFiles, key: JournalKey): Promise<LoadedSegment[]> => {
  const names = await files.list();
  const numbers = names.flatMap((name) => segmentNumber(name) ?? []).sort((a, b) => a - b);
  const loaded: LoadedSegment[] = [];
  for (let at = 0; at < numbers.length; at += AT_ONCE) {
    const part = numbers.slice(at, at + AT_ONCE).map((number) => loadSegment(files, key, number));
    loaded.push(...(await Promise.all(part)));
  }
  // what a crash left of something that was never completed holds bytes that nobody knows of. The key is right: so far
  // nothing was changed
  for (const name of names) if (name.endsWith('.next')) await files.remove(name);
  return loaded;
};

/** A segment that was being made: its head is on the disk before anything is written to it, and before its name is. */
const dropUnreadableEnd = async (files: JournalFiles, loaded: LoadedSegment[]): Promise<number> => {
  let cut = 0;
  for (let end = loaded.at(-1); end !== undefined && end.state === undefined; end = loaded.at(-1)) {
    const name = segmentName(end.number);
    const bytes = await withFile(files, { name, how: 'read' }, (file) => readPart(file, 0, end?.size ?? 0));
    if (bytes.some((byte) => byte !== 0)) {
      cut += bytes.length;
      await files.rename(name, `${name}.unreadable`);
    } else await files.remove(name);
    loaded.pop();
  }
  return cut;
};

const firstSegment = async (files: JournalFiles, key: JournalKey): Promise<LoadedSegment> => {
  const state = await makeSegment(files, key, { number: 0, first: 0 });
  return { number: 0, size: state.bytes, state, isScanned: false };
};

/** Each begins where the one before ends. What is missing between two is lost, and keeps its positions. */
const inOrder = (key: JournalKey, loaded: readonly LoadedSegment[]): SegmentState[] => {
  const states: SegmentState[] = [];
  let missing: number | undefined;
  for (const { number, state } of loaded) {
    if (state === undefined) {
      missing ??= number;
      continue;
    }
    const before = states.at(-1);
    const end = before === undefined ? 0 : before.head.first + before.starts.length();
    const gap = state.head.first - end;
    if (gap > 0) {
      const isFree = missing !== undefined || number > (before?.head.number ?? -1) + 1;
      if (isFree) states.push(lostState(key, { number: missing ?? number - 1, first: end, count: gap }));
      else if (before !== undefined) loseMore(before, gap);
    }
    states.push(state);
    missing = undefined;
  }
  return states;
};

const lostState = (
  key: JournalKey,
  { number, first, count }: { number: number; first: number; count: number },
): SegmentState => ({
  head: newHead(number, first, key),
  starts: createOffsets(new Uint32Array(count)),
  bytes: 0,
  lost: new Set(Array.from({ length: count }, (_, i) => i)),
  flaws: [],
  chain: CHAIN_START,
  isThere: false,
});

const loseMore = (state: SegmentState, count: number): void => {
  for (let i = 0; i < count; i += 1) {
    state.lost.add(state.starts.length());
    state.starts.push(state.bytes);
  }
};

/** Cuts off what is torn. What was read back may never have been synced by a host that was killed: it is now. */
const settleEnd = async (
  files: JournalFiles,
  { size, isScanned, number }: LoadedSegment,
  state: SegmentState,
): Promise<number> => {
  if (!isScanned) return 0;
  const name = segmentName(number);
  await withFile(files, { name, how: 'write' }, async (file) => {
    if (size > state.bytes) await cutTail(files, file, `${name}.cut-${state.bytes}`, { from: state.bytes, to: size });
    await file.datasync();
  });
  await files.syncDirectory();
  return Math.max(0, size - state.bytes);
};

/** What is cut is kept in a file of its own first: it may be damage, not a crash. */
const cutTail = async (
  files: JournalFiles,
  file: JournalFile,
  aside: string,
  { from, to }: { from: number; to: number },
): Promise<void> => {
  const tail = await readPart(file, from, to);
  const keep = withFile(files, { name: aside, how: 'new' }, async (copy) => {
    await copy.write(tail, 0);
    await copy.datasync();
  });
  await keep.catch(() => undefined); // a full disk must not keep the app shut
  await file.truncate(from);
};

/** A cache: a full disk does not keep the app shut. */
const saveMissingIndexes = async (
  loaded: readonly LoadedSegment[],
  states: readonly SegmentState[],
  segments: readonly Segment[],
): Promise<void> => {
  for (const [i, state] of states.entries()) {
    const isKnown = loaded.some((one) => one.state === state && !one.isScanned);
    if (!isKnown && state.isThere) await segments[i]?.saveIndex().catch(() => undefined);
  }
};
