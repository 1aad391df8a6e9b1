/** A malicious member cannot forge, reorder or strip a record, nor upset anybody with what is not one. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type ChannelId, channelId, type DeviceId, deviceId, idBytes } from '../base/ids.ts';
import { createWriter } from '../base/writer.ts';
import { laneClientOf } from '../lanes/lane-client.ts';
import type { LaneRun } from '../lanes/lane-frame.ts';
import { readEnvelope, signRecord, writeEnvelope } from '../lanes/record.ts';
import { type BriefRun, inBrief } from '../sync/brief-run.ts';
import { nameOf } from '../sync/lane-table.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { createHostileWorld, type HostileWorld } from '../testing/hostile-cast.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';

const LANE = 21;
let cast: HostileWorld;
let heads = new Map<DeviceId, Uint8Array>();
beforeEach(async () => {
  cast = await createHostileWorld(23);
  const lanes = await cast.alice.peer.lanes(cast.place.community);
  heads = new Map(lanes.map(({ device, head }) => [device, idBytes(head)]));
});
afterEach(() => cast.world.dispose());

const expectTheyChat = async (): Promise<void> => {
  const { world, alice, bob, place, post } = cast;
  const before = await alice.texts(place.community, place.channel);
  await post(bob, 'bob goes on');
  await world.quiet();
  await post(alice, 'so does alice');
  await world.quiet();
  for (const person of [alice, bob]) {
    expect(await person.texts(place.community, place.channel)).toEqual([...before, 'bob goes on', 'so does alice']);
  }
};

const first = (who: string): LaneRun => cast.runOf(who);
const asLane = (frame: Uint8Array): Uint8Array => writeLinkMessage({ kind: 'lane', frame });

const asTail = (frame: Uint8Array): Uint8Array => writeLinkMessage({ kind: 'tail', frame });
const tailWant = (channel: ChannelId, count: number): Uint8Array =>
  writeLinkMessage({ kind: 'tail-want', channel, count });

/** A run of one record that follows what everybody has of a lane, signed with a key of mallory's choice. */
const forgedNext = (who: string, change: { clock?: number; seq?: number } = {}): LaneRun => {
  const run = cast.runOf(who);
  const before = readEnvelope(run.envelopes[0] ?? new Uint8Array(0), undefined);
  if (before === undefined) throw new Error('the first record of a lane reads by itself');
  const id = signRecord(cast.crypto, run.place, before, cast.crypto.signingKeys(new Uint8Array(32)).privateKey).id;
  const header = {
    ...before,
    seq: change.seq ?? before.seq + 1,
    clock: { ms: before.clock.ms + (change.clock ?? 1), counter: 0 },
    prev: idOfHeld(who) ?? id,
  };
  const key = cast.crypto.signingKeys(new Uint8Array(32).fill(66)).privateKey;
  const { envelope } = signRecord(cast.crypto, run.place, header, key);
  return { ...run, from: 1, envelopes: [writeEnvelope(envelope, before)] };
};
const idOfHeld = (who: string): Uint8Array | undefined => heads.get(cast.deviceOf(who));

/** A lane frame with an update of mallory's making: what Yjs would take, our reader must not. */
const frameAround = (run: LaneRun, update: Uint8Array): Uint8Array => {
  const writer = createWriter()
    .raw(idBytes(run.place.channel))
    .varuint(run.place.segment)
    .raw(idBytes(run.place.device))
    .bytes(update);
  for (const body of run.bodies) writer.u8(1).bytes(body ?? new Uint8Array(0));
  return writer.done();
};
type UpdateParts = { client?: number; root?: string; clients?: number; tail?: readonly number[] };
const updateOf = (run: LaneRun, { client, root, clients = 1, tail = [0] }: UpdateParts): Uint8Array => {
  const writer = createWriter()
    .varuint(clients)
    .varuint(1)
    .varuint(client ?? laneClientOf(cast.crypto, run.place))
    .varuint(0)
    .u8(8)
    .varuint(1)
    .text(root ?? run.place.device)
    .varuint(run.envelopes.length);
  for (const envelope of run.envelopes) writer.u8(116).bytes(envelope);
  return writer.raw(Uint8Array.from(tail)).done();
};

const random = createSeededRandom(9);

const brief = (change: Partial<BriefRun>): Uint8Array =>
  writeLinkMessage({ ...inBrief(cast.frameOf('alice')), ...change });
