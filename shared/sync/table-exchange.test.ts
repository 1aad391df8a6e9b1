/** Alice and bob find out what the other has, whatever differs, and whatever grows while they compare. */
import { beforeAll, expect, test } from 'vitest';

import { toBase64Url } from '../base/bytes.ts';
import { type ChannelId, channelId, type DeviceId, deviceId, linkId, recordId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { createDice } from '../testing/simulation/dice.ts';
import { nameOf, tableOf } from './lane-table.ts';
import { type LaneHave, type LinkMessage, readLinkMessage, writeLinkMessage } from './link-message.ts';
import { type LinkSession, openSession } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { createTableExchange, type TableExchange } from './table-exchange.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

type Lane = { count: number; seed: number; missing: number[] };
type Tables = Map<ChannelId, Map<DeviceId, Lane>>;
type Told = Exclude<LinkMessage, { kind: 'unknown' }>;
type End = {
  tables: Tables;
  exchange: TableExchange;
  session: LinkSession;
  /** What it takes the other side to have: what was said last of each lane. */
  knows: Map<string, string>;
  sent: Uint8Array[];
  /** Of what it sent, by kind. */
  said: Map<string, number>;
  bytes: number;
};

const CHANNELS = [1, 2, 3, 4].map((n) => channelId(new Uint8Array(32).fill(n)));
const deviceAt = (n: number): DeviceId =>
  deviceId(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? n % 40 : n + i)));
const ALL_DEVICES = Array.from({ length: 100 }, (_, n) => deviceAt(n));
const BY_NAME = new Map(ALL_DEVICES.map((device) => [toBase64Url(nameOf(device)), device]));
/** The id of a record of a lane; another seed is another run of records. */
const idOf = (device: DeviceId, seed: number, seq: number): Uint8Array =>
  crypto.hash(new TextEncoder().encode(`${device} ${seed} ${seq}`));

const communityOf = (tables: Tables): SyncedCommunity => {
  const laneOf = (channel: ChannelId, device: DeviceId) => {
    const { count, seed, missing } = tables.get(channel)?.get(device) ?? { count: 0, seed: 0, missing: [] };
    return {
      device,
      durable: () => count,
      head: () => recordId(count === 0 ? new Uint8Array(32) : idOf(device, seed, count - 1)),
      idOf: (seq: number) => idOf(device, seed, seq),
      missing,
    };
  };
  return {
    standing: () => 'active',
    isRemoved: () => false,
    knowsChannel: (channel: ChannelId) => CHANNELS.includes(channel),
    channels: () => CHANNELS,
    laneChannels: () => [...tables.keys()],
    lane: laneOf,
    lanes: (channel: ChannelId) => [...(tables.get(channel)?.keys() ?? [])].map((device) => laneOf(channel, device)),
    missingBodies: (_channel: ChannelId, lane: ReturnType<typeof laneOf>) => lane.missing,
    deviceNamed: (name: Uint8Array) => BY_NAME.get(toBase64Url(name)),
  } as unknown as SyncedCommunity;
};

const keyOf = (channel: ChannelId, device: DeviceId): string => `${channel}/${device}`;
const wordsFor = ({ count, missing }: Pick<LaneHave, 'count' | 'missing'>): string => `${count} but ${missing.join()}`;

const createEnd = (name: string, tables: Tables): End => {
  const community = communityOf(tables);
  const session = openSession(linkId(name), name as DeviceId, 'member', 'epoch', 0, {
    secret: new Uint8Array(32).fill(5),
    leads: name === 'alice',
  });
  session.opsDoneSent = true;
  session.opsDoneReceived = true;
  const end: Omit<End, 'exchange'> = { tables, session, knows: new Map(), sent: [], said: new Map(), bytes: 0 };
  const say = (message: Told): void => {
    const frame = writeLinkMessage(message);
    end.said.set(message.kind, (end.said.get(message.kind) ?? 0) + 1);
    end.bytes += frame.length;
    end.sent.push(frame);
  };
  const take = (channel: ChannelId, lanes: readonly LaneHave[]): void => {
    for (const lane of lanes) end.knows.set(keyOf(channel, lane.device), wordsFor(lane));
  };
  const exchange = createTableExchange(crypto, community, {
    isHeld: () => false,
    say: (_session, message) => say(message),
    tellWhole: (_session, channel) => say({ kind: 'lanes-have', channel, lanes: tableOf(community, channel) }),
    learned: (_session, channel, lanes) => take(channel, lanes),
    toldOf: (_session, channel, lanes) => take(channel, lanes),
  });
  return Object.assign(end, { exchange });
};

