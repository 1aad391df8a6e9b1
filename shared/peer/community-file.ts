/**
 * Writes and reads community files. `holdfast-file/1`, a newline, then the head and the parts of `sealed-file.ts`, each after
 * its length as u32. Content: entries as the journal has them, each after its length as varuint; operations first.
 */
import { encodeUtf8 } from 'lib0/string';

import { concatBytes } from '../base/bytes.ts';
import type { CommunityId } from '../base/ids.ts';
import { createReader } from '../base/reader.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { createWriter } from '../base/writer.ts';
import { activeDevices } from '../governance/recipients.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import { isFileOf, openFile, type OpenedFile, PART_OVERHEAD, sealFile } from '../keys/sealed-file.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import { cutRun } from '../sync/cut-runs.ts';
import type { Community } from './community.ts';
import type { FileApi, FileContent, FileSource, HeldRecords, TakeInError, TakenFile } from './file-api.ts';
import { readSharedEntry, writeJournalEntry } from './journal-entry.ts';
import type { TakeIn } from './take-in.ts';

type Runtime = { community: Community; takeIn: TakeIn };
type Ports = {
  crypto: Crypto;
  random: Random;
  runtimes: () => Iterable<Runtime>;
  runtimeOf: (community: CommunityId) => Runtime | undefined;
  report: (event: string, error: unknown) => void;
};

const MAGIC = 'holdfast-file/1\n';
const LENGTH_BYTES = 4;
/** A part is sealed when it has this much; an entry more can be 96 KiB. */
const PART_BYTES = 256 * 1024;
const MAX_PART_BYTES = 1024 * 1024;
const MAX_HEAD_BYTES = 2 * 1024 * 1024;
const MAX_ENTRY_BYTES = 128 * 1024;

export const createFileDesk = (ports: Ports): FileApi => ({
  saveFile: async ({ community: id, held }, write) => {
    const community = ports.runtimeOf(id)?.community;
    if (community === undefined) return fail('no-such-community', 'This device is not in that community.');
    const state = community.state();
    if (!community.isJoined() || state === undefined)
      return fail('not-joined', 'Only members can save a community as a file, and this device is not one.');
    const sealKeys = activeDevices(state).flatMap((device) => state.devices.get(device)?.sealKey ?? []);
    const file = sealFile(ports.crypto, ports.random, id, { sealKeys, epochSecret: community.keys.newest()?.secret });
    await write(concatBytes(encodeUtf8(MAGIC), withLength(file.head)));
    const content: FileContent = { operations: 0, records: 0 };
    let part = createWriter();
    for (const entry of entriesOf(ports.crypto, community, held, content)) {
      part.bytes(entry);
      if (part.length() < PART_BYTES) continue;
      await write(withLength(file.seal(part.done(), false)));
      part = createWriter();
    }
    await write(withLength(file.seal(part.done(), true)));
    return ok(content);
  },
  takeInFile: async (source) => {
    const opened = await openSource(ports, source);
    if (!opened.ok) return opened;
    const { runtime, file, at } = opened.value;
    const taken: TakenFile = {
      community: runtime.community.id,
      fresh: { operations: 0, records: 0 },
      refused: 0,
    };
    for (let next = at; ;) {
      const sealed = await readSized(source, next, MAX_PART_BYTES + PART_OVERHEAD);
      const part = sealed && file.open(sealed);
      if (sealed === undefined || part === undefined) return fail('damaged', DAMAGED);
      next += LENGTH_BYTES + sealed.length;
      const problem = await takePart(ports, runtime.takeIn, part.content, taken);
      if (problem !== undefined) return problem;
      if (part.isLast) return next === source.size ? ok(taken) : fail('damaged', DAMAGED);
    }
  },
});

const DAMAGED =
  'This file is damaged, or was not copied to its end. What came before that has been taken in. Copy the file again, and take it in again: it goes on from there.';
const NOT_SAVED =
  'What is in the file could not all be saved on this machine: the disk may be full. Make room, and take the file in again: it goes on from there.';

