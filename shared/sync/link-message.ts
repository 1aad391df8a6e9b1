/**
 * What members say on an authenticated link, in frames of at most 64 KiB. First byte: the type.
 *
 * 16 OPS-HAVE   devices: device 32 · count varuint · digest 32 — how much of each device's chain of operations is here
 * 17 OPS        operations, each length-prefixed — parents first
 * 18 OPS-DONE   all operations you lacked have been sent: content may follow
 * 19 LANES-HAVE channel 32 · lanes: device 32 · count varuint · head 32 · missing: seq varuint — what is here durably, and
 *               which bodies of it are not although nobody deleted them, 64 at most: table and receipt in one
 * 20 LANE-WANT  channel 32 · lanes: device 32 · from seq varuint
 * 21 LANE       lane frames of one lane, one right after another: `readLaneFrames`
 * 22 JOIN       what a joiner asks with (JSON)
 * 23 REFUSED    code — why a joiner is not admitted
 * 24 BODY-WANT  channel 32 · lanes: device 32 · seqs varuint, 64 at most — answered with runs of one record
 * 25 TAIL-WANT  channel 32 · count varuint — its newest records, before what leads up to them
 * 26 TAIL       lane frames of one channel, one right after another, each with a first envelope that leaves nothing out
 * 27 to 31       what of two tables differs: table-message.ts
 * 32 REKEY      a new key for the device that asks, certified by its member's root (JSON)
 * 33 INTRODUCE  which member the device is of, certified by their root (JSON)
 * 34 SIGNAL     hops u8 · topic text · from text · to text (empty: everybody in the room) · data text — signalling that members
 *               carry for each other, sealed with a key of the room that it is for
 * 35 ADDRESSES  texts, HOST:PORT, 8 at most — where the other side's hub can be reached
 * 36 PING, 37 PONG  number varuint — is the other side still there? PONG repeats the number
 * 38 PRUNE      live records reach us sooner by another way: tell us of them, and we ask if they do not come
 * 39 DEGREE     number varuint — of links to members that the other side holds
 * 40 HERE       beats (beat.ts), 128 at most — who is there; without any: tell me of whom you have heard
 * 41 CLOCK      number varuint — what time it is there, in milliseconds since the Unix epoch
 * 42 PERSONAL   entries, each length-prefixed JSON (personal-entry.ts), 512 at most — to another device of the same person
 * 43 PICTURE-WANT hashes: 32 each, 64 at most — members' pictures that the other side may have
 * 44 PICTURE    hash 32 · bytes, 16 KiB at most — answered once for each link
 * 47 BRIEF-RUN  one lane frame with short names, for who knows the lane: brief-run.ts (40 to 46 are types of device links too)
 * Types that are not known are passed over: a newer peer may say more.
 */
import { MAX_HUB_ADDRESSES } from '../base/hub-address.ts';
import { type ChannelId, type DeviceId, idBytes, type RecordId, recordId } from '../base/ids.ts';
import { createReader, type Reader } from '../base/reader.ts';
import { createWriter, type Writer } from '../base/writer.ts';
import { MAX_OPERATION_BYTES } from '../governance/operation.ts';
import { type Introduction, readIntroduction, writeIntroduction } from './introduction.ts';
import { MAX_PICTURE_BYTES } from '../model/member-picture.ts';
import type { Signal } from '../ports/transport.ts';
import { readRekeyRequest, type RekeyRequest, writeRekeyRequest } from './rekey-request.ts';
import { BRIEF_RUN_TYPE, type BriefRun, readBriefRun, writeBriefRun } from './brief-run.ts';
import { type Beat, readBeat, writeBeat } from './beat.ts';
import { MAX_ENTRY_BYTES } from './personal-entry.ts';
import { type JoinRequest, readJoinRequest, writeJoinRequest } from './join-request.ts';
import {
  isTableMessage,
  readTableMessage,
  TABLE_TYPES,
  type TableMessage,
  writeTableMessage,
} from './table-message.ts';
import {
  MAX_LANES,
  padded,
  readChannel,
  readDevice,
  readList,
  readNumbers,
  writeList,
  writeNumbers,
} from './wire-lists.ts';

