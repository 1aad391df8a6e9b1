/**
 * The journal over the host API, exactly once: an append says where it expects the journal to end, so that after a lost
 * host the end tells whether it was kept. One writer a profile; the host lets nobody else in.
 */
import { equalBytes } from '../base/bytes.ts';
import { isLaneEntry } from '../base/lane-entry.ts';
import type { Journal, JournalEntry } from '../ports/journal.ts';
import type { HostClient } from './host-client.ts';
import { type HostInput, type HostOutput, MAX_JOURNAL_ENTRY_BYTES } from './table.ts';

type Waiting = { entries: readonly Uint8Array[]; resolve: (end: number) => void; reject: (error: Error) => void };

/** Leaves room for the message around the entries. */
const MAX_BATCH_BYTES = 768 * 1024;
const MAX_BATCH_ENTRIES = 2_000;
const ENTRY_OVERHEAD = 8;
const TOO_LARGE = `An entry of the journal may have ${MAX_JOURNAL_ENTRY_BYTES} bytes at most.`;

export const createHostJournal = (client: HostClient): Journal => {
  let queue: Waiting[] = [];
  let isWriting = false;
  let end: number | undefined;

  const readEnd = async (): Promise<number> => (await askUntilUp(client, 'journal.end', {})).end;

  /** Appends after `at` until it is known to be kept. A host that was killed may have kept only the first of them. */
  const appendAt = async (at: number, entries: readonly Uint8Array[]): Promise<number> => {
    let kept = 0;
    for (let wasLost = false; ;) {
      const answer = await client.call('journal.append', { at: at + kept, entries: entries.slice(kept) });
      if (answer.ok && answer.value.kind === 'appended') return answer.value.end;
      if (!answer.ok && answer.error === 'refused') throw new Error(answer.message);
      if (answer.ok) {
        if (wasLost) kept = await countKept(client, at, entries);
        if (!wasLost || answer.value.end !== at + kept) throw new Error(movedBy(answer.value.end, at));
        if (kept === entries.length) return answer.value.end;
      } else {
        wasLost = true;
        await client.whenUp();
      }
    }
  };

  const appendAll = async (at: number, entries: readonly Uint8Array[]): Promise<number> => {
    let position = at;
    for (const part of splitEntries(entries)) position = await appendAt(position, part);
    return position;
  };

  const write = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    while (queue.length > 0) {
      const batch = takeBatch();
      try {
        end ??= await readEnd();
        end = await appendAll(
          end,
          batch.flatMap((waiting) => [...waiting.entries]),
        );
        let position = end - batch.reduce((sum, waiting) => sum + waiting.entries.length, 0);
        for (const waiting of batch) waiting.resolve((position += waiting.entries.length));
      } catch (error) {
        end = undefined;
        for (const waiting of batch) waiting.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
    isWriting = false;
  };

  /** Records apart from the rest, which a host whose disk is full still keeps. */
  const takeBatch = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    const hasRecords = queue[0]?.entries.some(isLaneEntry);
    const fitting = queue.findIndex(({ entries }) => {
      bytes += entries.reduce((sum, entry) => sum + entry.length + ENTRY_OVERHEAD, 0);
      count += entries.length;
      return bytes > MAX_BATCH_BYTES || count > MAX_BATCH_ENTRIES || entries.some(isLaneEntry) !== hasRecords;
    });
    const batch = fitting === -1 ? queue : queue.slice(0, Math.max(1, fitting));
    queue = queue.slice(batch.length);
    return batch;
  };

  return {
    append: (entries) =>
      new Promise((resolve, reject) => {
        if (entries.some((entry) => entry.length > MAX_JOURNAL_ENTRY_BYTES)) return reject(new Error(TOO_LARGE));
        queue.push({ entries, resolve, reject });
        write().catch(reject);
      }),
    replace: async (entries) => {
      // each part by itself leaves a whole journal, and saying it again changes nothing
      for (const part of splitReplacements(entries)) await askUntilUp(client, 'journal.replace', { entries: part });
    },
    end: readEnd,
    read: (from) => readAll(client, from),
    lost: async () => (await askUntilUp(client, 'journal.lost', {})).lost,
  };
};

const movedBy = (end: number, at: number): string =>
  `the journal ends at ${end}, not at ${at}: somebody else wrote to it`;

/** In runs that fit in one message each; a single entry always does. */
const splitEntries = (entries: readonly Uint8Array[]): Uint8Array[][] => {
  const parts: Uint8Array[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    bytes += entry.length + ENTRY_OVERHEAD;
    const part = parts.at(-1);
    if (part !== undefined && bytes <= MAX_BATCH_BYTES && part.length < MAX_BATCH_ENTRIES) {
      part.push(entry);
    } else {
      parts.push([entry]);
      bytes = entry.length + ENTRY_OVERHEAD;
    }
  }
  return parts;
};

const splitReplacements = (entries: readonly JournalEntry[]): { position: number; bytes: Uint8Array }[][] => {
  let at = 0;
  const plain = entries.map(({ position, bytes }) => ({ position, bytes }));
  return splitEntries(entries.map(({ bytes }) => bytes)).map((part) => plain.slice(at, (at += part.length)));
};

/** For what may be asked twice. */
const askUntilUp = async <M extends 'journal.end' | 'journal.lost' | 'journal.replace'>(
  client: HostClient,
  method: M,
  input: HostInput<M>,
): Promise<HostOutput<M>> => {
  for (;;) {
    const answer = await client.call(method, input);
    if (answer.ok) return answer.value;
    if (answer.error === 'refused') throw new Error(answer.message);
    await client.whenUp();
  }
};

/** How many of the entries are in the journal from `at` on. Compared byte by byte: another's are not ours. */
const countKept = async (client: HostClient, at: number, entries: readonly Uint8Array[]): Promise<number> => {
  let kept = 0;
  for await (const batch of readAll(client, at)) {
    for (const { bytes } of batch) {
      const entry = entries[kept];
      if (entry === undefined || !equalBytes(entry, bytes)) return kept;
      kept += 1;
    }
  }
  return kept;
};

async function* readAll(client: HostClient, start: number): AsyncGenerator<readonly JournalEntry[]> {
  for (let from = start; ;) {
    await client.whenUp();
    const answer = await client.call('journal.read', { from });
    if (!answer.ok && answer.error === 'host-gone') continue;
    if (!answer.ok) throw new Error(answer.message);
    const first = from;
    const lost = new Set(answer.value.lost);
    if (answer.value.entries.length > 0)
      yield answer.value.entries.map((bytes, i) => ({
        bytes,
        position: first + i,
        ...(lost.has(first + i) && { isLost: true as const }),
      }));
    from += answer.value.entries.length;
    if (answer.value.entries.length === 0 || from >= answer.value.end) return;
  }
}