/** Everything that a member would be told, in the order in which it can be taken. Counts on the way. */
function* entriesOf(
  crypto: Crypto,
  community: Community,
  held: HeldRecords | undefined,
  content: FileContent,
): Generator<Uint8Array> {
  for (const { bytes } of community.log.all()) {
    content.operations += 1;
    yield writeJournalEntry({ kind: 'operation', community: community.id, bytes });
  }
  for (const channel of new Set([...community.channels(), ...community.laneChannels()])) {
    for (const lane of community.lanes(channel)) {
      const where = { community: community.id, channel };
      for (let from = held?.get(channel)?.get(lane.device) ?? 0; ;) {
        const run = cutRun(where, lane, from);
        if (run === undefined) break;
        from += run.envelopes.length;
        content.records += run.envelopes.length;
        yield writeJournalEntry({ kind: 'lane', community: community.id, frame: writeLaneFrame(crypto, run) });
      }
    }
  }
}

type Opened = { runtime: Runtime; file: OpenedFile; at: number };

const openSource = async (ports: Ports, source: FileSource): Promise<Result<Opened, TakeInError>> => {
  const magic = await read(source, 0, MAGIC.length);
  const head = isMagic(magic) ? await readSized(source, MAGIC.length, MAX_HEAD_BYTES) : undefined;
  if (head === undefined)
    return fail('not-a-file', 'This is not a file that Holdfast has saved, or it was cut off near its beginning.');
  const runtime = [...ports.runtimes()].find(({ community }) => isFileOf(ports.crypto, head, community.id));
  if (runtime === undefined)
    return fail('no-such-community', 'This file is of a community that this device is not in. Join it first.');
  const { community } = runtime;
  if (!community.isJoined())
    return fail('not-joined', 'This file is of a community that this device is no member of (yet).');
  const file = openFile(ports.crypto, head, {
    sealing: community.identity.sealing,
    epochSecrets: community.keys.held().map(({ secret }) => secret),
  });
  return file === undefined
    ? fail(
        'not-for-this-device',
        'Whoever saved this file did not know of this device, so it cannot open it. A member who has been there for longer can take it in, and pass it on over a link.',
      )
    : ok({ runtime, file, at: MAGIC.length + LENGTH_BYTES + head.length });
};

const takePart = async (ports: Ports, takeIn: TakeIn, content: Uint8Array, taken: TakenFile) => {
  const operations: Uint8Array[] = [];
  const reader = createReader(content);
  try {
    while (reader.left() > 0 && !reader.failed()) {
      const entry = readSharedEntry(reader.bytes(MAX_ENTRY_BYTES));
      if (entry === undefined || entry.community !== taken.community) taken.refused += 1;
      else if (entry.kind === 'operation') operations.push(entry.bytes);
      else {
        await takeOperations(takeIn, operations, taken);
        const { fresh, refused } = await takeIn.lane(entry.frame);
        taken.fresh.records += fresh;
        taken.refused += refused;
      }
    }
    await takeOperations(takeIn, operations, taken);
    return undefined;
  } catch (error) {
    ports.report('taking in a file', error);
    return fail('cannot-be-saved' as const, NOT_SAVED);
  }
};

const takeOperations = async (takeIn: TakeIn, waiting: Uint8Array[], taken: TakenFile): Promise<void> => {
  if (waiting.length === 0) return;
  const { fresh, refused } = await takeIn.operations(waiting.splice(0));
  taken.fresh.operations += fresh;
  taken.refused += refused;
};

const withLength = (bytes: Uint8Array): Uint8Array => {
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return concatBytes(length, bytes);
};

const readSized = async (source: FileSource, at: number, max: number): Promise<Uint8Array | undefined> => {
  const length = await read(source, at, LENGTH_BYTES);
  if (length === undefined) return undefined;
  const size = new DataView(length.buffer).getUint32(0);
  return size > max ? undefined : read(source, at + LENGTH_BYTES, size);
};

const read = async (source: FileSource, at: number, size: number): Promise<Uint8Array | undefined> => {
  if (at + size > source.size) return undefined;
  const bytes = new Uint8Array(await source.slice(at, at + size).arrayBuffer());
  return bytes.length === size ? bytes : undefined;
};

const isMagic = (bytes: Uint8Array | undefined): boolean => {
  if (bytes === undefined) return false;
  const magic = encodeUtf8(MAGIC);
  return bytes.every((byte, i) => byte === magic[i]);
};