/** `missing`: the lowest numbers of records whose body is not there although nobody deleted it. */
export type LaneHave = { device: DeviceId; count: number; head: RecordId; missing: readonly number[] };
export type LaneWant = { device: DeviceId; from: number };
export type BodyWant = { device: DeviceId; seqs: readonly number[] };

export type LinkMessage =
  | { kind: 'ops-have'; chains: readonly { device: DeviceId; count: number; digest: Uint8Array }[] }
  | { kind: 'ops'; operations: readonly Uint8Array[] }
  | { kind: 'ops-done' }
  | { kind: 'lanes-have'; channel: ChannelId; lanes: readonly LaneHave[] }
  | { kind: 'lane-want'; channel: ChannelId; lanes: readonly LaneWant[] }
  | { kind: 'lane'; frame: Uint8Array }
  | BriefRun
  | { kind: 'body-want'; channel: ChannelId; lanes: readonly BodyWant[] }
  | { kind: 'tail-want'; channel: ChannelId; count: number }
  | { kind: 'tail'; frame: Uint8Array }
  | { kind: 'join'; request: JoinRequest }
  | { kind: 'refused'; code: string }
  | { kind: 'rekey'; request: RekeyRequest }
  | { kind: 'introduce'; introduction: Introduction }
  | { kind: 'signal'; hops: number; signal: Signal }
  | { kind: 'addresses'; addresses: readonly string[] }
  | { kind: 'ping' | 'pong' | 'degree' | 'clock'; number: number }
  | { kind: 'prune' }
  | { kind: 'here'; beats: readonly Beat[] }
  | { kind: 'personal'; entries: readonly Uint8Array[] }
  | { kind: 'picture-want'; hashes: readonly Uint8Array[] }
  | { kind: 'picture'; hash: Uint8Array; bytes: Uint8Array }
  | TableMessage
  | { kind: 'unknown' };

const TYPES = {
  'ops-have': 16,
  ops: 17,
  'ops-done': 18,
  'lanes-have': 19,
  'lane-want': 20,
  lane: 21,
  join: 22,
  refused: 23,
  'body-want': 24,
  'tail-want': 25,
  tail: 26,
  ...TABLE_TYPES,
  rekey: 32,
  introduce: 33,
  signal: 34,
  addresses: 35,
  ping: 36,
  pong: 37,
  prune: 38,
  degree: 39,
  here: 40,
  clock: 41,
  personal: 42,
  'picture-want': 43,
  picture: 44,
  'brief-run': BRIEF_RUN_TYPE,
} as const;
/** In one HERE. */
export const MAX_BEATS = 128;
/** In one PERSONAL. */
export const MAX_PERSONAL = 512;
/** In one PICTURE-WANT. */
const MAX_PICTURES = 64;
const MAX_OPERATIONS = 2048;
/** Characters. */
const MAX_TOPIC = 128;
const MAX_END = 64;
const MAX_SIGNAL = 32_000;

