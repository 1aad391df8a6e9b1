/** `journal stats`: how much there is, and of what. */
import type { FileJournal } from '../host/file-journal.ts';
import { communityOf, entriesOf } from './entries.ts';

export const journalStats = async (journal: FileJournal): Promise<string[]> => {
  const kinds = new Map<string, number>();
  const communities = new Map<string, number>();
  let count = 0;
  let bytes = 0;
  for await (const entry of entriesOf(journal)) {
    count += 1;
    bytes += entry.bytes.length;
    add(kinds, entry.isLost ? 'lost' : (entry.content?.kind ?? 'unknown'));
    if (entry.content !== undefined) add(communities, communityOf(entry.content));
  }
  const segments = journal.segments();
  const onDisk = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  return [
    `entries: ${count}`,
    `bytes in entries: ${bytes}`,
    `bytes on disk: ${onDisk}`,
    `segments: ${segments.length}`,
    ...byName(kinds).map(([kind, many]) => `kind ${kind}: ${many}`),
    ...byName(communities).map(([community, many]) => `community ${community}: ${many}`),
  ];
};

const byName = (counts: Map<string, number>): [string, number][] => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
