/** Start: what the record store kept, then what the journal has beyond it. */
import type { CommunityId } from '../base/ids.ts';
import { readOperation } from '../governance/operation.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Journal } from '../ports/journal.ts';
import type { Logger } from '../ports/logger.ts';
import type { Projection } from '../ports/projection.ts';
import type { RecordStore, StoredState } from '../ports/record-store.ts';
import type { CommitLog } from './commit-log.ts';
import type { CommunityRuntime } from './community-runtime.ts';
import type { PeerPlant } from './peer-plant.ts';
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
  /** Told only where much has to be read, or what is stored for the page goes. */
  restoring?: ((progress: Restoring) => void) | undefined;
} & Pick<CommitLog, 'adopt' | 'settle'>;

/** How many entries of the journal have been read, of how many. */
export type Restoring = { done: number; all: number };

/** What is read of the journal is saved so often: a long one does not wait in memory, nor is it read again from its beginning. */
const SAVE_ENTRIES = 16_384;
/** So much is read before anybody would look at its progress. */
const QUICK_ENTRIES = 2_048;

/** All of it, and what follows from it. */
export const readBack = async (
  ports: Omit<ReplayPorts, 'runtimes' | 'runtimeOf'>,
  runtimes: ReadonlyMap<CommunityId, CommunityRuntime>,
  plant: PeerPlant | undefined,
): Promise<void> => {
  await replay({ ...ports, runtimes: () => runtimes.values(), runtimeOf: (community) => runtimes.get(community) });
  // a record may stand in the journal before the operations that it names: these came while the disk was full
  for (const runtime of runtimes.values()) {
    await runtime.showWaiting();
    if (plant !== 'limits-forgotten-at-start') await runtime.applyLimits();
  }
};

export const replay = async (ports: ReplayPorts): Promise<void> => {
  const stored = await loadStored(ports);
  for (const entry of stored.entries) await replayEntry(ports, entry);
  for (const page of stored.pages) ports.runtimeOf(page.community)?.adopt(page);
  for (const runtime of ports.runtimes()) {
    // what the store has beyond a limit was never shown; the journal may raise that limit
    if (runtime.community.plant !== 'limits-forgotten-at-start') await runtime.applyLimits();
    await runtime.recallDrops();
  }
  await forgetPreviews(ports);
  await readJournal(ports, stored.journalPosition);
};

const readJournal = async (ports: ReplayPorts, from: number): Promise<void> => {
  let entries: Uint8Array[] = [];
  let end = from;
  let saved = end;
  let hasLost = false;
  const all = (await ports.journal.end()) - from;
  for await (const batch of ports.journal.read(from)) {
    for (const { bytes, position, isLost } of batch) {
      end = position + 1;
      if (isLost === true) hasLost = true;
      else if ((await replayEntry(ports, bytes)) !== 'lane') entries.push(bytes);
    }
    if (all > QUICK_ENTRIES) ports.restoring?.({ done: end - from, all });
    // before anything is saved: what waits for it has to be read again
    if (hasLost) for (const { community } of ports.runtimes()) community.parked.noteDamage(true);
    if (end - saved < SAVE_ENTRIES) continue;
    ports.adopt(entries, end);
    await ports.settle();
    entries = [];
    saved = end;
  }
  ports.adopt(entries, end);
};

/** What was shown ahead, and was not kept before the last end. What the journal has of it is shown again. */
const forgetPreviews = async ({ projection, runtimeOf }: ReplayPorts): Promise<void> => {
  const shown = await projection.previews();
  for (const lane of shown) {
    const lanes = runtimeOf(lane.community)?.community.lanes(lane.channel) ?? [];
    await projection.forgetFrom(lane, lanes.find(({ device }) => device === lane.device)?.durable() ?? 0);
  }
  await projection.endPreviews(shown);
};

/**
 * The journal is the truth: a store that covers more than it has belongs to another journal and is dropped, and so is one
 * that lacks a page.
 */
const loadStored = async (ports: ReplayPorts): Promise<StoredState> => {
  const stored = await ports.recordStore.load();
  const end = await ports.journal.end();
  const isAhead = stored.journalPosition > end;
  if (!isAhead && isWithoutGaps(stored.pages)) return stored;
  // before anybody sees that nothing is there
  ports.restoring?.({ done: 0, all: Math.max(1, end) });
  ports.logger.warn(isAhead ? 'record-store-ahead-of-journal' : 'record-store-lacks-a-page', {
    position: stored.journalPosition,
  });
  await ports.recordStore.clear();
  await ports.projection.clear();
  return { pages: [], entries: [], journalPosition: 0 };
};

const isWithoutGaps = (pages: StoredState['pages']): boolean => {
  const ends = new Map<string, number>();
  for (const { community, channel, device, seq, count } of pages) {
    const lane = `${community}/${channel}/${device}`;
    if (seq !== (ends.get(lane) ?? 0)) return false;
    ends.set(lane, seq + count);
  }
  return true;
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
      await ports.runtimeOf(entry.community)?.restore(entry.frame);
  }
  return entry.kind;
};

/** Asking again with a newer invite, or a new key, replaces the older one; what is known of the community stays. */
const reopen = (ports: ReplayPorts, local: LocalCommunity): void => {
  const held = ports.runtimeOf(local.community);
  if (held === undefined) ports.open(local);
  else held.community.become(local);
};
