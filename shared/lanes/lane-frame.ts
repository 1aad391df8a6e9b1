/**
 * Lane frames: a run of one lane's records on the wire, in the journal and in the record store.
 *
 * channel 32 · segment varuint · device 32 · update (length-prefixed) · bodies (1 and the bytes, or 0 where missing)
 *
 * The update is a strict subset of Yjs's v1 update format: one client (the lane's), one struct of `ContentAny` holding
 * byte arrays, whose origin is the record before (or, for the lane's first, the root array named by the device id), and
 * an empty delete set. Our reader is linear and bounded and refuses anything else; bytes of a peer are never given to
 * Yjs: accepted records are written anew by our writer.
 */
import { type ChannelId, channelId, type CommunityId, type DeviceId, deviceId, idBytes } from '../base/ids.ts';
import { createReader, type Reader } from '../base/reader.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { createWriter } from '../base/writer.ts';
import type { Crypto } from '../ports/crypto.ts';
import { laneClientOf } from './lane-client.ts';
import { type LanePlace, MAX_BODY_BYTES, MAX_ENVELOPE_BYTES } from './record.ts';

export type LaneRun = {
  place: LanePlace;
  /** Index in this segment's lane of the first envelope, from 0. */
  from: number;
  envelopes: readonly Uint8Array[];
  /** One for each envelope; undefined where the sender has no body. */
  bodies: readonly (Uint8Array | undefined)[];
};

export type FrameError = 'malformed' | 'wrong-client' | 'too-many';

/** Yjs: struct with content reference 8 (`ContentAny`). */
const CONTENT_ANY = 8;
const HAS_ORIGIN = 0x80;
const PARENT_IS_ROOT_NAME = 1;
/** lib0 `any`: Uint8Array. */
const ANY_BYTES = 116;
/** In a wire frame of 64 KiB no more records fit; bounds what a reader allocates. */
const MAX_RECORDS_A_FRAME = 512;

export const writeLaneFrame = (crypto: Crypto, run: LaneRun): Uint8Array => {
  const { place } = run;
  const writer = createWriter()
    .raw(idBytes(place.channel))
    .varuint(place.segment)
    .raw(idBytes(place.device))
    .bytes(writeLaneUpdate(crypto, run));
  for (const body of run.bodies) {
    if (body === undefined) writer.u8(0);
    else writer.u8(1).bytes(body);
  }
  return writer.done();
};

/** The Yjs v1 update alone, as `Y.applyUpdate` takes it. */
export const writeLaneUpdate = (crypto: Crypto, { place, from, envelopes }: Omit<LaneRun, 'bodies'>): Uint8Array => {
  const client = laneClientOf(crypto, place);
  const writer = createWriter().varuint(1).varuint(1).varuint(client).varuint(from);
  if (from > 0)
    writer
      .u8(CONTENT_ANY | HAS_ORIGIN)
      .varuint(client)
      .varuint(from - 1);
  else writer.u8(CONTENT_ANY).varuint(PARENT_IS_ROOT_NAME).text(place.device);
  writer.varuint(envelopes.length);
  for (const envelope of envelopes) writer.u8(ANY_BYTES).bytes(envelope);
  return writer.varuint(0).done();
};

export const readLaneFrame = (
  crypto: Crypto,
  community: CommunityId,
  frame: Uint8Array,
  maxRecords = MAX_RECORDS_A_FRAME,
): Result<LaneRun, FrameError> => {
  const reader = createReader(frame);
  const run = readRun(crypto, community, reader, { bytes: frame.length, maxRecords });
  return run.ok && !reader.finished() ? malformed('the bodies do not fit the records') : run;
};

type Runs = [LaneRun, ...LaneRun[]];

/** Frames one right after another: runs of one lane, each of a later segment than the one before, from its first record on. */
export const readLaneFrames = (crypto: Crypto, community: CommunityId, frames: Uint8Array): Result<Runs, FrameError> =>
  readFrames(crypto, community, frames, { maxRecords: MAX_RECORDS_A_FRAME, follows: followsInLane });

/** Frames one right after another: runs of one channel, each of another lane than the one before. */
export const readTailFrames = (
  crypto: Crypto,
  community: CommunityId,
  frames: Uint8Array,
  maxRecords: number,
): Result<Runs, FrameError> => readFrames(crypto, community, frames, { maxRecords, follows: isBesideIt });

