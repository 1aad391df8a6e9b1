/** Every entry of a journal, read as the core would. */
import type { FileJournal } from '../host/file-journal.ts';
import { type JournalEntryContent, readJournalEntry } from '../../shared/peer/journal-entry.ts';

export type ReadEntry = {
  position: number;
  bytes: Uint8Array;
  isLost: boolean;
  content: JournalEntryContent | undefined;
};

export async function* entriesOf(journal: FileJournal): AsyncGenerator<ReadEntry> {
  for (let from = 0; ;) {
    const { entries, lost } = await journal.read(from);
    if (entries.length === 0) return;
    for (const [i, bytes] of entries.entries())
      yield { position: from + i, bytes, isLost: lost.includes(from + i), content: contentOf(bytes) };
    from += entries.length;
  }
}

const contentOf = (bytes: Uint8Array): JournalEntryContent | undefined => {
  try {
    return readJournalEntry(bytes);
  } catch {
    return undefined; // of a kind that is known, and yet not in its form: shown as unknown
  }
};

export const communityOf = (content: JournalEntryContent): string =>
  content.kind === 'community' ? content.local.community : content.community;
