/**
 * What somebody can read with the files of their profile and nothing else: their secrets open every box and wrapped key
 * that they can, and each key is tried on every record, whatever the record says it was sealed with. The profile must be
 * closed.
 */
import { join } from 'node:path';

import { openFileStore } from '../../electron/host/file-store.ts';
import { openProfileJournal } from '../../electron/host/profile-journal.ts';
import { loadSeeds } from '../../shared/keys/identity.ts';
import { loadSodiumCrypto } from '../../shared/keys/sodium-crypto.ts';
import { readLaneFrame } from '../../shared/lanes/lane-frame.ts';
import { createLane, type Lane } from '../../shared/lanes/lane.ts';
import { readOps } from '../../shared/lanes/ops.ts';
import { decryptBody } from '../../shared/lanes/record.ts';
import { readOperation } from '../../shared/governance/operation.ts';
import { type Community, openCommunity } from '../../shared/peer/community.ts';
import { type JournalEntryContent, readJournalEntry } from '../../shared/peer/journal-entry.ts';
import { nodeRandom } from '../../electron/headless/node-ports.ts';

type Entries = readonly JournalEntryContent[];

const readEntries = async (dir: string): Promise<Entries> => {
  const journal = await openProfileJournal(dir);
  const entries: JournalEntryContent[] = [];
  for (let from = 0, end = await journal.end(); from < end;) {
    const batch = await journal.read(from);
    from += batch.entries.length;
    entries.push(...batch.entries.flatMap((bytes) => readJournalEntry(bytes) ?? []));
  }
  await journal.close();
  return entries;
};

/** Those of epochs, and what is shared with each other member alone. */
const keysOf = ({ keys, directs, state }: Community): Uint8Array[] =>
  [...keys.held(), ...[...(state()?.members.keys() ?? [])].flatMap((member) => directs.with(member) ?? [])].map(
    ({ recordKey }) => recordKey,
  );

/**
 * @param owner whose secrets are used; all governance that either profile has is given to them
 * @param source whose records are tried
 * @returns the texts that could be opened, and how many records and keys there were
 */
export const opened = async (
  owner: string,
  source: string,
): Promise<{ texts: string[]; records: number; keys: number }> => {
  const crypto = await loadSodiumCrypto();
  const [own, theirs] = [await readEntries(owner), await readEntries(source)];
  const seeds = await loadSeeds(openFileStore(join(owner, 'secrets')), nodeRandom);
  const local = own.flatMap((entry) => (entry.kind === 'community' ? [entry.local] : [])).at(-1);
  if (local === undefined) throw new Error('this profile is in no community');
  const community = openCommunity(crypto, seeds, local);
  for (const entry of [...own, ...theirs]) {
    const operation = entry.kind === 'operation' ? readOperation(crypto, entry.bytes) : undefined;
    if (operation !== undefined) community.addOperation(operation);
  }
  const keys = keysOf(community);
  const lanes = new Map<string, Lane>();
  let records = 0;
  const texts: string[] = [];
  for (const entry of theirs) {
    const run = entry.kind === 'lane' ? readLaneFrame(crypto, local.community, entry.frame) : undefined;
    if (run?.ok !== true) continue;
    const { place } = run.value;
    const name = `${place.channel} ${place.device}`;
    const lane = lanes.get(name) ?? createLane(crypto, place);
    lanes.set(name, lane);
    const accepted = lane.accept(run.value, 'stored');
    for (const { envelope, body, segment } of accepted.ok ? accepted.value : []) {
      records += 1;
      const at = { ...place, segment };
      const plain = keys.map((key) => body && decryptBody(crypto, at, envelope, body, key));
      texts.push(
        ...plain.flatMap((bytes) =>
          (bytes === undefined ? [] : (readOps(bytes) ?? [])).flatMap((op) => (op.kind === 'post' ? [op.text] : [])),
        ),
      );
    }
  }
  return { texts, records, keys: keys.length };
};