export const writeLinkMessage = (message: Exclude<LinkMessage, { kind: 'unknown' }>): Uint8Array => {
  const writer = createWriter().u8(TYPES[message.kind]);
  switch (message.kind) {
    case 'ops-have':
      return writeList(writer, message.chains, ({ device, count, digest }) =>
        writer.raw(idBytes(device)).varuint(count).raw(digest),
      );
    case 'ops':
      return writeList(writer, message.operations, (operation) => writer.bytes(operation));
    case 'ops-done':
    case 'prune':
      return writer.done();
    case 'lanes-have':
      writer.raw(idBytes(message.channel));
      return writeList(writer, message.lanes, (lane) => {
        writer.raw(idBytes(lane.device)).varuint(lane.count).raw(idBytes(lane.head));
        writeNumbers(writer, lane.missing);
      });
    case 'lane-want':
      writer.raw(idBytes(message.channel));
      return writeList(writer, message.lanes, ({ device, from }) => writer.raw(idBytes(device)).varuint(from));
    case 'lane':
      return writer.raw(message.frame).done();
    case 'body-want':
      writer.raw(idBytes(message.channel));
      return writeList(writer, message.lanes, ({ device, seqs }) => {
        writer.raw(idBytes(device));
        writeNumbers(writer, seqs);
      });
    case 'refused':
      return writer.text(message.code).done();
    case 'addresses':
      return writeList(writer, message.addresses, (address) => writer.text(address));
    case 'signal':
      return writeSignal(writer.u8(message.hops), message.signal);
    default:
      return writeOther(writer, message);
  }
};

/** Their contents have readers of their own. */
const SELF_CHECKED: ReadonlySet<string> = new Set(['unknown', 'lane', 'tail', 'join', 'rekey', 'introduce']);

/** @returns undefined if the bytes are not a message of this protocol */
export const readLinkMessage = (frame: Uint8Array): LinkMessage | undefined => {
  const reader = createReader(frame);
  const message = readBody(reader.u8(), reader, frame);
  if (message === undefined || SELF_CHECKED.has(message.kind)) return message;
  return reader.finished() ? message : undefined;
};

const readBody = (type: number, reader: Reader, frame: Uint8Array): LinkMessage | undefined => {
  switch (type) {
    case TYPES['ops-have']:
      return {
        kind: 'ops-have',
        chains: readList(reader, MAX_LANES, () => ({
          device: readDevice(reader),
          count: reader.varuint(),
          digest: reader.raw(32),
        })),
      };
    case TYPES.ops:
      return { kind: 'ops', operations: readList(reader, MAX_OPERATIONS, () => reader.bytes(MAX_OPERATION_BYTES)) };
    case TYPES['ops-done']:
      return { kind: 'ops-done' };
    case TYPES['lanes-have']:
      return {
        kind: 'lanes-have',
        channel: readChannel(reader),
        lanes: readList(reader, MAX_LANES, () => readHave(reader)),
      };
    case TYPES['lane-want']:
      return {
        kind: 'lane-want',
        channel: readChannel(reader),
        lanes: readList(reader, MAX_LANES, () => ({ device: readDevice(reader), from: reader.varuint() })),
      };
    case TYPES.lane:
      return { kind: 'lane', frame: frame.subarray(1) };
    case TYPES['body-want']:
      return {
        kind: 'body-want',
        channel: readChannel(reader),
        lanes: readList(reader, MAX_LANES, () => ({ device: readDevice(reader), seqs: readNumbers(reader) })),
      };
    case TYPES['tail-want']:
      return { kind: 'tail-want', channel: readChannel(reader), count: reader.varuint() };
    case TYPES.tail:
      return { kind: 'tail', frame: frame.subarray(1) };
    case TYPES.refused:
      return { kind: 'refused', code: reader.text(64) };
    default:
      return readOther(type, reader, frame);
  }
};

const NUMBERED = ['ping', 'pong', 'degree', 'clock'] as const;

/** How to meet, requests, which are JSON, and what a newer version may say. */
const readOther = (type: number, reader: Reader, frame: Uint8Array): LinkMessage | undefined => {
  const numbered = NUMBERED.find((kind) => TYPES[kind] === type);
  if (numbered !== undefined) return { kind: numbered, number: reader.varuint() };
  switch (type) {
    case TYPES.signal:
      return readSignal(reader);
    case TYPES.addresses:
      return { kind: 'addresses', addresses: readList(reader, MAX_HUB_ADDRESSES, () => reader.text(MAX_END)) };
    case TYPES.prune:
      return { kind: 'prune' };
    case TYPES.here:
      return { kind: 'here', beats: readList(reader, MAX_BEATS, () => readBeat(reader)) };
    case TYPES.personal:
      return { kind: 'personal', entries: readList(reader, MAX_PERSONAL, () => reader.bytes(MAX_ENTRY_BYTES)) };
    case TYPES.join:
    case TYPES.rekey:
    case TYPES.introduce:
      return readRequest(type, frame.subarray(1));
    default:
      return readBytes(type, reader) ?? (frame.length === 0 ? undefined : { kind: 'unknown' });
  }
};

