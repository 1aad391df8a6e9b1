/**
 * How two find out what of their lane tables differs, and tell each other of that alone (SY-23, WF-12). Lanes have short names here.
 *
 * 27 DIGESTS      channels: channel 32 · lanes varuint · digest 8 — of everything that is here of it durably
 * 28 BUCKETS      channel 32 · buckets: bucket u8 · digest 5 — of the lanes of devices whose id begins with that byte
 * 29 BUCKET-LANES channel 32 · buckets: bucket u8 · lanes: name 8 · count varuint · check 5 · missing: seq varuint — all
 *                 lanes of the buckets that differ; without any bucket: whole tables instead
 * 30 BRIEF-LANES  channel 32 · u8 1 if all others of those buckets are as the other side said, else 0 · lanes as in 29
 * 31 BRIEF-WANT   channel 32 · lanes: name 8 · from seq varuint
 */
import { type ChannelId, idBytes } from '../base/ids.ts';
import type { Reader } from '../base/reader.ts';
import type { Writer } from '../base/writer.ts';
import { MAX_LANES, readChannel, readList, readNumbers, writeList, writeNumbers } from './wire-lists.ts';

/** Bytes. */
export const NAME_BYTES = 8;
export const CHECK_BYTES = 5;
export const TABLE_DIGEST_BYTES = 8;
export const BUCKET_DIGEST_BYTES = 5;
/** Of a brief lane without missing bodies, rather more than it has. */
export const BRIEF_LANE_BYTES = 22;
const MAX_BUCKETS = 256;

export type ChannelDigest = { channel: ChannelId; lanes: number; digest: Uint8Array };
export type Bucket = { bucket: number; digest: Uint8Array };
/** `name`: the device id's first bytes; `check`: of the last record's id, on this link. */
export type BriefLane = { name: Uint8Array; count: number; check: Uint8Array; missing: readonly number[] };

export type TableMessage =
  | { kind: 'digests'; channels: readonly ChannelDigest[] }
  | { kind: 'buckets'; channel: ChannelId; buckets: readonly Bucket[] }
  | { kind: 'bucket-lanes'; channel: ChannelId; buckets: readonly number[]; lanes: readonly BriefLane[] }
  | { kind: 'brief-lanes'; channel: ChannelId; isRest: boolean; lanes: readonly BriefLane[] }
  | { kind: 'brief-want'; channel: ChannelId; lanes: readonly { name: Uint8Array; from: number }[] };

export const TABLE_TYPES = {
  digests: 27,
  buckets: 28,
  'bucket-lanes': 29,
  'brief-lanes': 30,
  'brief-want': 31,
} as const;

export const isTableMessage = <M extends { kind: string }>(message: M | TableMessage): message is TableMessage =>
  Object.hasOwn(TABLE_TYPES, message.kind);

export const writeTableMessage = (writer: Writer, message: TableMessage): Uint8Array => {
  if (message.kind === 'digests')
    return writeList(writer, message.channels, ({ channel, lanes, digest }) =>
      writer.raw(idBytes(channel)).varuint(lanes).raw(digest),
    );
  writer.raw(idBytes(message.channel));
  switch (message.kind) {
    case 'buckets':
      return writeList(writer, message.buckets, ({ bucket, digest }) => writer.u8(bucket).raw(digest));
    case 'bucket-lanes':
      writeList(writer, message.buckets, (bucket) => writer.u8(bucket));
      return writeBriefLanes(writer, message.lanes);
    case 'brief-lanes':
      return writeBriefLanes(writer.u8(message.isRest ? 1 : 0), message.lanes);
    case 'brief-want':
      return writeList(writer, message.lanes, ({ name, from }) => writer.raw(name).varuint(from));
  }
};

/** @returns undefined if it is of another type */
export const readTableMessage = (type: number, reader: Reader): TableMessage | undefined => {
  switch (type) {
    case TABLE_TYPES.digests:
      return {
        kind: 'digests',
        channels: readList(reader, MAX_LANES, () => ({
          channel: readChannel(reader),
          lanes: reader.varuint(),
          digest: reader.raw(TABLE_DIGEST_BYTES),
        })),
      };
    case TABLE_TYPES.buckets:
      return {
        kind: 'buckets',
        channel: readChannel(reader),
        buckets: readList(reader, MAX_BUCKETS, () => ({
          bucket: reader.u8(),
          digest: reader.raw(BUCKET_DIGEST_BYTES),
        })),
      };
    case TABLE_TYPES['bucket-lanes']:
      return {
        kind: 'bucket-lanes',
        channel: readChannel(reader),
        buckets: readList(reader, MAX_BUCKETS, () => reader.u8()),
        lanes: readBriefLanes(reader),
      };
    case TABLE_TYPES['brief-lanes']:
      return {
        kind: 'brief-lanes',
        channel: readChannel(reader),
        isRest: readFlag(reader),
        lanes: readBriefLanes(reader),
      };
    case TABLE_TYPES['brief-want']:
      return {
        kind: 'brief-want',
        channel: readChannel(reader),
        lanes: readList(reader, MAX_LANES, () => ({ name: reader.raw(NAME_BYTES), from: reader.varuint() })),
      };
    default:
      return undefined;
  }
};

const writeBriefLanes = (writer: Writer, lanes: readonly BriefLane[]): Uint8Array =>
  writeList(writer, lanes, ({ name, count, check, missing }) => {
    writer.raw(name).varuint(count).raw(check);
    writeNumbers(writer, missing);
  });

const readBriefLanes = (reader: Reader): BriefLane[] =>
  readList(reader, MAX_LANES, () => ({
    name: reader.raw(NAME_BYTES),
    count: reader.varuint(),
    check: reader.raw(CHECK_BYTES),
    missing: readNumbers(reader),
  }));

/** One value has one encoding. */
const readFlag = (reader: Reader): boolean => {
  const flag = reader.u8();
  if (flag > 1) reader.raw(Number.MAX_SAFE_INTEGER);
  return flag === 1;
};