const readFrames = (
  crypto: Crypto,
  community: CommunityId,
  frames: Uint8Array,
  { maxRecords, follows }: { maxRecords: number; follows: (run: LaneRun, before: LaneRun) => boolean },
): Result<Runs, FrameError> => {
  const reader = createReader(frames);
  let room = maxRecords;
  const next = (): Result<LaneRun, FrameError> =>
    readRun(crypto, community, reader, { bytes: frames.length, maxRecords: room });
  const first = next();
  if (!first.ok) return first;
  const runs: Runs = [first.value];
  for (let last = first.value; !reader.finished();) {
    room -= last.envelopes.length;
    const run = next();
    if (!run.ok) return run;
    if (!follows(run.value, last)) return malformed('the runs do not belong together');
    last = run.value;
    runs.push(last);
  }
  return ok(runs);
};

const followsInLane = ({ place, from }: LaneRun, { place: before }: LaneRun): boolean =>
  place.channel === before.channel && place.device === before.device && place.segment > before.segment && from === 0;

const isBesideIt = ({ place }: LaneRun, { place: before }: LaneRun): boolean =>
  place.channel === before.channel && place.device !== before.device;

const readRun = (
  crypto: Crypto,
  community: CommunityId,
  reader: Reader,
  { bytes, maxRecords }: { bytes: number; maxRecords: number },
): Result<LaneRun, FrameError> => {
  const channel: ChannelId = channelId(readId(reader));
  const segment = reader.varuint();
  const device: DeviceId = deviceId(readId(reader));
  const update = reader.bytes(bytes);
  if (reader.failed()) return malformed('the frame ends early');
  const place = { community, channel, segment, device };
  const run = readLaneUpdate(crypto, place, update, maxRecords);
  if (!run.ok) return run;
  const bodies = run.value.envelopes.map(() => readBody(reader));
  return reader.failed() ? malformed('the bodies do not fit the records') : ok({ ...run.value, bodies });
};

const readId = (reader: Reader): Uint8Array => {
  const bytes = reader.raw(32);
  return bytes.length === 32 ? bytes : new Uint8Array(32);
};

const readBody = (reader: Reader): Uint8Array | undefined => {
  const present = reader.u8();
  if (present === 1) return reader.bytes(MAX_BODY_BYTES);
  if (present !== 0) reader.raw(Number.MAX_SAFE_INTEGER); // anything else fails the reader
  return undefined;
};

const readLaneUpdate = (
  crypto: Crypto,
  place: LanePlace,
  update: Uint8Array,
  maxRecords: number,
): Result<Omit<LaneRun, 'bodies'>, FrameError> => {
  const reader = createReader(update);
  const clients = reader.varuint();
  const structs = reader.varuint();
  const client = reader.varuint();
  const from = reader.varuint();
  if (reader.failed() || clients !== 1 || structs !== 1) return malformed('not exactly one lane and one run');
  if (client !== laneClientOf(crypto, place)) return fail('wrong-client', 'the update is not of the lane it names');
  if (!readParent(reader, place, client, from)) return malformed('the run does not follow its own lane');
  const count = reader.varuint();
  if (count === 0 || count > maxRecords) return fail('too-many', 'no records, or more than a frame may hold');
  const envelopes = readEnvelopes(reader, count);
  if (envelopes === undefined) return malformed('an element is not bytes');
  const deletes = reader.varuint();
  if (!reader.finished() || deletes !== 0)
    return malformed('the update has a delete set, or does not end where it should');
  return ok({ place, from, envelopes });
};

const readEnvelopes = (reader: Reader, count: number): Uint8Array[] | undefined => {
  const envelopes: Uint8Array[] = [];
  for (let i = 0; i < count && !reader.failed(); i += 1) {
    if (reader.u8() !== ANY_BYTES) return undefined;
    // views of the one copy of the update
    envelopes.push(reader.viewOfBytes(MAX_ENVELOPE_BYTES));
  }
  return envelopes;
};

const readParent = (reader: Reader, place: LanePlace, client: number, from: number): boolean => {
  const info = reader.u8();
  if (from > 0)
    return info === (CONTENT_ANY | HAS_ORIGIN) && reader.varuint() === client && reader.varuint() === from - 1;
  return info === CONTENT_ANY && reader.varuint() === PARENT_IS_ROOT_NAME && reader.text(64) === place.device;
};

const malformed = (message: string) => fail('malformed' as const, message);