/** Its last byte says that there is one more, of nothing. */
const longSegment = ({ channel, segment, device, rest }: BriefRun): Uint8Array => {
  const number = createWriter().varuint(segment).done();
  const last = number.length - 1;
  const long = [...number.subarray(0, last), (number[last] ?? 0) | 128, 0];
  return Uint8Array.of(47, ...channel, ...long, ...device, ...rest);
};

const DROPPED: readonly [string, () => Uint8Array[]][] = [
  ['a tail that nobody asked for', () => [asTail(cast.frameOf('alice'))]],
  ['a tail of garbage', () => [asTail(random.bytes(300))]],
  ['a wish for a tail with more behind it', () => [Uint8Array.of(...tailWant(channelId(new Uint8Array(32)), 5), 0)]],
  ['digests of garbage', () => [Uint8Array.of(27, ...random.bytes(300))]],
  ['buckets that it says are 2^40', () => [Uint8Array.of(28, ...new Uint8Array(32), 128, 128, 128, 128, 128, 32)]],
  ['lanes in brief, of neither the one kind nor the other', () => [Uint8Array.of(30, ...new Uint8Array(32), 2, 0)]],
  ['a wish in brief with more behind it', () => [Uint8Array.of(31, ...new Uint8Array(32), 0, 0)]],
  ['a run in brief that ends in its names', () => [Uint8Array.of(47, ...random.bytes(8), 0, ...random.bytes(7))]],
  [
    'a run in brief whose segment is in a longer form than it needs',
    () => [longSegment(inBrief(cast.frameOf('alice')))],
  ],
  ['a run in brief, cut short', () => [writeLinkMessage(inBrief(cast.frameOf('mallory').slice(0, -7)))]],
  ['a run in brief under another’s name', () => [brief({ device: nameOf(cast.deviceOf('bob')) })]],
  ['an empty frame', () => [new Uint8Array(0)]],
  ['a frame over 64 KiB', () => [new Uint8Array(65_537).fill(LANE)]],
  ['a lane frame of garbage', () => [asLane(random.bytes(300))]],
  ['a table of garbage', () => [Uint8Array.of(19, ...random.bytes(300))]],
  [
    'a table that says it has 2^40 lanes',
    () => [Uint8Array.of(19, ...new Uint8Array(32), 128, 128, 128, 128, 128, 32)],
  ],
  ['operations of garbage', () => [Uint8Array.of(17, ...random.bytes(300))]],
  ['an operation that is not one', () => [writeLinkMessage({ kind: 'ops', operations: [random.bytes(200)] })]],
  ['a truncated lane frame', () => [asLane(cast.frameOf('mallory').slice(0, -7))]],
  ['a lane frame with more behind it', () => [asLane(Uint8Array.of(...cast.frameOf('mallory'), 0))]],
  [
    'a delete set',
    () => {
      const run = first('alice');
      return [
        asLane(
          frameAround(
            run,
            updateOf(run, {
              tail: [1, ...createWriter().varuint(laneClientOf(cast.crypto, run.place)).done(), 1, 0, 1],
            }),
          ),
        ),
      ];
    },
  ],
  [
    'a delete set without any record',
    () => [asLane(frameAround({ ...first('alice'), bodies: [] }, Uint8Array.of(0, 1, 5, 1, 0, 1)))],
  ],
  [
    'another client’s number',
    () => [
      asLane(
        frameAround(
          first('alice'),
          updateOf(first('alice'), { client: laneClientOf(cast.crypto, first('bob').place) }),
        ),
      ),
    ],
  ],
  [
    'an unknown client’s number',
    () => [asLane(frameAround(first('alice'), updateOf(first('alice'), { client: 12_345 })))],
  ],
  [
    'another root array',
    () => [asLane(frameAround(first('alice'), updateOf(first('alice'), { root: cast.deviceOf('bob') })))],
  ],
  [
    'a second client in the update',
    () => [asLane(frameAround(first('alice'), updateOf(first('alice'), { clients: 2 })))],
  ],
  [
    'a record under a number that bob has used already',
    () => [cast.lane({ ...first('alice'), place: first('bob').place })],
  ],
  ['alice’s next record, signed by mallory', () => [cast.lane(forgedNext('alice'))]],
  ['alice’s record with bob’s body', () => [cast.lane({ ...first('alice'), bodies: first('bob').bodies })]],
  ['a record of his own with a clock that goes back', () => [cast.lane(forgedNext('mallory', { clock: -1 }))]],
  [
    'his own record in another segment',
    () => [
      cast.lane({
        ...first('mallory'),
        place: { ...first('mallory').place, segment: first('mallory').place.segment + 1 },
      }),
    ],
  ],
  [
    'a record in a channel that it was not signed for',
    () => [
      cast.lane({
        ...first('mallory'),
        place: { ...first('mallory').place, channel: channelId(new Uint8Array(32).fill(4)) },
      }),
    ],
  ],
];

