/** `npm run journal`: looks at what a profile has stored, while no Holdfast has it open. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { lookAtProfileJournal } from '../host/profile-journal.ts';
import { lockProfile } from '../host/profile-lock.ts';
import { exportJournal } from './export.ts';
import { HELP, type JournalCommand, readJournalArguments } from './journal-arguments.ts';
import { journalStats } from './stats.ts';
import { verifyJournal } from './verify.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** @returns the exit code */
const run = async (command: JournalCommand): Promise<number> => {
  if (command.kind === 'help') {
    say(HELP);
    return 0;
  }
  if (!existsSync(join(command.profile, 'journal')))
    throw new Error(`There is no profile in ${command.profile}: it has no folder “journal”.`);
  const unlock = lockProfile(command.profile);
  try {
    return await look(command);
  } finally {
    unlock();
  }
};

const look = async (command: Exclude<JournalCommand, { kind: 'help' }>): Promise<number> => {
  const { journal, hasKey } = await lookAtProfileJournal(command.profile);
  if (!hasKey && command.kind !== 'verify') throw new Error(NO_KEY);
  if (command.kind === 'stats') for (const line of await journalStats(journal)) say(line);
  else if (command.kind === 'export')
    say(`${await exportJournal(journal, command.to)} entries written to ${command.to}`);
  else {
    const { lines, isWhole } = await verifyJournal(journal, hasKey);
    for (const line of lines) say(line);
    return isWhole ? 0 : 1;
  }
  return 0;
};

const NO_KEY =
  'What is stored can only be read with the key in “secrets/journal.key”, as a file that is not protected by the system’s key store.';

try {
  process.exitCode = await run(readJournalArguments(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
