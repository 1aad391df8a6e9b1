/** Start: what the record store kept, then what the journal has beyond it. */
import type { CommunityId } from '../base/ids.ts';
import { readOperation } from '../governance/operation.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Journal } from '../ports/journal.ts';
import type { Logger } from '../ports/logger.ts';
import type { Projection } from '../ports/projection.ts';
import type { RecordStore, StoredState } from '../ports/record-store.ts';
import type { CommunityRuntime } from './community-runtime.ts';
import { type JournalEntryContent, type LocalCommunity, readJournalEntry } from './journal-entry.ts';

type ReplayPorts = {
  crypto: Crypto;
  logger: Logger;
  journal: Journal;
  recordStore: RecordStore;
  projection: Projection;
  open: (local: LocalCommunity) => CommunityRuntime;
  runtimes: () => Iterable<CommunityRuntime>;
  runtimeOf: (community: CommunityId) => CommunityRuntime | undefined;
};

/** @returns entries, other than lane frames, that the journal had and the record store had not, and the journal's end */
export const replay = async (ports: ReplayPorts): Promise<{ entries: Uint8Array[]; end: number }> => {
  const stored = await loadStored(ports);
  for (const entry of stored.entries) await replayEntry(ports, entry);
  for (const run of stored.runs) await ports.runtimeOf(run.community)?.restore(run.frame, 'record-store');
  for (const runtime of ports.runtimes()) {
    // what the store has beyond a limit was never shown; the journal may raise that limit
    if (runtime.community.plant !== 'limits-forgotten-at-start') await runtime.applyLimits();
    await runtime.recallDrops();
  }
  const entries: Uint8Array[] = [];
  let end = stored.journalPosition;
  let hasLost = false;
  for await (const batch of ports.journal.read(stored.journalPosition)) {
    for (const { bytes, position, isLost } of batch) {
      end = position + 1;
      if (isLost === true) hasLost = true;
      else if ((await replayEntry(ports, bytes)) !== 'lane') entries.push(bytes);
    }
  }
  if (hasLost) for (const { community } of ports.runtimes()) community.parked.noteDamage(true);
  return { entries, end };
};

/** The journal is the truth: a store that covers more than it has belongs to another journal and is dropped. */
const loadStored = async (ports: ReplayPorts): Promise<StoredState> => {
  const stored = await ports.recordStore.load();
  if (stored.journalPosition <= (await ports.journal.end())) return stored;
  ports.logger.warn('record-store-ahead-of-journal', { position: stored.journalPosition });
  await ports.recordStore.clear();
  await ports.projection.clear();
  return { runs: [], entries: [], journalPosition: 0 };
};

const replayEntry = async (ports: ReplayPorts, bytes: Uint8Array): Promise<JournalEntryContent['kind'] | undefined> => {
  const entry = readJournalEntry(bytes);
  if (entry === undefined) return undefined;
  switch (entry.kind) {
    case 'community':
      reopen(ports, entry.local);
      break;
    case 'operation': {
      const operation = readOperation(ports.crypto, entry.bytes);
      if (operation !== undefined) ports.runtimeOf(entry.community)?.community.addOperation(operation, 'journal');
      break;
    }
    case 'lane':
      await ports.runtimeOf(entry.community)?.restore(entry.frame, 'journal');
  }
  return entry.kind;
};

/** Asking again with a newer invite, or a new key, replaces the older one; what is known of the community stays. */
const reopen = (ports: ReplayPorts, local: LocalCommunity): void => {
  const held = ports.runtimeOf(local.community);
  if (held === undefined) ports.open(local);
  else held.community.become(local);
};
