/** A segment anew, in a file beside it, whole and on the disk before it takes the old one's name. */
import { randomBytes } from 'node:crypto';

import { chainAfter, FRAME_OVERHEAD, SALT_BYTES, writeFrame } from './frame.ts';
import { type JournalFile, type JournalFiles, withFile } from './journal-files.ts';
import { createOffsets } from './offsets.ts';
import {
  BODY_AT,
  CHAIN_START,
  frameKeyOf,
  type JournalKey,
  newHead,
  type SegmentHead,
  writeHead,
} from './segment-head.ts';
import { segmentName, type SegmentState } from './segment-state.ts';

const CHUNK_BYTES = 512 * 1024;

type Work = {
  state: SegmentState;
  read: (index: number, budget: number) => Promise<(Uint8Array | undefined)[]>;
  changed: ReadonlyMap<number, Uint8Array>;
};

/** @returns what is known of the new file, which has a key of its own. Where an entry is lost, the place is kept. */
export const rewriteSegment = async (files: JournalFiles, key: JournalKey, work: Work): Promise<SegmentState> => {
  const { number, first } = work.state.head;
  const name = `${segmentName(number)}.next`;
  try {
    return await withFile(files, { name, how: 'new' }, async (file) => {
      const written = await writeAll(file, newHead(number, first, key), key, work);
      await file.datasync();
      return written;
    });
  } catch (error) {
    await files.remove(name).catch(() => undefined); // removed at the next start, if not now
    throw error;
  }
};

/** An empty segment; its name is on the disk when it resolves. */
export const makeSegment = async (
  files: JournalFiles,
  key: JournalKey,
  place: { number: number; first: number },
): Promise<SegmentState> => {
  const head = newHead(place.number, place.first, key);
  await withFile(files, { name: segmentName(place.number), how: 'new' }, async (file) => {
    await file.write(headsOf(head), 0);
    await file.datasync();
  });
  await files.syncDirectory();
  return emptyState(head);
};

const emptyState = (head: SegmentHead): SegmentState => ({
  head,
  starts: createOffsets(),
  bytes: BODY_AT,
  lost: new Set(),
  flaws: [],
  chain: CHAIN_START,
  isThere: true,
});

const headsOf = (head: SegmentHead): Buffer => Buffer.concat([writeHead(head), writeHead(head)]);

const writeAll = async (
  file: JournalFile,
  head: SegmentHead,
  key: JournalKey,
  { state, read, changed }: Work,
): Promise<SegmentState> => {
  const next = emptyState(head);
  const frameKey = frameKeyOf(key, head);
  const salt = randomBytes(SALT_BYTES);
  await file.write(headsOf(head), 0);
  while (next.starts.length() < state.starts.length()) {
    const from = next.starts.length();
    const kept = await read(from, CHUNK_BYTES);
    const entries = kept.map((entry, i) => changed.get(from + i) ?? entry);
    const chunk = Buffer.alloc(entries.reduce((sum, entry) => sum + FRAME_OVERHEAD + (entry?.length ?? 0), 0));
    let at = 0;
    for (const [i, entry] of entries.entries()) {
      if (entry === undefined) next.lost.add(from + i);
      next.starts.push(next.bytes + at);
      at = writeFrame(chunk, at, frameKey, { index: from + i, entry, chain: next.chain, salt });
      next.chain = Uint8Array.from(chainAfter(chunk, at));
    }
    await file.write(chunk, next.bytes);
    next.bytes += chunk.length;
  }
  return next;
};
