/** `journal verify`: looks at every bit. */
import type { FileJournal } from '../host/file-journal.ts';
import type { Damage } from '../host/journal/segment-state.ts';
import { entriesOf } from './entries.ts';

/** @returns what to say, and whether anything is damaged */
export const verifyJournal = async (
  journal: FileJournal,
  hasKey: boolean,
): Promise<{ lines: string[]; isWhole: boolean }> => {
  await journal.verify(async () => true);
  // by their contents too, not only by their sums
  if (hasKey) for await (const each of entriesOf(journal)) void each;
  const lines = journal.damage().map(sayDamage);
  if (journal.cut > 0)
    lines.push(
      `${journal.cut} bytes at the end are no whole entry: a write that was under way in a crash, or damage. The next start cuts them off and keeps them aside.`,
    );
  const isWhole = lines.length === 0;
  const all = `${await journal.end()} entries in ${journal.segments().length} segments`;
  if (!hasKey) lines.push('The key is not here (the system’s key store may have it): only the sums were looked at.');
  lines.push(isWhole ? `All is whole: ${all}.` : `Not all is whole: ${all}.`);
  return { lines, isWhole };
};

const sayDamage = ({ file, from, to, first, count }: Damage): string => {
  const where = `${file}, bytes ${from} to ${to}`;
  if (count === 0) return `${where}: damaged; no entry is lost.`;
  const which = count === 1 ? `entry ${first} is lost` : `entries ${first} to ${first + count - 1} are lost`;
  return `${where}: ${which}. Members who have what it said give it back after the next start.`;
};