/** Pictures, runs in brief, and tables. */
const readBytes = (type: number, reader: Reader): LinkMessage | undefined => {
  if (type === TYPES['picture-want'])
    return { kind: 'picture-want', hashes: readList(reader, MAX_PICTURES, () => padded(reader.raw(32))) };
  if (type === TYPES['brief-run']) return readBriefRun(reader);
  return type === TYPES.picture
    ? { kind: 'picture', hash: padded(reader.raw(32)), bytes: reader.bytes(MAX_PICTURE_BYTES) }
    : readTableMessage(type, reader);
};

const readRequest = (type: number, bytes: Uint8Array): LinkMessage | undefined => {
  if (type === TYPES.join) {
    const request = readJoinRequest(bytes);
    return request && { kind: 'join', request };
  }
  if (type === TYPES.introduce) {
    const introduction = readIntroduction(bytes);
    return introduction && { kind: 'introduce', introduction };
  }
  const request = readRekeyRequest(bytes);
  return request && { kind: 'rekey', request };
};

const writeOther = (
  writer: Writer,
  message:
    | Extract<
        LinkMessage,
        | { number: number }
        | { kind: 'tail-want' | 'tail' | 'join' | 'rekey' | 'introduce' | 'here' | 'personal' }
        | { kind: 'picture-want' | 'picture' | 'brief-run' }
      >
    | TableMessage,
): Uint8Array => {
  if (isTableMessage(message)) return writeTableMessage(writer, message);
  if ('number' in message) return writer.varuint(message.number).done();
  if (message.kind === 'personal') return writeList(writer, message.entries, (entry) => writer.bytes(entry));
  if (message.kind === 'picture-want') return writeList(writer, message.hashes, (hash) => writer.raw(hash));
  if (message.kind === 'picture') return writer.raw(message.hash).bytes(message.bytes).done();
  if (message.kind === 'brief-run') return writeBriefRun(writer, message);
  if (message.kind === 'here') return writeList(writer, message.beats, (beat) => writeBeat(writer, beat));
  if (message.kind === 'tail') return writer.raw(message.frame).done();
  return message.kind === 'tail-want'
    ? writer.raw(idBytes(message.channel)).varuint(message.count).done()
    : writer.raw(writeRequest(message)).done();
};

/** Those are JSON. */
const writeRequest = (message: Extract<LinkMessage, { kind: 'join' | 'rekey' | 'introduce' }>): Uint8Array => {
  if (message.kind === 'join') return writeJoinRequest(message.request);
  return message.kind === 'rekey' ? writeRekeyRequest(message.request) : writeIntroduction(message.introduction);
};

const writeSignal = (writer: Writer, { topic, from, to, data }: Signal): Uint8Array =>
  writer
    .text(topic)
    .text(from)
    .text(to ?? '')
    .text(data)
    .done();

const readSignal = (reader: Reader): LinkMessage => {
  const hops = reader.u8();
  const [topic, from, to] = [reader.text(MAX_TOPIC), reader.text(MAX_END), reader.text(MAX_END)];
  const data = reader.text(MAX_SIGNAL);
  return { kind: 'signal', hops, signal: { topic, from, to: to === '' ? undefined : to, data } };
};

const readHave = (reader: Reader): LaneHave => ({
  device: readDevice(reader),
  count: reader.varuint(),
  head: recordId(padded(reader.raw(32))),
  missing: readNumbers(reader),
});
