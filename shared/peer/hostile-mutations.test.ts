/**
 * Hostile frames on live links: 300,000 spoilt frames of every type, at each stage of a link, to the real core. None
 * throws, has an effect, or costs memory that stays. For more: `HOSTILE_FRAMES=3000000 npx vitest run
 * shared/peer/hostile-mutations.test.ts`.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { equalBytes, toHex } from '../base/bytes.ts';
import type { CommunityId, LinkId } from '../base/ids.ts';
import { readJoinRequest } from '../sync/join-request.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { readRekeyRequest } from '../sync/rekey-request.ts';
import { drawFrom, MUTATIONS } from '../testing/frame-mutations.ts';
import { createStorm, type Storm } from '../testing/hostile-storm.ts';
import type { RawPeer, StopBefore } from '../testing/raw-peer.ts';
import type { SimPerson } from '../testing/sim-people.ts';

const FRAMES = Number(process.env['HOSTILE_FRAMES'] ?? 300_000);
const TIMEOUT_MS = 180_000 + FRAMES;
const MIB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let storm: Storm;
let unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(async () => {
  unhandled = [];
  process.on('unhandledRejection', note);
  storm = await createStorm(41);
});
afterEach(async () => {
  process.off('unhandledRejection', note);
  await storm.world.dispose();
});

/** All that an effect would show in. */
const stateOf = async (person: SimPerson, community: CommunityId): Promise<unknown> => ({
  journal: person.journal().map(toHex),
  audit: await person.peer.audit(community),
  lanes: await person.peer.lanes(community),
  messages: await person.messages(community, storm.place.channel),
  communities: await person.queries.communities(),
  members: await person.queries.members(community),
  channels: await person.queries.channels(community),
  roles: await person.queries.roles(community),
  invites: await person.queries.invites(community),
});
const bothStates = async (): Promise<unknown[]> => [
  await stateOf(storm.alice, storm.place.community),
  await stateOf(storm.carol, storm.phantom),
];

type ByType = readonly (readonly [string, readonly Uint8Array[]])[];
type Stage = { name: string; share: number; peer: RawPeer; stopBefore: StopBefore };

const stages = ({ member, joiner, inviter }: Storm): readonly Stage[] => [
  { name: 'a stranger', share: 0.1, peer: member, stopBefore: 'hello' },
  { name: 'a stranger', share: 0.1, peer: member, stopBefore: 'proof' },
  { name: 'a stranger', share: 0.05, peer: member, stopBefore: 'name' },
  { name: 'a joiner', share: 0.15, peer: joiner, stopBefore: 'nothing' },
  { name: 'who answers a joiner', share: 0.1, peer: inviter, stopBefore: 'nothing' },
  { name: 'a member', share: 0.5, peer: member, stopBefore: 'nothing' },
];

const NAMES: Readonly<Record<number, string>> = {
  16: 'OPS-HAVE',
  17: 'OPS',
  18: 'OPS-DONE',
  19: 'LANES-HAVE',
  20: 'LANE-WANT',
  21: 'LANE',
  22: 'JOIN',
  23: 'REFUSED',
  24: 'BODY-WANT',
  25: 'TAIL-WANT',
  26: 'TAIL',
  27: 'DIGESTS',
  28: 'BUCKETS',
  29: 'BUCKET-LANES',
  30: 'BRIEF-LANES',
  31: 'BRIEF-WANT',
  32: 'REKEY',
  40: 'HERE',
  47: 'BRIEF-RUN',
};

const linkFrames = ({ known, fresh }: Storm): ByType =>
  Object.entries(NAMES).map(([type, name]) => {
    const own = fresh.get(Number(type));
    return [name, [...(known.get(Number(type)) ?? []), ...(own === undefined ? [] : [own])]];
  });

const nextOf = ({ peer, stopBefore }: Stage): ByType => [
  [stopBefore.toUpperCase(), [peer.next() ?? new Uint8Array(0)]],
];

