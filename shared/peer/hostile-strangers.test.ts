/** P6: no byte of community data goes to a peer that has not proved membership, or a live invite, on that connection. */
import { encodeUtf8 } from 'lib0/string';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { type ChannelId, type CommunityId, type DeviceId, idBytes, type LinkId } from '../base/ids.ts';
import type { Room, TransportEvent } from '../ports/transport.ts';
import { deriveIdentity } from '../keys/identity.ts';
import { deriveInviteKeys, parseInvite } from '../keys/invite.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { type HandshakeState, type HandshakeStep, startHandshake, stepHandshake } from '../sync/handshake.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { PROTOCOL_VERSION } from '../sync/protocol-version.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

type Place = { community: CommunityId; channel: ChannelId; invite: string };
const SECRET = 'the kelp meets at midnight';

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let place: Place;
let rooms: readonly Room[] = [];

beforeEach(async () => {
  world = await createSimWorld(11);
  alice = await world.person('alice');
  const entered = vi.spyOn(alice.transport, 'setRooms');
  const made = await alice.peer.createCommunity({ name: 'Kelp forest', memberName: 'alice' });
  if (!made.ok) throw new Error(made.message);
  place = made.value;
  bob = await world.person('bob');
  await join(bob);
  expect(await alice.peer.post({ ...place, text: SECRET })).toMatchObject({ ok: true });
  await world.quiet();
  rooms = entered.mock.lastCall?.[0] ?? [];
});
afterEach(() => world.dispose());

const join = async (person: SimPerson): Promise<void> => {
  const joined = person.peer.join({ invite: place.invite, memberName: person.name });
  await world.quiet();
  expect(await joined).toMatchObject({ ok: true });
};

type Stranger = {
  received: { link: LinkId; frame: Uint8Array }[];
  opened: LinkId[];
  closed: LinkId[];
  send: (link: LinkId, frame: Uint8Array) => void;
};
type Answer = (event: Extract<TransportEvent, { kind: 'opened' | 'frame' }>, send: Stranger['send']) => void;

/** Knows every topic and signalling password, as a server that cracked both would, but no key of the community. */
const stranger = (name: string, answer: Answer, inRooms = rooms): Stranger => {
  const transport = world.network.join(name);
  const seen: Stranger = { received: [], opened: [], closed: [], send: transport.send };
  transport.subscribe((event) => {
    if (event.kind === 'hub' || event.kind === 'signal' || event.kind === 'route') return;
    if (event.kind === 'closed') return void seen.closed.push(event.link);
    if (event.kind === 'opened') seen.opened.push(event.link);
    else seen.received.push(event);
    answer(event, transport.send);
  });
  transport.setRooms(inRooms.map((room) => ({ ...room, listenOnly: false })));
  return seen;
};

const contains = (haystack: Uint8Array, needle: Uint8Array): boolean => {
  for (let at = 0; at + needle.length <= haystack.length; at += 1)
    if (needle.every((byte, i) => haystack[at + i] === byte)) return true;
  return false;
};

const expectNothingLearnt = async ({ received }: Pick<Stranger, 'received'>): Promise<void> => {
  const lanes = await alice.peer.lanes(place.community);
  const devices = new Set<DeviceId>(lanes.map((lane) => lane.device));
  const secrets = [place.community, place.channel, ...devices].map(idBytes);
  const words = [SECRET, 'Kelp forest', 'alice', 'bob', place.community, place.channel].map((text) => encodeUtf8(text));
  expect(devices.size).toBeGreaterThan(0);
  for (const { frame } of received) {
    expect([1, 2]).toContain(frame[0]);
    for (const secret of [...secrets, ...words]) expect(contains(frame, secret)).toBe(false);
  }
};

const expectTheyChat = async (text: string): Promise<void> => {
  expect(await bob.peer.post({ ...place, text })).toMatchObject({ ok: true });
  await world.quiet();
  for (const person of [alice, bob]) expect(await person.texts(place.community, place.channel)).toContain(text);
};

const hello = Uint8Array.of(1, 1, 0, ...new Uint8Array(32).fill(77));
const random = createSeededRandom(5);

const HOSTILE: readonly [string, Answer][] = [
  ['garbage', ({ kind, link }, send) => kind === 'opened' && send(link, random.bytes(60))],
  ['an empty frame', ({ kind, link }, send) => kind === 'opened' && send(link, new Uint8Array(0))],
  [
    'more than a handshake holds',
    ({ kind, link }, send) => kind === 'opened' && send(link, new Uint8Array(1_025).fill(1)),
  ],
  ['more than a link holds', ({ kind, link }, send) => kind === 'opened' && send(link, new Uint8Array(65_537).fill(1))],
  ['a truncated hello', ({ kind, link }, send) => kind === 'opened' && send(link, hello.slice(0, 20))],
  [
    'a hello with more behind it',
    ({ kind, link }, send) => kind === 'opened' && send(link, Uint8Array.of(...hello, 0)),
  ],
  ['our own frames sent back', (event, send) => event.kind === 'frame' && send(event.link, event.frame)],
  [
    'a hello and a made-up proof',
    ({ kind, link }, send) => {
      if (kind === 'opened') for (const frame of [hello, Uint8Array.of(2, ...random.bytes(32))]) send(link, frame);
    },
  ],
  [
    'a hello, then the name without a proof',
    ({ kind, link }, send) => {
      if (kind === 'opened') for (const frame of [hello, Uint8Array.of(3, ...random.bytes(96))]) send(link, frame);
    },
  ],
  [
    'what members ask, without a handshake',
    ({ kind, link }, send) => kind === 'opened' && send(link, writeLinkMessage({ kind: 'ops-have', chains: [] })),
  ],
];

