/** Runs in brief: what they say is what the whole says, and only who surely knows the lane gets them. */
import { beforeAll, beforeEach, expect, test } from 'vitest';

import { concatBytes, equalBytes } from '../base/bytes.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { createLane, type Lane } from '../lanes/lane.ts';
import { readLaneFrame, writeLaneFrame } from '../lanes/lane-frame.ts';
import { SEGMENT_MS } from '../lanes/hybrid-clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import { drawFrom, MUTATIONS } from '../testing/frame-mutations.ts';
import { laneCast } from '../testing/lane-cast.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { sessionWith } from '../testing/test-session.ts';
import { type BriefRun, inBrief, inFull } from './brief-run.ts';
import { createLaneServer, type LaneServer } from './lane-server.ts';
import { nameOf } from './lane-table.ts';
import { type LinkMessage, readLinkMessage, writeLinkMessage } from './link-message.ts';
import { laneKey, type LinkSession } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

const NOW = Date.UTC(2026, 10, 23);
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const written = (count: number) => {
  const cast = laneCast(crypto, 61);
  for (let i = 0; i < count; i += 1) cast.write(`message ${i}`, NOW + i);
  return cast;
};
type Cast = ReturnType<typeof written>;

/** What somebody knows by name who has this lane. */
const namesOf = ({ where }: Cast) => ({
  channelNamed: (name: Uint8Array) => (equalBytes(name, nameOf(where.channel)) ? where.channel : undefined),
  deviceNamed: (name: Uint8Array) => (equalBytes(name, nameOf(where.device)) ? where.device : undefined),
});

/** @returns what is heard of a run in brief; undefined if it is none */
const heard = (cast: Cast, bytes: Uint8Array): ReturnType<typeof inFull> | undefined => {
  const message = readLinkMessage(bytes);
  return message?.kind === 'brief-run' ? inFull(namesOf(cast), message) : undefined;
};

test('[WF-14] a run in brief is 48 bytes shorter, and heard as the frame that it stands for', () => {
  const cast = written(6);
  for (const [from, to] of [
    [0, 1],
    [0, 6],
    [3, 5],
  ] as const) {
    const frame = writeLaneFrame(crypto, cast.run(from, to));
    const bytes = writeLinkMessage(inBrief(frame));
    expect(bytes.length).toBe(writeLinkMessage({ kind: 'lane', frame }).length - 48);
    expect(heard(cast, bytes)).toEqual({ kind: 'lane', frame });
  }
});

test('[WF-14] who does not know one of the names passes the run over, whatever it holds', () => {
  const cast = written(1);
  const run = inBrief(writeLaneFrame(crypto, cast.run(0, 1)));
  const other = new Uint8Array(8).fill(9);
  for (const strange of [
    { ...run, channel: other },
    { ...run, device: other },
    { ...run, device: other, rest: other },
  ])
    expect(heard(cast, writeLinkMessage(strange))).toEqual(strange);
});

test('[WF-14] of any bytes none throws; what reads says itself again, and no lane takes anything but the run that was said', () => {
  const cast = written(5);
  const frame = writeLaneFrame(crypto, cast.run(0, 5));
  const [bytes, other] = [writeLinkMessage(inBrief(frame)), writeLinkMessage({ kind: 'lane', frame })];
  const [draw, random] = [drawFrom(61), createSeededRandom(61)];
  const mutations = Object.values(MUTATIONS);
  const counts = { unread: 0, unknown: 0, refused: 0, same: 0, changed: 0, otherwise: 0 };
  for (let i = 0; i < 10_000; i += 1) {
    const mutate = i % 20 === 0 ? () => random.bytes(draw(200)) : mutations[i % mutations.length];
    const mutated = mutate?.(bytes, draw, other) ?? bytes;
    counts[endOf(cast, concatBytes(bytes.subarray(0, 1), mutated.subarray(1)), frame)] += 1;
  }
  expect([counts.changed, counts.otherwise]).toEqual([0, 0]);
  for (const end of ['unread', 'unknown', 'refused', 'same'] as const) expect(counts[end]).toBeGreaterThan(20);
});

/** What becomes of a message: `otherwise` if two say the same. */
const endOf = (
  cast: Cast,
  said: Uint8Array,
  frame: Uint8Array,
): 'unread' | 'unknown' | 'refused' | 'same' | 'changed' | 'otherwise' => {
  const message = readLinkMessage(said);
  if (message?.kind !== 'brief-run') return 'unread';
  const whole = inFull(namesOf(cast), message);
  if (!equalBytes(writeLinkMessage(message), said)) return 'otherwise';
  if (whole.kind !== 'lane') return 'unknown';
  if (takes(cast, whole.frame)) return equalBytes(whole.frame, frame) ? 'same' : 'changed';
  return 'refused';
};

/** As the core would, into an empty lane. */
const takes = ({ where }: Cast, frame: Uint8Array): boolean => {
  const read = readLaneFrame(crypto, where.community, frame);
  return read.ok && createLane(crypto, where).accept(read.value).ok;
};

let cast: Cast;
let lane: Lane;
let sent: LinkMessage[];
let server: LaneServer;
let bob: LinkSession;
beforeEach(() => {
  cast = written(8);
  lane = createLane(crypto, cast.where);
  for (const record of cast.records) lane.append(record);
  lane.markDurable(cast.records.length);
  const community = {
    id: cast.where.community,
    standing: () => 'active',
    isRemoved: () => false,
    carries: () => true,
    lane: () => lane,
  } as unknown as SyncedCommunity;
  sent = [];
  server = createLaneServer(crypto, community, (_session, message) => sent.push(message));
  bob = sessionWith('bob');
  bob.opsDoneSent = true;
  bob.opsDoneReceived = true;
});

const kinds = (): string[] => sent.splice(0).map(({ kind }) => kind);
const key = () => laneKey(cast.where.channel, cast.where.device);
const asks = (from: number): void => server.asked(bob, cast.where.channel, [{ device: cast.where.device, from }]);
const grow = (from: number, at: number): void => {
  lane.append(cast.write('one more', at));
  lane.markDurable(cast.records.length);
  server.push(bob, key(), from);
};

test('[SY-7] who has told of records of a lane gets what follows in brief, unasked and asked', () => {
  bob.known.set(key(), 3);
  asks(3);
  grow(8, NOW + 100);
  const runs = sent.filter((message): message is BriefRun => message.kind === 'brief-run');
  expect(runs.map((run) => inFull(namesOf(cast), run))).toEqual(
    [
      [3, 8],
      [8, 9],
    ].map(([from = 0, to = 0]) => ({ kind: 'lane', frame: writeLaneFrame(crypto, cast.run(from, to)) })),
  );
  expect(sent).toHaveLength(2);
});

test('[SY-7] who has told of none, though they ask, gets whole ids: of a lane they carry for others they may lack the channel', () => {
  asks(0);
  grow(8, NOW + 100);
  expect(kinds()).toEqual(['lane', 'lane']);
});

test('[SY-7] several runs together have whole ids', () => {
  bob.known.set(key(), 3);
  grow(8, NOW + SEGMENT_MS);
  bob.known.set(key(), 9);
  expect(kinds()).toEqual([]);
  asks(3);
  expect(kinds()).toEqual(['lane']);
});

test('[SY-7] who asks again for what was sent gets whole ids from then on: nothing stalls over a name', () => {
  bob.known.set(key(), 3);
  asks(3);
  expect(kinds()).toEqual(['brief-run']);
  asks(3);
  grow(8, NOW + 100);
  expect(kinds()).toEqual(['lane', 'lane']);
});