test.each(DROPPED)(
  'mallory sends alice %s: the link goes, nothing changes, the others chat on',
  async (_what, make) => {
    const { alice, bob } = cast;
    const before = [await cast.stateOf(alice), await cast.stateOf(bob)];
    await cast.attack(alice, make());
    expect(await cast.linksTo(alice)).toEqual([]);
    expect(await cast.linksTo(bob)).toHaveLength(1);
    expect([await cast.stateOf(alice), await cast.stateOf(bob)]).toEqual(before);
    await expectTheyChat();
  },
);

/** What an honest but newer, older or unlucky peer may send too: it changes nothing, and no link is lost over it. */
const PASSED_OVER: readonly [string, () => Uint8Array[]][] = [
  ['a message of a kind nobody knows yet', () => [Uint8Array.of(99, 1, 2, 3)]],
  ['a wish for the tail of a channel that there is not', () => [tailWant(channelId(new Uint8Array(32).fill(4)), 100)]],
  ['a wish for a tail of no records', () => [tailWant(cast.place.channel, 0)]],
  [
    'digests of channels that there are not',
    () => [
      writeLinkMessage({
        kind: 'digests',
        channels: Array.from({ length: 900 }, (_, n) => ({
          channel: channelId(new Uint8Array(32).fill(n % 256).fill(n >> 8, 0, 1)),
          lanes: n,
          digest: random.bytes(8),
        })),
      }),
    ],
  ],
  [
    'what differs, though nothing was compared',
    () => {
      const { channel } = cast.place;
      const lanes = [{ name: random.bytes(8), count: 7, check: random.bytes(5), missing: [] }];
      return [
        writeLinkMessage({ kind: 'buckets', channel, buckets: [{ bucket: 3, digest: random.bytes(5) }] }),
        writeLinkMessage({ kind: 'bucket-lanes', channel, buckets: [3], lanes }),
        writeLinkMessage({ kind: 'brief-lanes', channel, isRest: true, lanes }),
        writeLinkMessage({ kind: 'brief-lanes', channel, isRest: false, lanes }),
      ];
    },
  ],
  [
    'a wish in brief for lanes of devices that nobody admitted',
    () => [
      writeLinkMessage({
        kind: 'brief-want',
        channel: cast.place.channel,
        lanes: [{ name: random.bytes(8), from: 0 }],
      }),
    ],
  ],
  ['a run in brief of a device that there is not', () => [brief({ device: random.bytes(8) })]],
  ['a run in brief of a channel that there is not', () => [brief({ channel: random.bytes(8) })]],
  [
    'a run in brief of nothing that there is, and no run',
    () => [brief({ channel: random.bytes(8), rest: random.bytes(300) })],
  ],
  ['a record again, in brief', () => [brief({})]],
  ['a record again', () => [asLane(cast.frameOf('alice'))]],
  ['a record again, without its body', () => [cast.lane({ ...first('alice'), bodies: [undefined] })]],
  [
    'a record of a device nobody admitted',
    () => [
      cast.lane({
        ...first('mallory'),
        place: { ...first('mallory').place, device: deviceId(new Uint8Array(32).fill(5)) },
      }),
    ],
  ],
  ['records after a gap', () => [cast.lane({ ...forgedNext('mallory'), from: 900 })]],
  ['a record of his own that skips a number', () => [cast.lane(forgedNext('mallory', { seq: 2 }))]],
];

test.each(PASSED_OVER)('mallory sends alice %s: it is passed over', async (_what, make) => {
  const { alice, bob } = cast;
  const before = [await cast.stateOf(alice), await cast.stateOf(bob)];
  await cast.attack(alice, make());
  expect(await cast.linksTo(alice)).toHaveLength(1);
  expect([await cast.stateOf(alice), await cast.stateOf(bob)]).toEqual(before);
  await expectTheyChat();
});