const READERS = { 22: readJoinRequest, 32: readRekeyRequest } as const;

/** JSON says one thing in many ways: what reads the same is not spoilt. */
const readsTheSame = (frame: Uint8Array, mutated: Uint8Array): boolean => {
  const type = frame[0];
  if (type !== mutated[0] || (type !== 22 && type !== 32)) return false;
  const value = READERS[type](mutated.subarray(1));
  return value !== undefined && JSON.stringify(value) === JSON.stringify(READERS[type](frame.subarray(1)));
};

/** Spoils one of the frames; undefined if what comes out is a frame as it was said. */
const spoil = (stage: Stage, list: ByType, draw: ReturnType<typeof drawFrom>) => {
  const pick = <T>(from: readonly T[]): T | undefined => from[draw(from.length)];
  const [type, frames] = pick(list) ?? ['', []];
  const frame = pick(frames) ?? new Uint8Array(0);
  const other = pick(pick(list)?.[1] ?? []) ?? frame;
  const [kind, mutate] = pick(Object.entries(MUTATIONS)) ?? ['', (same: Uint8Array) => same];
  const mutated = mutate(frame, draw, other);
  const isAsSaid = list.some(([, said]) => said.some((one) => equalBytes(one, mutated)));
  return isAsSaid || readsTheSame(frame, mutated) ? undefined : { what: `${stage.name}: ${type}`, kind, mutated };
};

/** What came of a frame: what the core logged, else whether it closed the link, answered, or passed it over. */
const outcomeOf = (peer: RawPeer, before: { closed: number; heard: number }): string => {
  const log = storm.takeLog();
  if (log.length > 0) return log.join(', ');
  if (peer.closed() > before.closed) return 'link closed';
  return peer.heard.length > before.heard ? 'answered' : 'passed over';
};

const greet = async (peer: RawPeer, link: LinkId): Promise<void> => {
  for (const frame of storm.greeting) peer.send(link, frame);
  await storm.world.network.deliver();
};

/** Alice has to lack much before she asks; mostly she does. */
const beAskedForTail = async (peer: RawPeer, link: LinkId, draw: ReturnType<typeof drawFrom>): Promise<void> => {
  if (draw(8) === 0) return;
  const { world, alice, place } = storm;
  const [lane] = await alice.peer.lanes(place.community);
  if (lane === undefined) throw new Error('alice has a lane');
  await greet(peer, link);
  const { channel } = place;
  const lanes = [{ device: lane.device, count: lane.count + 999, head: lane.head, missing: [] }];
  peer.send(link, writeLinkMessage({ kind: 'lanes-have', channel, lanes }));
  await world.network.deliver();
  await world.clock.advance(40);
  await world.network.deliver();
};

/** Alice has to have found that the tables differ before she says more; mostly she does. */
const beCompared = async (peer: RawPeer, link: LinkId, draw: ReturnType<typeof drawFrom>): Promise<void> => {
  if (draw(8) === 0) return;
  await greet(peer, link);
  const { channel } = storm.place;
  const channels = [{ channel, lanes: 9, digest: new Uint8Array(8).fill(9) }];
  peer.send(link, writeLinkMessage({ kind: 'digests', channels }));
  await storm.world.network.deliver();
};

type Tally = { outcomes: Map<string, number>; kinds: Map<string, number> };
const count = (counts: Map<string, number>, what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);

const COMPARED = ['BUCKETS', 'BUCKET-LANES', 'BRIEF-LANES'].map((type) => `a member: ${type}`);

/** So that what is spoilt gets as far as it can. */
const prepareFor = async (
  what: string,
  peer: RawPeer,
  link: LinkId,
  draw: ReturnType<typeof drawFrom>,
): Promise<void> => {
  if (what.startsWith('a member: ') && what.endsWith('-WANT')) await greet(peer, link);
  if (what === 'a member: TAIL') await beAskedForTail(peer, link, draw);
  if (COMPARED.includes(what)) await beCompared(peer, link, draw);
};