/** The lane grows, and the other side is told of it as ever. */
const grow = (end: End, channel: ChannelId, device: DeviceId, lane: Lane): void => {
  const lanes = end.tables.get(channel) ?? new Map<DeviceId, Lane>();
  end.tables.set(channel, lanes.set(device, lane));
  const table = tableOf(communityOf(end.tables), channel).filter((one) => one.device === device);
  const frame = writeLinkMessage({ kind: 'lanes-have', channel, lanes: table });
  end.sent.push(frame);
};

const deliverOne = (from: End, to: End): void => {
  const message = readLinkMessage(from.sent.shift() ?? new Uint8Array(0));
  if (message === undefined) throw new Error('a frame that nobody can read');
  if (message.kind === 'lanes-have') {
    for (const lane of message.lanes) to.knows.set(keyOf(message.channel, lane.device), wordsFor(lane));
    to.exchange.told(
      to.session,
      message.channel,
      message.lanes.map(({ device }) => device),
    );
  } else to.exchange.heard(to.session, message as never);
};

const deliverAll = (alice: End, bob: End): void => {
  for (let i = 0; alice.sent.length + bob.sent.length > 0; i += 1) {
    if (i > 1_000) throw new Error('they never come to an end');
    if (alice.sent.length > 0) deliverOne(alice, bob);
    if (bob.sent.length > 0) deliverOne(bob, alice);
  }
};

const truthOf = ({ tables }: End): Map<string, string> =>
  new Map(
    [...tables].flatMap(([channel, lanes]) =>
      [...lanes].map(([device, lane]) => [keyOf(channel, device), wordsFor(lane)]),
    ),
  );

/** What the other side has nothing of may be known as nothing. */
const withoutNothing = (knows: Map<string, string>): Map<string, string> =>
  new Map([...knows].filter(([, words]) => words !== '0 but '));

const expectToKnow = (one: End, other: End): void => expect(withoutNothing(one.knows)).toEqual(truthOf(other));

const GENERAL = CHANNELS[0] as ChannelId;
const lanesOf = (count: number, of: (n: number) => Partial<Lane> = () => ({})): Tables =>
  new Map([
    [
      GENERAL,
      new Map(ALL_DEVICES.slice(0, count).map((device, n) => [device, { count: 500, seed: 0, missing: [], ...of(n) }])),
    ],
  ]);

const meet = (ours: Tables, theirs: Tables): [End, End] => {
  const ends: [End, End] = [createEnd('alice', ours), createEnd('bob', theirs)];
  for (const end of ends) end.exchange.begin(end.session);
  deliverAll(...ends);
  expectToKnow(ends[0], ends[1]);
  expectToKnow(ends[1], ends[0]);
  return ends;
};

test('[SY-23] who has the same as the other says one message, and knows it', () => {
  for (const end of meet(lanesOf(50), lanesOf(50))) {
    expect([...end.said]).toEqual([['digests', 1]]);
    expect(end.bytes).toBeLessThan(200);
  }
});

test('[SY-23] of a hundred lanes of which three differ hardly more than those are told', () => {
  const [alice, bob] = meet(
    lanesOf(100),
    lanesOf(100, (n) => (n % 40 === 7 ? { count: 501 } : {})),
  );
  expect([...alice.said]).toEqual([
    ['digests', 1],
    ['buckets', 1],
    ['brief-lanes', 1],
  ]);
  expect([...bob.said]).toEqual([
    ['digests', 1],
    ['bucket-lanes', 1],
  ]);
  expect(alice.bytes + bob.bytes).toBeLessThan(900);
});

test('[SY-23] lanes that one of them has nothing of, bodies that one misses: both know of it', () => {
  expect(meet(lanesOf(30), lanesOf(34))[0].knows.size).toBe(34);
  expect(meet(lanesOf(34), lanesOf(30))[1].knows.size).toBe(34);
  const [, bob] = meet(
    lanesOf(30, (n) => (n === 3 ? { missing: [4, 400] } : {})),
    lanesOf(30),
  );
  expect([...bob.knows.values()]).toContain('500 but 4,400');
});

test('[SY-23] where one has hardly any lanes, whole tables are told', () => {
  const [alice, bob] = meet(lanesOf(60), lanesOf(2));
  expect([...alice.said.keys(), ...bob.said.keys()]).toEqual(['digests', 'lanes-have', 'digests', 'lanes-have']);
  const [full, empty] = meet(lanesOf(60), new Map());
  expect([...full.said.keys(), ...empty.said.keys()]).toEqual(['digests', 'lanes-have', 'digests']);
});