test.each(HOSTILE)(
  'a stranger who sends %s loses the link, learns nothing and disturbs nobody',
  async (_what, answer) => {
    const mallory = stranger('mallory', answer);
    await world.quiet();
    expect(mallory.opened.length).toBeGreaterThan(1);
    expect([...mallory.closed].sort()).toEqual([...mallory.opened].sort());
    await expectNothingLearnt(mallory);
    expect((await alice.peer.status()).links).toMatchObject([{ state: 'open' }]);
    await expectTheyChat('still here');
  },
);

test('[HS-4] a handshake recorded from bob and replayed by mallory proves nothing', async () => {
  bob.transport.setOffline(true);
  await world.quiet();
  const recorded: Uint8Array[] = [];
  world.network.intercept((frame, from) => {
    if (from === 'bob' && frame[0] !== undefined && frame[0] <= 3) recorded.push(frame.slice());
    return frame;
  });
  bob.transport.setOffline(false);
  await world.quiet();
  expect(recorded.map((frame) => frame[0])).toEqual(expect.arrayContaining([1, 2, 3]));
  const mallory = stranger('mallory', ({ kind, link }, send) => {
    if (kind === 'opened') for (const frame of recorded) send(link, frame);
  });
  await world.quiet();
  expect(mallory.received.length).toBeGreaterThan(0);
  expect([...mallory.closed].sort()).toEqual([...mallory.opened].sort());
  await expectNothingLearnt(mallory);
  await expectTheyChat('no luck');
});

test('[HS-8] slow-loris channel: a slow stranger has ten seconds, however he dribbles, and no frame of his prolongs them', async () => {
  const epochRooms = rooms.filter((room) => !room.listenOnly);
  const mallory = stranger('mallory', () => undefined, epochRooms);
  await world.quiet(9_000);
  expect(mallory.closed).toEqual([]);
  for (const link of mallory.opened) mallory.send(link, hello);
  await world.quiet(900);
  expect(mallory.closed).toEqual([]);
  await world.quiet(200);
  expect([...mallory.closed].sort()).toEqual([...mallory.opened].sort());
  await expectNothingLearnt(mallory);
  await expectTheyChat('we have time');
});

test('[HS-8] twenty silent strangers hold at most eight places, and carol with an invite still gets in', async () => {
  const epochRooms = rooms.filter((room) => !room.listenOnly);
  expect(epochRooms).toHaveLength(1);
  const crowd = Array.from({ length: 20 }, (_, i) => stranger(`mallory ${i}`, () => undefined, epochRooms));
  await world.network.deliver();
  const halfOpen = (await alice.peer.status()).links.filter((link) => link.state === 'handshake');
  expect(halfOpen.length).toBeGreaterThan(0);
  expect(halfOpen.length).toBeLessThanOrEqual(8);
  const carol = await world.person('carol');
  await join(carol);
  await world.quiet(11_000);
  expect((await alice.peer.status()).links.filter((link) => link.state === 'handshake')).toEqual([]);
  for (const one of crowd) await expectNothingLearnt(one);
  expect(await carol.texts(place.community, place.channel)).toEqual([SECRET]);
});

test('[JO-5] one who holds the invite but was not admitted may only ask: everything else is passed over', async () => {
  const mallory = await world.person('mallory');
  const toMallory: Uint8Array[] = [];
  world.network.intercept((frame, from, to) => {
    if (to === 'mallory') toMallory.push(frame.slice());
    return from === 'mallory' && frame[0] === 22 ? undefined : frame; // the asking itself never arrives
  });
  const joining = mallory.peer.join({ invite: place.invite, memberName: 'mallory' });
  await world.quiet();
  const links = (await mallory.peer.status()).links;
  expect(links.length).toBeGreaterThan(0);
  const { channel } = place;
  const [lane] = await alice.peer.lanes(place.community);
  if (lane === undefined) throw new Error('alice has a lane');
  for (const { id } of links) {
    mallory.transport.send(id, writeLinkMessage({ kind: 'ops-have', chains: [] }));
    mallory.transport.send(id, writeLinkMessage({ kind: 'ops-done' }));
    mallory.transport.send(
      id,
      writeLinkMessage({ kind: 'lane-want', channel, lanes: [{ device: lane.device, from: 0 }] }),
    );
  }
  await world.quiet(6_000);
  expect(toMallory.length).toBeGreaterThan(0);
  expect(new Set(toMallory.map((frame) => frame[0]))).toEqual(new Set([1, 2, 3]));
  expect(await alice.queries.members(place.community)).toHaveLength(2);
  await expectTheyChat('not yet');
  expect(toMallory.filter((frame) => (frame[0] ?? 0) >= 16)).toEqual([]);
  await world.quiet(31_000);
  expect(await joining).toMatchObject({ error: 'nobody-answered' });
});

