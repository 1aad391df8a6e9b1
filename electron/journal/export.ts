/** `journal export`: every entry, decrypted, one JSON object a line. docs/journal.md has the form. */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

import type { FileJournal } from '../host/file-journal.ts';
import { communityOf, entriesOf, type ReadEntry } from './entries.ts';

/** @returns how many entries were written. @throws if there is an export already */
export const exportJournal = async (journal: FileJournal, to: string): Promise<number> => {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const file = await open(join(to, 'entries.jsonl'), 'wx', 0o600);
  try {
    let count = 0;
    let waiting = '';
    for await (const entry of entriesOf(journal)) {
      waiting += `${JSON.stringify(lineOf(entry))}\n`;
      count += 1;
      if (waiting.length < 1024 * 1024) continue;
      await file.appendFile(waiting);
      waiting = '';
    }
    await file.appendFile(waiting);
    await file.sync();
    return count;
  } finally {
    await file.close();
  }
};

const lineOf = ({ position, bytes, isLost, content }: ReadEntry): object => {
  if (isLost) return { position, kind: 'lost' };
  const whole = Buffer.from(bytes).toString('base64');
  if (content === undefined) return { position, kind: 'unknown', bytes: whole };
  return { position, kind: content.kind, community: communityOf(content), bytes: whole };
};
