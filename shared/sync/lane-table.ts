/**
 * What is here of a channel's lanes, frozen, and short digests of it. They are keyed with what only the two ends of a
 * link know, so that nobody else can look for two tables, or two records, with one digest.
 */
import { concatBytes, equalBytes } from '../base/bytes.ts';
import { type Domain, inDomain } from '../base/domain.ts';
import { type ChannelId, type DeviceId, idBytes, recordId, ZERO_ID } from '../base/ids.ts';
import { createWriter } from '../base/writer.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { LaneHave } from './link-message.ts';
import type { SyncedCommunity } from './synced-community.ts';
import {
  BUCKET_DIGEST_BYTES,
  type BriefLane,
  CHECK_BYTES,
  NAME_BYTES,
  TABLE_DIGEST_BYTES,
  type Bucket,
} from './table-message.ts';
import { MAX_BODIES, writeNumbers } from './wire-lists.ts';

/** Lanes with something in them, ascending by the text of the device's id. */
export type LaneTable = readonly LaneHave[];

type Source = Pick<SyncedCommunity, 'lanes' | 'missingBodies'>;

export const tableOf = (community: Source, channel: ChannelId): LaneTable =>
  community
    .lanes(channel)
    .filter((lane) => lane.durable() > 0)
    .map((lane) => ({
      device: lane.device,
      count: lane.durable(),
      head: lane.head(),
      missing: community.missingBodies(channel, lane).slice(0, MAX_BODIES),
    }))
    .sort((a, b) => (a.device < b.device ? -1 : 1));

export const bucketOf = (device: DeviceId): number => idBytes(device)[0] ?? 0;

export const nameOf = (id: ChannelId | DeviceId): Uint8Array => idBytes(id).subarray(0, NAME_BYTES);

export type TableHasher = {
  digest: (channel: ChannelId, table: LaneTable) => Uint8Array;
  /** Of the buckets with something in them, ascending. */
  buckets: (channel: ChannelId, table: LaneTable) => Bucket[];
  brief: (lane: LaneHave) => BriefLane;
  /** What was said in brief: a head that is not the one here under that number is one that nobody has. */
  whole: (community: Pick<SyncedCommunity, 'lane'>, channel: ChannelId, device: DeviceId, said: BriefLane) => LaneHave;
};

/** @param key of the link */
export const createTableHasher = (crypto: Crypto, key: Uint8Array): TableHasher => {
  const hash = (domain: Domain, part: Uint8Array, length: number): Uint8Array =>
    crypto.hash(inDomain(domain, part), key).subarray(0, length);
  const checkOf = (head: Uint8Array): Uint8Array => hash('holdfast/lane-head/1', head, CHECK_BYTES);
  return {
    digest: (channel, table) => hash('holdfast/lane-table/1', bytesOf(channel, table), TABLE_DIGEST_BYTES),
    buckets: (channel, table) =>
      [...byBucket(table)]
        .sort(([a], [b]) => a - b)
        .map(([bucket, lanes]) => ({
          bucket,
          digest: hash('holdfast/lane-table/1', bytesOf(channel, lanes), BUCKET_DIGEST_BYTES),
        })),
    brief: ({ device, count, head, missing }) => ({
      name: nameOf(device),
      count,
      check: checkOf(idBytes(head)),
      missing,
    }),
    whole: (community, channel, device, { count, check, missing }) => {
      const lane = community.lane(channel, device);
      const held = count === 0 || count > lane.durable() ? undefined : lane.idOf(count - 1);
      const isSame = held !== undefined && equalBytes(checkOf(held), check);
      const other = concatBytes(check, ZERO_ID).subarray(0, ZERO_ID.length);
      return { device, count, head: recordId(isSame ? held : other), missing };
    },
  };
};

const byBucket = (table: LaneTable): Map<number, LaneHave[]> => {
  const buckets = new Map<number, LaneHave[]>();
  for (const lane of table) {
    const bucket = bucketOf(lane.device);
    const lanes = buckets.get(bucket);
    if (lanes === undefined) buckets.set(bucket, [lane]);
    else lanes.push(lane);
  }
  return buckets;
};

const bytesOf = (channel: ChannelId, table: LaneTable): Uint8Array => {
  const writer = createWriter().raw(idBytes(channel));
  for (const { device, count, head, missing } of table) {
    writer.raw(idBytes(device)).varuint(count).raw(idBytes(head));
    writeNumbers(writer, missing);
  }
  return writer.done();
};
