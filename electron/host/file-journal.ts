/**
 * The journal on disk: segments of about 8 MiB, of which only the last one grows. Appends are written and fsynced one
 * batch at a time; what arrives meanwhile is the next batch. Everything asked of it happens in the order it was asked.
 */
import { MAX_JOURNAL_ENTRY_BYTES } from '../../shared/host-api/table.ts';
import { findSegment } from './journal/find-segment.ts';
import type { JournalFiles } from './journal/journal-files.ts';
import { recoverJournal } from './journal/recover-journal.ts';
import { makeSegment } from './journal/rewrite-segment.ts';
import { createSegment, type Segment } from './journal/segment.ts';
import type { JournalKey } from './journal/segment-head.ts';
import type { Damage } from './journal/segment-state.ts';

export type FileJournal = {
  /** @returns the end after the append, or `moved` if the journal does not end at `at` */
  append: (at: number, entries: readonly Uint8Array[]) => Promise<{ kind: 'appended' | 'moved'; end: number }>;
  /**
   * Puts other bytes in the place of entries that are there, lost ones too: each segment concerned is written anew, and is
   * on the disk before it takes the old one's name. A crash leaves all of the old or all of the new of each segment.
   */
  replace: (changed: readonly { position: number; bytes: Uint8Array }[]) => Promise<void>;
  /** The end once every append before this call is kept or has failed: no answer is overtaken by a write under way. */
  end: () => Promise<number>;
  /** As many entries from `from` on as fit in 512 KiB, at least one if there is one. One that is lost is empty. */
  read: (from: number) => Promise<{ entries: Uint8Array[]; end: number; lost: number[] }>;
  /** What is known to be damaged. Reading and verifying may find more. */
  damage: () => Damage[];
  /**
   * Looks at every bit there is, a part at a time, and changes nothing.
   * @param pause between two parts; when it says false, it ends
   * @returns all that is known to be damaged
   */
  verify: (pause: () => Promise<boolean>) => Promise<Damage[]>;
  /**
   * Writes segments anew in which only a copy of the head is damaged, or bytes between entries.
   * @param failed told of each that could not be written
   */
  mendHeads: (pause: () => Promise<boolean>, failed: (error: unknown) => void) => Promise<void>;
  segments: () => { first: number; count: number; bytes: number }[];
  /** How many bytes of a torn end were cut at start. They are kept beside the journal: they may be damage, not a crash. */
  cut: number;
  close: () => Promise<void>;
};

const READ_BYTES = 512 * 1024;
const SEGMENT_BYTES = 8 * 1024 * 1024;
const TOO_LARGE = `An entry of the journal may have ${MAX_JOURNAL_ENTRY_BYTES} bytes at most.`;

/** @throws with a message for people if the key is another than the journal was made with */
export const openFileJournal = async (
  files: JournalFiles,
  key: JournalKey,
  { segmentBytes = SEGMENT_BYTES }: { segmentBytes?: number } = {},
): Promise<FileJournal> => {
  const recovered = await recoverJournal(files, key);
  const { segments, cut } = recovered;
  let number = recovered.last;
  let last = lastOf(segments);
  let work: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const done = work.then(task);
    work = done.catch(() => undefined); // the caller has the error; the journal is as it was
    return done;
  };
  const end = (): number => last.first + last.count();

  /** The old one's index says from now on that all of it was on the disk. */
  const beginSegment = async (): Promise<void> => {
    const next = createSegment(files, key, await makeSegment(files, key, { number: number + 1, first: end() }));
    await next.hold();
    number += 1;
    const before = last;
    segments.push(next);
    last = next;
    await before.release();
    await before.saveIndex().catch(() => undefined); // made again at the next start
  };

  const append: FileJournal['append'] = async (at, entries) => {
    if (at !== end()) return { kind: 'moved', end: end() };
    if (entries.some((entry) => entry.length > MAX_JOURNAL_ENTRY_BYTES)) throw new Error(TOO_LARGE);
    if (last.bytes() >= segmentBytes) await beginSegment();
    if (entries.length > 0) await last.append(entries);
    return { kind: 'appended', end: end() };
  };

  const replace: FileJournal['replace'] = async (changed) => {
    if (changed.some(({ position }) => position >= end())) throw new Error('The journal has no such entry.');
    if (changed.some(({ bytes }) => bytes.length > MAX_JOURNAL_ENTRY_BYTES)) throw new Error(TOO_LARGE);
    for (const segment of segments) {
      const own = changed.filter(
        ({ position }) => position >= segment.first && position < segment.first + segment.count(),
      );
      if (own.length > 0)
        await anew(segment, new Map(own.map(({ position, bytes }) => [position - segment.first, bytes])));
    }
  };

  const anew = async (segment: Segment, changed: ReadonlyMap<number, Uint8Array>): Promise<void> => {
    await segment.rewrite(changed);
    await segment.saveIndex().catch(() => undefined); // made again at the next start
  };

  const readFrom: FileJournal['read'] = async (from) => {
    const segment = findSegment(segments, from);
    if (segment === undefined || from >= end()) return { entries: [], end: end(), lost: [] };
    const found = await segment.read(from - segment.first, READ_BYTES);
    const lost = found.flatMap((entry, i) => (entry === undefined ? from + i : []));
    return { entries: found.map((entry) => entry ?? new Uint8Array(0)), end: end(), lost };
  };

  const damage = (): Damage[] => segments.flatMap((segment) => segment.damage());

  const verify: FileJournal['verify'] = async (pause) => {
    // also those that are begun meanwhile
    for (const segment of segments) {
      for (let index = 0; index < Math.max(1, segment.count());) {
        index = Math.max(1, await inTurn(() => segment.check(index, READ_BYTES)));
        if (!(await pause())) return damage();
      }
    }
    return damage();
  };

  const mendHeads: FileJournal['mendHeads'] = async (pause, failed) => {
    for (const segment of segments) {
      const found = segment.damage();
      if (found.length === 0 || found.some(({ count }) => count > 0)) continue;
      await inTurn(() => anew(segment, new Map())).catch(failed);
      if (!(await pause())) return;
    }
  };

  return {
    cut,
    append: (at, entries) => inTurn(() => append(at, entries)),
    replace: (changed) => inTurn(() => replace(changed)),
    // in its turn: a replacement closes the file that it would read from
    read: (from) => inTurn(() => readFrom(from)),
    end: () => inTurn(async () => end()),
    damage,
    verify,
    mendHeads,
    segments: () => segments.map(({ first, count, bytes }) => ({ first, count: count(), bytes: bytes() })),
    close: () =>
      inTurn(async () => {
        await last.saveIndex().catch(() => undefined); // made again at the next start
        await last.release();
      }),
  };
};

const lastOf = (segments: readonly Segment[]): Segment => {
  const last = segments.at(-1);
  if (last === undefined) throw new Error('a journal has a segment at least');
  return last;
};