test('[SY-23] if tables differ and all buckets seem equal, whole tables are told', () => {
  const honest = crypto;
  // of every digest the part that buckets have is the same
  const hash: Crypto['hash'] = (...input) => honest.hash(...input).fill(0, 0, 5);
  try {
    crypto = { ...honest, hash };
    const [alice, bob] = meet(
      lanesOf(9),
      lanesOf(9, (n) => (n === 3 ? { count: 501 } : {})),
    );
    expect([...alice.said.keys()]).toEqual(['digests', 'buckets', 'lanes-have']);
    expect([...bob.said.keys()]).toEqual(['digests', 'bucket-lanes', 'lanes-have']);
  } finally {
    crypto = honest;
  }
});

test('[SY-23] digests of another channel than any that is known are answered, and cost nothing else', () => {
  const [alice, bob] = meet(lanesOf(5), lanesOf(5));
  const strange = channelId(new Uint8Array(32).fill(99));
  alice.sent.push(
    writeLinkMessage({ kind: 'digests', channels: [{ channel: strange, lanes: 7, digest: new Uint8Array(8) }] }),
  );
  deliverOne(alice, bob);
  expect(bob.sent.map((frame) => readLinkMessage(frame)?.kind)).toEqual(['digests']);
  // nor does a word that nobody has anything go back and forth
  deliverAll(alice, bob);
  expect(alice.said.get('digests')).toBe(1);
});

test('[SY-23] who has digests made again and again gets no more of them at last', () => {
  const [alice, bob] = meet(lanesOf(5), lanesOf(5));
  const again = writeLinkMessage({
    kind: 'digests',
    channels: [{ channel: GENERAL, lanes: 5, digest: new Uint8Array(8) }],
  });
  const before = bob.said.get('digests') ?? 0;
  for (let i = 0; i < 500; i += 1) {
    alice.sent.push(again);
    deliverOne(alice, bob);
    // so that the comparison is over, and another can begin
    alice.sent.push(writeLinkMessage({ kind: 'bucket-lanes', channel: GENERAL, buckets: [], lanes: [] }));
    deliverOne(alice, bob);
  }
  expect((bob.said.get('digests') ?? 0) - before).toBeLessThan(64);
});

/** A tenth of the lanes misses a body, an eighth is of another run of records. */
const tablesFrom = (below: (n: number) => number): Tables => {
  const laneAt = (): Lane => ({
    count: 1 + below(3),
    seed: below(8) === 0 ? 1 : 0,
    missing: below(9) === 0 ? [0] : [],
  });
  const size = [0, 2, 3, 12, 60][below(5)] ?? 0;
  return new Map(
    CHANNELS.slice(0, 1 + below(4)).map((channel) => [
      channel,
      new Map(ALL_DEVICES.slice(0, size + below(3)).map((device) => [device, laneAt()])),
    ]),
  );
};

const meetInAStorm = (seed: number): [End, End] => {
  const { below } = createDice(seed);
  const first = tablesFrom(below);
  const second =
    below(4) === 0 ? tablesFrom(below) : new Map([...first].map(([channel, lanes]) => [channel, new Map(lanes)]));
  const ends: [End, End] = [createEnd('alice', first), createEnd('bob', second)];
  const turned = (): [End, End] => (below(2) === 0 ? ends : [ends[1], ends[0]]);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const growOne = (end: End): void => {
    const [channel, device] = [pick(CHANNELS), pick(ALL_DEVICES)];
    const before = end.tables.get(channel)?.get(device) ?? { count: 0, seed: 0, missing: [] };
    grow(end, channel, device, { ...before, count: before.count + 1 });
  };
  for (let i = below(6); i > 0; i -= 1) growOne(pick(ends));
  for (const end of ends) end.sent.length = 0;
  for (const end of turned()) end.exchange.begin(end.session);
  for (let i = 0; i < 60; i += 1) {
    const what = below(10);
    const [from, to] = turned();
    if (what === 0) from.exchange.begin(from.session);
    else if (what < 3) growOne(from);
    else if (from.sent.length > 0) deliverOne(from, to);
  }
  deliverAll(...ends);
  return ends;
};

test('[SY-23] whatever differs, and grows while they compare, and however often they begin anew, both know all in the end', () => {
  const kinds = new Set<string>();
  let differed = 0;
  for (let seed = 1; seed <= 150; seed += 1) {
    const [alice, bob] = meetInAStorm(seed);
    expectToKnow(alice, bob);
    expectToKnow(bob, alice);
    for (const kind of [...alice.said.keys(), ...bob.said.keys()]) kinds.add(kind);
    if (alice.said.has('buckets')) differed += 1;
  }
  expect([...kinds].sort()).toEqual(['brief-lanes', 'bucket-lanes', 'buckets', 'digests', 'lanes-have']);
  expect(differed).toBeGreaterThan(20);
});