const play = async (stage: Stage, frames: number, tally: Tally): Promise<void> => {
  const { world } = storm;
  const { peer } = stage;
  const draw = drawFrom(frames + stage.stopBefore.length);
  const all = linkFrames(storm);
  storm.stopBefore(stage.stopBefore);
  for (let sent = 0; sent < frames;) {
    const link = await storm.linkOf(peer);
    storm.takeLog();
    const spoilt = spoil(stage, stage.stopBefore === 'nothing' ? all : nextOf(stage), draw);
    if (spoilt === undefined) continue;
    await prepareFor(spoilt.what, peer, link, draw);
    const before = { closed: peer.closed(), heard: peer.heard.length };
    peer.send(link, spoilt.mutated);
    await world.network.deliver();
    count(tally.outcomes, `${spoilt.what}: ${outcomeOf(peer, before)}`);
    count(tally.kinds, spoilt.kind);
    sent += 1;
    // a handshake frame that was taken has brought the link beyond this stage
    if (stage.stopBefore !== 'nothing' && peer.ready() !== undefined) peer.close(link);
    if (sent % 200 > 0) continue;
    await world.clock.advance(100);
    peer.heard.length = 0;
    for (const { events } of [storm.alice, storm.bob, storm.carol]) events.length = 0;
  }
  const link = peer.ready();
  if (link !== undefined) peer.close(link);
  await world.network.deliver();
};

/** How deep frames got: each of these was the end of some, where there are enough for the rare ones. */
const MET = [
  'a stranger: HELLO: link-refused: malformed',
  'a stranger: HELLO: link-refused: newer-version',
  'a stranger: HELLO: link-refused: joiner-in-epoch-room',
  'a stranger: HELLO: link closed',
  'a stranger: HELLO: passed over',
  'a stranger: PROOF: link-refused: malformed',
  'a stranger: PROOF: link-refused: wrong-key',
  'a stranger: NAME: link-refused: malformed',
  'a stranger: NAME: link-refused: wrong-signature',
  'a joiner: JOIN: join-refused: wrong-device',
  'a joiner: JOIN: join-refused: invite-not-valid',
  'a joiner: JOIN: peer-dropped: malformed-message',
  'a member: OPS-HAVE: answered',
  'a member: OPS: peer-dropped: bad-operation',
  'a member: LANES-HAVE: answered',
  'a member: LANES-HAVE: passed over',
  'a member: LANE-WANT: answered',
  'a member: BODY-WANT: answered',
  ...['malformed', 'wrong-client', 'too-many', 'bad-record', 'bad-body', 'bad-signature'].flatMap((reason) => [
    `a member: LANE: peer-dropped: ${reason}`,
    `a member: BRIEF-RUN: peer-dropped: ${reason}`,
  ]),
  'a member: LANE: run-not-taken: gap',
  'a member: BRIEF-RUN: run-not-taken: gap',
  'a member: BRIEF-RUN: passed over',
  'a member: TAIL-WANT: answered',
  'a member: DIGESTS: answered',
  'a member: BRIEF-WANT: answered',
  ...['tail-not-asked-for', 'malformed', 'wrong-client', 'too-many', 'bad-record', 'bad-body', 'bad-signature'].map(
    (reason) => `a member: TAIL: peer-dropped: ${reason}`,
  ),
];

const report = ({ outcomes, kinds }: Tally): string =>
  [...[...outcomes].sort(([a], [b]) => (a < b ? -1 : 1)), ...kinds]
    .map(([what, times]) => `${times} ${what}`)
    .join('\n');

