import { describeJournal } from '../../shared/testing/journal-contract.ts';
import { createMemoryJournal } from '../../shared/testing/memory-journal.ts';
import { makeFileWorld, makeHostedWorld } from './testing/journal-worlds.ts';

describeJournal('in memory', async () => {
  let journal = createMemoryJournal();
  return {
    journal,
    restart: async () => (journal = createMemoryJournal(journal.entries())),
    dispose: async () => undefined,
  };
});

describeJournal('in a file', makeFileWorld);

describeJournal('in a file, behind the host API', makeHostedWorld);
