/**
 * Mends a damaged journal. What is known here (from the record store, or because the damage came while this peer ran) and
 * is not in the journal any more is written to it again at once; what nobody here knows comes from members by ordinary sync.
 * Then the damaged places are emptied, and the journal is whole. Until nothing waits for lost records any more, they stay:
 * the next start has to know of them.
 */
import type { ChannelId, CommunityId, OpId } from '../base/ids.ts';
import { isLaneEntry } from '../base/lane-entry.ts';
import { readOperation } from '../governance/operation.ts';
import { writeLaneFrame, readLaneFrame } from '../lanes/lane-frame.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Journal, LostEntries } from '../ports/journal.ts';
import { runOf } from '../lanes/lane-runs.ts';
import type { CommitLog } from './commit-log.ts';
import type { Community } from './community.ts';
import { readJournalEntry, writeJournalEntry } from './journal-entry.ts';

export type JournalMend = {
  /** Looks whether something is damaged, and mends it. */
  look: () => void;
  dispose: () => void;
};

type MendPorts = {
  crypto: Crypto;
  clock: Clock;
  journal: Journal;
  commitLog: CommitLog;
  communities: () => Community[];
  report: (event: string, error: unknown) => void;
};

const AGAIN_MS = 30_000;
const BATCH = 256;

export const createJournalMend = (ports: MendPorts): JournalMend => {
  let running: Promise<void> | undefined;
  let cancel = (): void => undefined;
  let isDisposed = false;
  /** For which lost entries everything that is known has been written. */
  let written = '';

  const mend = async (): Promise<void> => {
    const lost = await ports.journal.lost();
    for (const { parked } of ports.communities()) parked.noteDamage(lost.length > 0);
    if (lost.length === 0 || isDisposed) return;
    const which = JSON.stringify(lost);
    if (which !== written) {
      await writeMissing();
      written = which;
    }
    if (ports.communities().some(({ parked }) => !parked.isEmpty()) || isDisposed) return later();
    const positions = positionsOf(lost);
    await ports.journal.replace(positions.map((position) => ({ position, bytes: new Uint8Array(0) })));
    ports.report('journal-mended', new Error(`${positions.length} lost entries`));
    return later(); // the list of what is lost may have been cut short
  };

  /** Whatever is parked: a crash now must not take what is still known. */
  const writeMissing = async (): Promise<void> => {
    // from here on more may be known, and is then in the journal
    const known = ports.communities().map((community) => ({ community, ends: endsOf(community) }));
    const held = await readHeld(ports);
    const entries = known.flatMap(({ community, ends }) => missing(ports.crypto, community, ends, held));
    // a full disk takes no records, and all the rest
    await writeAll(entries.filter((entry) => !isLaneEntry(entry)));
    await writeAll(entries.filter(isLaneEntry));
    if (entries.length > 0) ports.report('journal-written-again', new Error(`${entries.length} entries`));
  };

  const writeAll = async (entries: readonly Uint8Array[]): Promise<void> => {
    for (let at = 0; at < entries.length && !isDisposed; at += BATCH)
      await ports.commitLog.commit(entries.slice(at, at + BATCH), () => []);
  };

  const later = (): void => {
    cancel();
    if (!isDisposed) cancel = ports.clock.after(AGAIN_MS, look);
  };

  const look = (): void => {
    if (running !== undefined || isDisposed) return;
    running = mend()
      .catch((error: unknown) => {
        ports.report('journal-not-mended', error);
        later();
      })
      .finally(() => {
        running = undefined;
      });
  };

  return {
    look,
    dispose: () => {
      isDisposed = true;
      cancel();
    },
  };
};

const positionsOf = (lost: readonly LostEntries[]): number[] =>
  lost.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));

type Held = {
  operations: Set<OpId>;
  locals: Map<CommunityId, string>;
  /** By lane and segment: for each record 1 if it is here, 2 if its body is. */
  records: Map<string, number[]>;
};

const keyOf = ({ community, channel, device, segment }: LanePlace): string =>
  `${community}/${channel}/${device}/${segment}`;

const readHeld = async ({ crypto, journal }: MendPorts): Promise<Held> => {
  const held: Held = { operations: new Set(), locals: new Map(), records: new Map() };
  for await (const batch of journal.read(0)) {
    for (const { bytes, isLost } of batch) if (isLost !== true) noteEntry(crypto, held, bytes);
  }
  return held;
};

const noteEntry = (crypto: Crypto, held: Held, bytes: Uint8Array): void => {
  const entry = readJournalEntry(bytes);
  if (entry?.kind === 'community') held.locals.set(entry.local.community, JSON.stringify(entry.local));
  if (entry?.kind === 'operation') {
    const operation = readOperation(crypto, entry.bytes);
    if (operation !== undefined) held.operations.add(operation.id);
  }
  if (entry?.kind === 'lane') noteRun(crypto, held, entry);
};

const noteRun = (
  crypto: Crypto,
  held: Held,
  { community, frame }: { community: CommunityId; frame: Uint8Array },
): void => {
  const run = readLaneFrame(crypto, community, frame, Number.MAX_SAFE_INTEGER);
  if (!run.ok) return;
  const key = keyOf(run.value.place);
  const records = held.records.get(key) ?? [];
  held.records.set(key, records);
  for (const [i, body] of run.value.bodies.entries()) {
    const at = run.value.from + i;
    records[at] = Math.max(records[at] ?? 0, body === undefined ? 1 : 2);
  }
};

type LaneEnd = { channel: ChannelId; lane: Lane; end: number };

const endsOf = (community: Community): LaneEnd[] =>
  community
    .laneChannels()
    .flatMap((channel) => community.lanes(channel).map((lane) => ({ channel, lane, end: lane.kept() })));

const missing = (crypto: Crypto, community: Community, ends: readonly LaneEnd[], held: Held): Uint8Array[] => {
  const { id, local } = community;
  const own = writeJournalEntry({ kind: 'community', local });
  const operations = community.log
    .all()
    .filter((operation) => !held.operations.has(operation.id))
    .map(({ bytes }) => writeJournalEntry({ kind: 'operation', community: id, bytes }));
  return [
    ...(held.locals.get(id) === JSON.stringify(local) ? [] : [own]),
    ...operations,
    ...ends.flatMap((end) => missingRecords(crypto, community, end, held)),
  ];
};

/** One frame a record: there are few. */
const missingRecords = (
  crypto: Crypto,
  { id }: Community,
  { channel, lane, end }: LaneEnd,
  held: Held,
): Uint8Array[] => {
  const entries: Uint8Array[] = [];
  for (let seq = 0; seq < end; seq += 1) {
    const record = lane.record(seq);
    if (record === undefined) break;
    const place: LanePlace = { community: id, channel, device: lane.device, segment: record.segment };
    const known = held.records.get(keyOf(place))?.[record.index] ?? 0;
    if (known >= (record.body === undefined ? 1 : 2)) continue;
    const frame = writeLaneFrame(crypto, runOf(place, [record]));
    entries.push(writeJournalEntry({ kind: 'lane', community: id, frame }));
  }
  return entries;
};