test(
  `hostile frames: of ${FRAMES} spoilt frames on live links none throws, has an effect, or costs memory that stays`,
  { timeout: TIMEOUT_MS },
  async () => {
    const { world, alice, bob, place } = storm;
    const tally: Tally = { outcomes: new Map(), kinds: new Map() };
    const [before, timers] = [await bothStates(), world.clock.pending()];
    const heaps: number[] = [];
    storm.freeze(true);
    for (const stage of stages(storm)) {
      await play(stage, Math.ceil(FRAMES * stage.share), tally);
      expect(await bothStates()).toEqual(before);
      collectGarbage();
      heaps.push(process.memoryUsage().heapUsed);
    }
    storm.freeze(false);
    console.log(report(tally));

    expect(unhandled).toEqual([]);
    const [first = 0] = heaps;
    expect(Math.max(...heaps) - first).toBeLessThan(8 * MIB);
    await world.quiet(15_000);
    expect(world.clock.pending()).toBeLessThanOrEqual(timers + 3);
    // bob’s, and those of mallory and dave by hand
    expect((await alice.peer.status()).links.length).toBeLessThanOrEqual(3);
    // each type was met at each stage of a finished handshake, each way to spoil was used, each check was reached
    const met = [...tally.outcomes.keys()];
    const types = ['a joiner', 'who answers a joiner', 'a member'].flatMap((who) =>
      Object.values(NAMES).map((type) => `${who}: ${type}: `),
    );
    const wished = FRAMES < 300_000 ? types : [...types, ...MET];
    expect(wished.filter((what) => !met.some((one) => one.startsWith(what)))).toEqual([]);
    expect([...tally.kinds.keys()].sort()).toEqual(Object.keys(MUTATIONS).sort());
    expect(met.filter((what) => what.includes('storing') || what.includes('admitting'))).toEqual([]);

    expect(await bob.peer.post({ ...place, text: 'bob goes on' })).toMatchObject({ ok: true });
    await world.quiet();
    expect(await alice.texts(place.community, place.channel)).toContain('bob goes on');
  },
);

const say = async (peer: RawPeer, ...frames: readonly Uint8Array[]): Promise<string[]> => {
  const link = await storm.linkOf(peer);
  if (peer === storm.member) await greet(peer, link);
  peer.heard.length = 0;
  for (const frame of frames) peer.send(link, frame);
  await storm.world.quiet();
  return peer.heard.map((frame) => readLinkMessage(frame)?.kind ?? 'garbage');
};

test('the same frames, as they were said, have their effects', async () => {
  const { alice, carol, place, fresh, known, member, joiner, inviter } = storm;
  const { community, channel } = place;
  const freshOf = (type: number): Uint8Array => fresh.get(type) ?? new Uint8Array(0);
  const mallory = async () => (await alice.queries.members(community)).find(({ name }) => name === 'mallory');
  const [lane] = await alice.peer.lanes(community);
  if (lane === undefined) throw new Error('alice has a lane');

  expect(await say(member, writeLinkMessage({ kind: 'ops-have', chains: [] }))).toContain('ops');
  expect(await say(member, ...(known.get(20) ?? []))).toContain('lane');
  expect(await say(member, ...(known.get(24) ?? []))).toContain('lane');
  const wishes = Array.from({ length: 20 }, () => writeLinkMessage({ kind: 'tail-want', channel, count: 2 ** 50 }));
  const tails = (await say(member, ...(known.get(25) ?? []), ...wishes)).filter((kind) => kind === 'tail');
  expect(tails).toHaveLength(1); // of all lanes together, once a link
  const more = [{ device: lane.device, count: lane.count + 99, head: lane.head, missing: [] }];
  expect(await say(member, writeLinkMessage({ kind: 'lanes-have', channel, lanes: more }))).toContain('lane-want');
  await say(member, freshOf(21));
  expect(await alice.texts(community, channel)).toContain('said apart');
  await say(member, freshOf(17));
  expect(await mallory()).toMatchObject({ about: 'apart' });
  await say(member, freshOf(32));
  expect((await mallory())?.devices).toHaveLength(2);
  expect(await say(joiner, freshOf(22))).toContain('ops-have');
  expect((await alice.queries.members(community)).map(({ name }) => name)).toContain('dave');
  await say(inviter, ...(known.get(23) ?? []));
  expect(carol.events.map(({ kind }) => kind)).toContain('join-refused');
});