/** Holds the link, and shakes hands by the book: but says that it is a member. */
const impostor = async (name: string): Promise<{ heard: string[]; refused: () => boolean }> => {
  const crypto = await loadSodiumCrypto();
  const invite = parseInvite(crypto, place.invite);
  if (!invite.ok) throw new Error(invite.message);
  const keys = deriveInviteKeys(crypto, place.community, invite.value.seed);
  const seeds = { device: new Uint8Array(32).fill(3), root: new Uint8Array(32).fill(4) };
  const { device, signing } = deriveIdentity(crypto, seeds, new Uint8Array(32).fill(9));
  const authors = await alice.peer.lanes(place.community);
  const transport = world.network.join(name);
  const shakes = new Map<LinkId, HandshakeState>();
  const heard: string[] = [];
  const closed: LinkId[] = [];
  const step = (link: LinkId, { state, send }: HandshakeStep): void => {
    const wasDone = shakes.get(link)?.kind === 'done';
    shakes.set(link, state);
    for (const frame of send) transport.send(link, frame);
    if (state.kind !== 'done' || wasDone) return;
    transport.send(link, writeLinkMessage({ kind: 'ops-have', chains: [] }));
    transport.send(link, writeLinkMessage({ kind: 'ops-done' }));
    const lanes = authors.map(({ device: author }) => ({ device: author, from: 0 }));
    transport.send(link, writeLinkMessage({ kind: 'lane-want', channel: place.channel, lanes }));
  };
  transport.subscribe((event) => {
    if (event.kind === 'closed') return void closed.push(event.link);
    if (event.kind === 'opened') {
      const scope = { kind: 'invite' as const, id: keys.signing.publicKey, key: keys.linkKey };
      const own = { crypto, community: place.community, scope, role: 'member' as const, device, signing };
      const { initiator, fingerprints } = event;
      step(event.link, startHandshake({ ...own, initiator, fingerprints, nonce: new Uint8Array(32).fill(8) }));
    }
    if (event.kind !== 'frame') return;
    const state = shakes.get(event.link);
    if (state === undefined || state.kind === 'done') heard.push(readLinkMessage(event.frame)?.kind ?? 'garbage');
    else step(event.link, stepHandshake(state, event.frame));
  });
  transport.setRooms([{ ...keys.room, listenOnly: false }]);
  return { heard, refused: () => closed.length > 0 };
};

test('[HS-7] mallory holds only the link and says in its room that he is a member: he is refused', async () => {
  const mallory = await impostor('mallory');
  await world.quiet();
  expect(mallory.refused()).toBe(true);
  expect(mallory.heard).toEqual([]);
  await expectTheyChat('nothing for mallory');
});

test('[JO-7] mallory plays the member to carol who is joining: once she is in, he still gets nothing of her', async () => {
  for (const person of [alice, bob]) person.transport.setOffline(true);
  await world.quiet();
  const carol = await world.person('carol');
  const joined = carol.peer.join({ invite: place.invite, memberName: 'carol' });
  const mallory = await impostor('mallory');
  await world.quiet();
  for (const person of [alice, bob]) person.transport.setOffline(false);
  await world.quiet(5_000);
  expect(await joined).toMatchObject({ ok: true });
  expect(await carol.peer.post({ ...place, text: 'good evening' })).toMatchObject({ ok: true });
  await world.quiet();
  expect(await alice.texts(place.community, place.channel)).toContain('good evening');
  expect(mallory.heard.filter((kind) => kind !== 'join')).not.toContain('ops');
  expect(mallory.heard).not.toContain('lane');
  expect(mallory.heard).not.toContain('lanes-have');
  expect(mallory.heard).not.toContain('digests');
});

test('[HS-7] somebody speaks a newer version: no link comes of it, and alice can tell people so', async () => {
  expect((await alice.peer.status()).newerSince).toBeUndefined();
  const newer = stranger('newer', ({ kind, link }, send) => {
    if (kind === 'opened') send(link, Uint8Array.of(1, PROTOCOL_VERSION + 1, 0, ...new Uint8Array(40)));
  });
  await world.quiet();
  expect(newer.closed.length).toBeGreaterThan(0);
  expect((await alice.peer.status()).newerSince).toBeDefined();
  await expectNothingLearnt(newer);
  await expectTheyChat('as before');
});
