/** Start: what one file holds, from its index where there is one, and from its frames beyond that. */
import { chainAfter, readShape } from './frame.ts';
import { type JournalFile, type JournalFiles, readPart, withFile } from './journal-files.ts';
import { createOffsets } from './offsets.ts';
import { scanFrames } from './scan-frames.ts';
import {
  BODY_AT,
  CHAIN_START,
  frameKeyOf,
  isSameFile,
  type JournalKey,
  readHeads,
  type SegmentHead,
} from './segment-head.ts';
import { readIndex, type SegmentIndex } from './segment-index.ts';
import { indexName, segmentName, segmentNumber, type SegmentState } from './segment-state.ts';

export type LoadedSegment = {
  number: number;
  size: number;
  /** Undefined where nothing can be made of the file. */
  state: SegmentState | undefined;
  /** True if the index does not cover all of it. */
  isScanned: boolean;
};

/** @throws with a message for people if the segment was made with another key */
export const loadSegment = async (files: JournalFiles, key: JournalKey, number: number): Promise<LoadedSegment> =>
  withFile(files, { name: segmentName(number), how: 'read' }, async (file) => {
    const size = await file.size();
    const { head: own, wrong } = readHeads(await readPart(file, 0, BODY_AT));
    const index = await loadIndex(files, number);
    const head = own ?? index?.head;
    if (head === undefined || head.number !== number) return { number, size, state: undefined, isScanned: true };
    if (Buffer.compare(head.keyId, key.id) !== 0) throw new Error(OTHER_KEY);
    const state = stateFrom(head, index !== undefined && isSameFile(index.head, head) ? index : undefined);
    state.flaws.push(...wrong);
    const isScanned = index === undefined || size !== state.bytes || state.starts.length() === 0;
    await takeChain(file, key, state);
    if (size > state.bytes) await scanRest(file, key, state, size);
    return { number, size, state, isScanned };
  });

/** Of the key that the journal was made with; of none if there is nothing. */
export const keyIdIn = async (files: JournalFiles): Promise<Uint8Array> => {
  for (const name of (await files.list()).filter((each) => segmentNumber(each) !== undefined)) {
    const { head } = readHeads(await withFile(files, { name, how: 'read' }, (file) => readPart(file, 0, BODY_AT)));
    if (head !== undefined) return head.keyId;
  }
  return new Uint8Array(8);
};

const OTHER_KEY =
  'The messages stored here were encrypted with another key than the one in this profile’s “secrets” folder. Nothing was changed. Put the folder “secrets” back as it was when they were stored; they cannot be read without it.';

const loadIndex = async (files: JournalFiles, number: number): Promise<SegmentIndex | undefined> => {
  try {
    return await withFile(files, { name: indexName(number), how: 'read' }, async (file) =>
      readIndex(await readPart(file, 0, await file.size())),
    );
  } catch {
    return undefined; // it is made again
  }
};

const stateFrom = (head: SegmentHead, index: SegmentIndex | undefined): SegmentState => ({
  head,
  starts: createOffsets(index?.starts),
  bytes: index?.bytes ?? BODY_AT,
  lost: new Set(),
  flaws: [],
  chain: CHAIN_START,
  isThere: true,
});

/** What the next frame names: the tag of the last that the index knows, as it stands there, right or wrong. */
const takeChain = async (file: JournalFile, key: JournalKey, state: SegmentState): Promise<void> => {
  const last = state.starts.length() - 1;
  const from = state.starts.at(last);
  if (from === undefined) return;
  const frame = await readPart(file, from, state.bytes);
  const shape = readShape(frame, 0, frameKeyOf(key, state.head).seed);
  if (shape?.index !== last || shape.end !== frame.length) state.lost.add(last);
  const whole = Buffer.alloc(state.bytes - from);
  frame.copy(whole);
  state.chain = Uint8Array.from(chainAfter(whole, whole.length));
};

const scanRest = async (file: JournalFile, key: JournalKey, state: SegmentState, size: number): Promise<void> => {
  const bytes = await readPart(file, state.bytes, size);
  const index = state.starts.length();
  const chain = state.lost.has(index - 1) ? undefined : state.chain;
  const scan = scanFrames(bytes, { at: state.bytes, index, chain }, frameKeyOf(key, state.head).seed);
  for (const start of scan.starts) state.starts.push(start);
  for (const lost of scan.lost) state.lost.add(lost);
  state.flaws.push(...scan.flaws);
  if (scan.end > state.bytes && scan.starts.length > 0) {
    const end = scan.end - state.bytes;
    state.chain = Uint8Array.from(chainAfter(bytes, end));
  }
  state.bytes = scan.end;
};
