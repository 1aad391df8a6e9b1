/** The profile of somebody who has been in a large community for years, made without waiting for years. */
import { join } from 'node:path';

import { openFileStore } from '../../../electron/host/file-store.ts';
import { openProfileJournal } from '../../../electron/host/profile-journal.ts';
import type { ChannelId } from '../../../shared/base/ids.ts';
import { ROOT_SEED } from '../../../shared/keys/identity.ts';
import { loadSodiumCrypto } from '../../../shared/keys/sodium-crypto.ts';
import { writeLaneFrame } from '../../../shared/lanes/lane-frame.ts';
import { writeOps } from '../../../shared/lanes/ops.ts';
import type { LanePlace } from '../../../shared/lanes/record.ts';
import type { StoredRecord } from '../../../shared/lanes/stored-record.ts';
import type { MessageView } from '../../../shared/model/views.ts';
import type { Community } from '../../../shared/peer/community.ts';
import { writeJournalEntry } from '../../../shared/peer/journal-entry.ts';
import { writeRecord } from '../../../shared/peer/write-record.ts';
import { runOf } from '../../../shared/lanes/lane-runs.ts';
import { createSeededRandom } from '../../../shared/testing/seeded-random.ts';
import { say } from '../progress.ts';
import { TOWN_SIZE, townMessages } from '../search/town.ts';
import { operate, settleTown } from '../verify-town.ts';

/** As many of a lane come over a link at once, at most. */
const RUN_RECORDS = 64;
const BATCH_ENTRIES = 256;
const PART = 1_000;

/**
 * @param dirs profiles to write, each with its own number of messages, the oldest first; `as` whose it is, of the people
 * @param size as many people as authors, one device each
 */
export const writeHistories = async (
  dirs: readonly { dir: string; messages: number; as?: number }[],
  size = TOWN_SIZE,
): Promise<void> => {
  const crypto = await loadSodiumCrypto();
  const random = createSeededRandom(42);
  const { founder, people } = settleTown(crypto, random, size.authors);
  while (founder.channels().length < size.channels)
    operate(crypto, founder, { kind: 'CHANNEL_CREATE', name: `channel-${founder.channels().length}`, topic: '' });
  const channels = founder.channels();
  const epoch = founder.keys.newest();
  if (epoch === undefined) throw new Error('the community has no key');
  const writers = await Promise.all(
    dirs.map(async ({ dir, messages, as }, at) => ({
      messages,
      ...(await openProfile(dir, founder, people[as ?? at])),
    })),
  );
  const lanes = new Map<string, WrittenLane>();
  const laneOf = (channel: ChannelId, at: number): WrittenLane => {
    const key = `${channel} ${at}`;
    const held: WrittenLane = lanes.get(key) ?? { author: authorOf(founder, people[at], () => held.last) };
    lanes.set(key, held);
    return held;
  };
  const waiting = new Map<string, { place: LanePlace; records: StoredRecord[] }>();
  const flush = async (key: string): Promise<void> => {
    const run = waiting.get(key);
    waiting.delete(key);
    if (run === undefined) return;
    for (const writer of writers) await writer.add(run);
  };
  const most = Math.max(...dirs.map(({ messages }) => messages));
  let at = 0;
  const takeOne = async (message: MessageView): Promise<void> => {
    const { channel, author } = whereOf(message);
    const key = `${channel} ${author}`;
    const lane = laneOf(channel, author);
    const { place, fresh } = writeRecord(crypto, lane.author, {
      channel,
      plaintext: writeOps([{ kind: 'post', text: message.text }]),
      now: message.sentAt,
      nonce: random.bytes(24),
      epoch,
    });
    lane.last = fresh;
    const held = waiting.get(key);
    const isFull = held?.place.segment !== place.segment || held.records.length >= RUN_RECORDS;
    if (isFull) await flush(key);
    const run = waiting.get(key) ?? { place, records: [] };
    waiting.set(key, run);
    run.records.push(fresh);
    at += 1;
    for (const writer of writers) if (at === writer.messages) writer.endsHere(waiting);
  };
  const whereOf = createPlaces(channels, size.authors);
  for (const part of townMessages(most, PART, size)) {
    for (const message of part) await takeOne(message);
    if (at % 50_000 === 0) say(`${at} of ${most} messages written`);
  }
  for (const key of waiting.keys()) await flush(key);
  for (const writer of writers) await writer.close();
};

type WrittenLane = { last?: StoredRecord; author: Community };

/** The channel, and the number of the author, of what somebody says in the town. */
const createPlaces = (channels: readonly ChannelId[], authors: number) => {
  const channelAt = createIndex();
  const authorAt = createIndex();
  return (message: MessageView): { channel: ChannelId; author: number } => {
    const channel = channels[channelAt(message.channel) % channels.length];
    if (channel === undefined) throw new Error('a channel is missing');
    return { channel, author: authorAt(message.author) % authors };
  };
};

/** Numbers for names, in the order in which they come up. */
const createIndex = (): ((name: string) => number) => {
  const numbers = new Map<string, number>();
  return (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
};

type Person = ReturnType<typeof settleTown>['people'][number] | undefined;

const authorOf = (founder: Community, person: Person, last: () => StoredRecord | undefined): Community => {
  if (person === undefined) throw new Error('nobody is left to write');
  const lane = { ...founder.lane(founder.channels()[0] as ChannelId, person.identity.device), last };
  return { ...founder, identity: person.identity, lane: () => lane };
};

/** What a profile has on its disk: seeds, and a journal that begins with how the community came about. */
const openProfile = async (dir: string, founder: Community, person: Person) => {
  if (person === undefined) throw new Error('nobody is left to have a profile');
  const secrets = openFileStore(join(dir, 'secrets'));
  await secrets.set('device-seed', person.seeds.device);
  await secrets.set(ROOT_SEED, person.seeds.root);
  const journal = await openProfileJournal(dir);
  let entries: Uint8Array[] = [];
  /** Of each lane, how many records there are in all, if not all of them are wanted. */
  let ends: Map<string, number> | undefined;
  const write = async (): Promise<void> => {
    await journal.append(await journal.end(), entries);
    entries = [];
  };
  const local = { community: founder.id, salt: person.salt, memberName: 'somebody' };
  entries.push(writeJournalEntry({ kind: 'community', local }));
  for (const { bytes } of founder.log.all())
    entries.push(writeJournalEntry({ kind: 'operation', community: founder.id, bytes }));
  await write();
  const crypto = await loadSodiumCrypto();
  return {
    add: async ({ place, records }: { place: LanePlace; records: readonly StoredRecord[] }): Promise<void> => {
      const end = ends === undefined ? Number.POSITIVE_INFINITY : (ends.get(laneName(place)) ?? 0);
      const wanted = records.filter(({ envelope }) => envelope.seq < end);
      if (wanted.length === 0) return;
      const frame = writeLaneFrame(crypto, runOf(place, wanted));
      entries.push(writeJournalEntry({ kind: 'lane', community: founder.id, frame }));
      if (entries.length >= BATCH_ENTRIES) await write();
    },
    /** No record after those that wait now is wanted. */
    endsHere: (waiting: ReadonlyMap<string, { place: LanePlace; records: readonly StoredRecord[] }>): void => {
      ends = new Map(
        [...waiting.values()].map(({ place, records }) => [laneName(place), (records.at(-1)?.envelope.seq ?? -1) + 1]),
      );
    },
    close: async (): Promise<void> => {
      await write();
      await journal.close();
    },
  };
};

const laneName = ({ channel, device }: LanePlace): string => `${channel} ${device}`;
