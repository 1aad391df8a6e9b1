/**
 * The journal over the host API, exactly once: an append says where it expects the journal to end, so that after a lost
 * host the end tells whether it was kept. One writer a profile; the host lets nobody else in.
 */
import type { Journal, JournalEntry } from '../ports/journal.ts';
import type { HostClient } from './host-client.ts';

type Waiting = { entries: readonly Uint8Array[]; resolve: (end: number) => void; reject: (error: Error) => void };

/** Leaves room for the message around the entries. */
const MAX_BATCH_BYTES = 768 * 1024;
const MAX_BATCH_ENTRIES = 2_000;

export const createHostJournal = (client: HostClient): Journal => {
  let queue: Waiting[] = [];
  let isWriting = false;
  let end: number | undefined;

  const readEnd = async (): Promise<number> => {
    for (;;) {
      const answer = await client.call('journal.end', {});
      if (answer.ok) return answer.value.end;
      if (answer.error === 'refused') throw new Error(answer.message);
      await client.whenUp();
    }
  };

  /** Appends after `at` until it is known to be kept. */
  const appendAt = async (at: number, entries: Uint8Array[]): Promise<number> => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await client.call('journal.append', { at, entries });
      if (answer.ok && answer.value.kind === 'appended') return answer.value.end;
      if (!answer.ok && answer.error === 'refused') throw new Error(answer.message);
      if (answer.ok && answer.value.end === at + entries.length && attempt > 0) return answer.value.end;
      if (answer.ok)
        throw new Error(`the journal ends at ${answer.value.end}, not at ${at}: somebody else wrote to it`);
      await client.whenUp();
    }
  };

  const write = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    while (queue.length > 0) {
      const batch = takeBatch();
      try {
        end ??= await readEnd();
        end = await appendAt(
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

  const takeBatch = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    const fitting = queue.findIndex(({ entries }) => {
      bytes += entries.reduce((sum, entry) => sum + entry.length + 8, 0);
      count += entries.length;
      return bytes > MAX_BATCH_BYTES || count > MAX_BATCH_ENTRIES;
    });
    const batch = fitting === -1 ? queue : queue.slice(0, Math.max(1, fitting));
    queue = queue.slice(batch.length);
    return batch;
  };

  return {
    append: (entries) =>
      new Promise((resolve, reject) => {
        queue.push({ entries, resolve, reject });
        void write();
      }),
    end: readEnd,
    read: (from) => readAll(client, from),
  };
};

async function* readAll(client: HostClient, start: number): AsyncGenerator<readonly JournalEntry[]> {
  for (let from = start; ;) {
    await client.whenUp();
    const answer = await client.call('journal.read', { from });
    if (!answer.ok && answer.error === 'host-gone') continue;
    if (!answer.ok) throw new Error(answer.message);
    const first = from;
    if (answer.value.entries.length > 0) yield answer.value.entries.map((bytes, i) => ({ bytes, position: first + i }));
    from += answer.value.entries.length;
    if (answer.value.entries.length === 0 || from >= answer.value.end) return;
  }
}
