/** What somebody could do by hand with all that is on their disk: their keys, and every record that reached them. */
import type { ChannelId, CommunityId } from '../base/ids.ts';
import { readOperation } from '../governance/operation.ts';
import { loadSeeds } from '../keys/identity.ts';
import { readLaneFrame } from '../lanes/lane-frame.ts';
import { readOps } from '../lanes/ops.ts';
import { decryptBody } from '../lanes/record.ts';
import { type Community, openCommunity } from '../peer/community.ts';
import { type JournalEntryContent, readJournalEntry } from '../peer/journal-entry.ts';
import type { PlacedRecord } from '../peer/message-stubs.ts';
import type { Crypto } from '../ports/crypto.ts';
import { createSeededRandom } from './seeded-random.ts';
import type { SimPerson } from './sim-people.ts';

export type Holdings = {
  community: Community;
  /** Every record on the disk, of channels that they cannot read too. */
  records: PlacedRecord[];
  /** Every key that opens records and can be had from the disk. */
  keys: Uint8Array[];
  /** What these keys open of a channel: the texts posted there. */
  opens: (channel: ChannelId, keys?: readonly Uint8Array[]) => string[];
};

export const holdingsOf = async (crypto: Crypto, person: SimPerson, id: CommunityId): Promise<Holdings> => {
  const community = await readBack(crypto, person, id);
  const records = recordsIn(community);
  const keys = keysOf(community);
  const textsOf = ({ place, record }: PlacedRecord, tried: readonly Uint8Array[]): string[] => {
    const { body, envelope } = record;
    const plain = tried.map((key) => body && decryptBody(crypto, place, envelope, body, key)).find(Boolean);
    const ops = (plain && readOps(plain)) ?? [];
    return ops.map((op) => ('text' in op ? op.text : op.kind));
  };
  const opens: Holdings['opens'] = (channel, tried = keys) =>
    records.filter(({ place }) => place.channel === channel).flatMap((record) => textsOf(record, tried));
  return { community, records, keys, opens };
};

const readBack = async (crypto: Crypto, person: SimPerson, id: CommunityId): Promise<Community> => {
  const seeds = await loadSeeds(person.secrets, createSeededRandom(1));
  let held: Community | undefined;
  for (const bytes of person.journal()) {
    const entry = readJournalEntry(bytes);
    if (entry?.kind === 'community' && entry.local.community === id) {
      held?.become(entry.local);
      held ??= openCommunity(crypto, seeds, entry.local);
    } else if (entry !== undefined && held !== undefined) take(crypto, held, entry);
  }
  if (held === undefined) throw new Error(`${person.name} was never in that community`);
  return held;
};

const keysOf = (community: Community): Uint8Array[] => {
  const state = community.state();
  const members = [...(state?.members.keys() ?? [])];
  const epochs = [...(state?.epochs.keys() ?? [])];
  return [
    ...epochs.flatMap((epoch) => community.keys.epoch(epoch)?.recordKey ?? []),
    ...members.flatMap((member) => community.directs.with(member)?.recordKey ?? []),
  ];
};

const take = (crypto: Crypto, community: Community, entry: JournalEntryContent): void => {
  if (entry.kind === 'community') return;
  if (entry.community !== community.id) return;
  if (entry.kind === 'operation') {
    const operation = readOperation(crypto, entry.bytes);
    if (operation !== undefined) community.addOperation(operation);
    return;
  }
  const run = readLaneFrame(crypto, community.id, entry.frame, Number.MAX_SAFE_INTEGER);
  if (!run.ok) throw new Error(run.message);
  const { channel, device } = run.value.place;
  const lane = community.lane(channel, device);
  const accepted = lane.accept(run.value, 'stored');
  if (accepted.ok) community.laneGrew(channel, lane, accepted.value.length);
  lane.markDurable(Number.POSITIVE_INFINITY);
};

const recordsIn = (community: Community): PlacedRecord[] =>
  community
    .laneChannels()
    .flatMap((channel) =>
      community
        .lanes(channel)
        .flatMap((lane) =>
          Array.from({ length: lane.kept() }, (_, seq) => lane.record(seq)).flatMap((record) =>
            record === undefined
              ? []
              : [{ place: { community: community.id, channel, segment: record.segment, device: lane.device }, record }],
          ),
        ),
    );
