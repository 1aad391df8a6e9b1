/** Attacks by members and strangers with keys of their own, on live links to the real core. */
import { encodeUtf8 } from 'lib0/string';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { equalBytes, toBase64Url } from '../base/bytes.ts';
import { type ChannelId, deviceId, idBytes, type LinkId } from '../base/ids.ts';
import { recipientsHash } from '../governance/recipients.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { signOperation } from '../governance/operation.ts';
import { epochSecretHash } from '../keys/epoch.ts';
import { type LaneRun, readLaneFrame } from '../lanes/lane-frame.ts';
import { bodyHashOf, encryptBody, readEnvelope, signRecord, writeEnvelope } from '../lanes/record.ts';
import type { TransportEvent } from '../ports/transport.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { createHostileWorld, type HostileWorld } from '../testing/hostile-cast.ts';
import { type OwnCommunity, ownCommunity } from '../testing/own-community.ts';
import { isRunFrame } from '../testing/run-frames.ts';
import type { SimPerson } from '../testing/sim-people.ts';
import { readJournalEntry } from './journal-entry.ts';

let cast: HostileWorld;
let own: OwnCommunity;
beforeEach(async () => {
  cast = await createHostileWorld(43);
  own = await ownCommunity(cast.crypto, cast.mallory, cast.place.community);
});
afterEach(() => cast.world.dispose());

const texts = (person: SimPerson): Promise<string[]> => person.texts(cast.place.community, cast.place.channel);
const ops = (...operations: readonly { bytes: Uint8Array }[]): Uint8Array =>
  writeLinkMessage({ kind: 'ops', operations: operations.map(({ bytes }) => bytes) });
const membersSeenBy = (person: SimPerson) => person.queries.members(cast.place.community);
const memberNamed = async (name: string, seenBy = cast.alice) => {
  const found = (await membersSeenBy(seenBy)).find((member) => member.name === name);
  if (found === undefined) throw new Error(`${name} is no member`);
  return found;
};

const expectTheyChat = async (): Promise<void> => {
  const { world, alice, bob, post } = cast;
  await post(bob, 'bob goes on');
  await post(alice, 'so does alice');
  await world.quiet();
  for (const person of [alice, bob]) {
    expect(await texts(person)).toEqual(expect.arrayContaining(['bob goes on', 'so does alice']));
  }
};

/** Sends frames to both; neither has anything to show for it, and nothing in what counts has changed. */
const expectNoEffect = async (...frames: readonly Uint8Array[]): Promise<void> => {
  const { alice, bob } = cast;
  const before = [await stateOf(alice), await stateOf(bob)];
  for (const person of [alice, bob]) await cast.attack(person, frames);
  expect([await stateOf(alice), await stateOf(bob)]).toEqual(before);
};

/** Without lanes that nothing was said in. */
const stateOf = async (person: SimPerson): Promise<unknown> => ({
  ...((await cast.stateOf(person)) as object),
  lanes: await person.peer.lanes(cast.place.community),
});

const expectRefused = async (...frames: readonly Uint8Array[]): Promise<void> => {
  await expectNoEffect(...frames);
  for (const person of [cast.alice, cast.bob]) expect(await cast.linksTo(person)).toEqual([]);
};

/** Mallory’s second record, with whatever ops it holds. */
const recordOf = (said: unknown): LaneRun => {
  const first = cast.runOf('mallory');
  const before = readEnvelope(first.envelopes[0] ?? new Uint8Array(0), undefined);
  const epoch = own.keys.newest();
  if (before === undefined || epoch === undefined) throw new Error('mallory has said something');
  const key = own.identity.signing.privateKey;
  const prev = signRecord(cast.crypto, first.place, before, key).id;
  const next = { ...before, seq: 1, clock: { ms: before.clock.ms + 1, counter: 0 }, prev };
  const body = encryptBody(cast.crypto, first.place, next, encodeUtf8(JSON.stringify(said)), {
    recordKey: epoch.recordKey,
    nonce: new Uint8Array(24).fill(1),
  });
  const full = { ...next, bodyLength: body.length, bodyHash: bodyHashOf(cast.crypto, body) };
  const { envelope } = signRecord(cast.crypto, first.place, full, key);
  return { place: first.place, from: 1, envelopes: [writeEnvelope(envelope, before)], bodies: [body] };
};

test('[LN-3] [GO-2] forged authorship: a record in alice’s lane, an operation in her name, and a post that says it is hers', async () => {
  const alices = cast.runOf('alice');
  const mallorys = recordOf([{ kind: 'post', text: 'not alice' }]);
  await expectRefused(cast.lane({ ...mallorys, place: alices.place }));
  await cast.world.quiet();
  cast.world.network.meetAll();
  await cast.world.quiet();
  await expectRefused(ops(own.signed({ kind: 'SET_PROFILE', name: 'fool' }, { device: alices.place.device })));
  cast.world.network.meetAll();
  await cast.world.quiet();
  const { id, devices } = await memberNamed('alice');
  const claim = { kind: 'post', text: 'alice said this', author: id, device: devices[0], authorName: 'alice' };
  await cast.attack(cast.bob, [cast.lane(recordOf([claim]))]);
  const shown = await cast.bob.messages(cast.place.community, cast.place.channel);
  expect(shown.map(({ text, authorName }) => `${authorName}: ${text}`)).toEqual([
    'alice: from alice',
    'bob: from bob',
    'mallory: from mallory',
  ]);
});

test('[LN-9] bad signature upgraded to verified: good records behind a record with a bad signature do not make it good', async () => {
  const { alice, bob, world, post } = cast;
  bob.transport.setOffline(true);
  await post(alice, 'second');
  await post(alice, 'third');
  await world.quiet();
  const all = lastRunOf(alice);
  alice.transport.setOffline(true);
  bob.transport.setOffline(false);
  await world.quiet();
  const spoil = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
  const [second = new Uint8Array(0), third = new Uint8Array(0)] = all.envelopes;
  const before = await cast.stateOf(bob);
  for (const envelopes of [[spoil(second)], [spoil(second), third], [second, spoil(third)]]) {
    await cast.attack(bob, [cast.lane({ ...all, envelopes, bodies: all.bodies.slice(0, envelopes.length) })]);
    expect(await cast.linksTo(bob)).toEqual([]);
    expect(await cast.stateOf(bob)).toEqual(before);
    world.network.meetAll();
    await world.quiet();
  }
  alice.transport.setOffline(false);
  await world.quiet(10_000);
  expect((await texts(bob)).slice(-2)).toEqual(['second', 'third']);
});

/** The records of a person after the first, as anybody relays them. */
const lastRunOf = (person: SimPerson): LaneRun => {
  const runs = person
    .journal()
    .map(readJournalEntry)
    .flatMap((entry) => (entry?.kind === 'lane' ? [readLaneFrame(cast.crypto, entry.community, entry.frame)] : []))
    .flatMap((run) => (run.ok && run.value.place.device === cast.deviceOf(person.name) ? [run.value] : []))
    .filter(({ from }) => from > 0);
  const [first] = runs;
  if (first === undefined) throw new Error(`${person.name} has said no second thing`);
  return { ...first, envelopes: runs.flatMap((run) => run.envelopes), bodies: runs.flatMap((run) => run.bodies) };
};

test('body stripped by a relay: bob sees that it is missing, and gets it from alice', async () => {
  const { alice, bob, world, post } = cast;
  world.network.divide((name) => (name === 'bob' ? 1 : 0));
  await post(alice, 'with all of it');
  await world.quiet();
  const run = lastRunOf(alice);
  world.network.divide((name) => (name === 'alice' ? 1 : 0));
  world.network.meetAll();
  // mallory passes nothing on but what the attack says
  const stripped = cast.lane({ ...run, bodies: run.bodies.map(() => undefined) });
  world.network.intercept((frame, from) =>
    from === 'mallory' && isRunFrame(frame) && !equalBytes(frame, stripped) ? undefined : frame,
  );
  await world.quiet();
  await cast.attack(bob, [stripped]);
  const held = (await bob.peer.lanes(cast.place.community)).find(({ device }) => device === cast.deviceOf('alice'));
  expect(held?.count).toBe(2);
  expect(await texts(bob)).not.toContain('with all of it');
  world.network.divide(() => 0);
  world.network.meetAll();
  await world.quiet(10_000);
  expect(await texts(bob)).toContain('with all of it');
});

const replayed = (change: Partial<LaneRun['place']>): Uint8Array => {
  const run = cast.runOf('alice');
  return cast.lane({ ...run, place: { ...run.place, ...change } });
};

test('[LN-3] replay across channel: what alice said in one channel is not said in another', async () => {
  const made = await cast.alice.peer.govern({
    community: cast.place.community,
    act: { kind: 'create-channel', name: 'other' },
  });
  if (!made.ok) throw new Error(made.message);
  await cast.world.quiet();
  const other = made.value as string as ChannelId;
  await expectRefused(replayed({ channel: other }));
  expect(await cast.bob.texts(cast.place.community, other)).toEqual([]);
  await expectTheyChat();
});

test('[LN-1] replay across segment: what alice said this week is not said in another', async () => {
  const { segment } = cast.runOf('alice').place;
  await expectRefused(replayed({ segment: segment + 1 }));
  expect(await texts(cast.bob)).toEqual(['from alice', 'from bob', 'from mallory']);
});

test('[LN-6] replay across epoch: what was sealed with one key is not said with another', async () => {
  const { alice, world, place } = cast;
  const rotated = await alice.peer.govern({ community: place.community, act: { kind: 'rotate' } });
  if (!rotated.ok) throw new Error(rotated.message);
  await world.quiet();
  const run = cast.runOf('mallory');
  const envelope = readEnvelope(run.envelopes[0] ?? new Uint8Array(0), undefined);
  if (envelope === undefined) throw new Error('the first record of a lane reads by itself');
  const moved = writeEnvelope({ ...envelope, epoch: idBytes(rotated.value) }, undefined);
  await expectRefused(cast.lane({ ...run, envelopes: [moved] }));
  expect(await texts(cast.bob)).toEqual(['from alice', 'from bob', 'from mallory']);
  await expectTheyChat();
});

const rotation = (secret: Uint8Array, boxes: readonly { device: string; secret: Uint8Array }[]): OperationBody => {
  const { crypto } = cast;
  const state = own.state();
  const devices = [...(state?.devices.keys() ?? [])];
  return {
    kind: 'ROTATE',
    secretHash: toBase64Url(epochSecretHash(crypto, secret)),
    recipientsHash: recipientsHash(crypto, devices),
    boxes: boxes.map((box) => ({
      device: box.device as (typeof devices)[number],
      box: toBase64Url(
        crypto.sealTo(box.secret, state?.devices.get(box.device as never)?.sealKey ?? new Uint8Array(32)),
      ),
    })),
  };
};

test('[GO-13] unauthorised rotation: a plain member’s new key is nobody’s, and the rooms stay', async () => {
  const { alice, bob, world } = cast;
  const secret = new Uint8Array(32).fill(1);
  const everybody = [...(own.state()?.devices.keys() ?? [])].map((device) => ({ device, secret }));
  const rooms = world.network.roomsOf('alice');
  const rotate = own.signed(rotation(secret, everybody));
  for (const person of [alice, bob]) await cast.attack(person, [ops(rotate)]);
  const audit = await alice.peer.audit(cast.place.community);
  expect(audit.find(({ operation }) => operation === rotate.id)?.void).toMatch(/./);
  expect(world.network.roomsOf('alice')).toEqual(rooms);
  await expectTheyChat();
  // what alice said since is under the key from before
  const [envelope = new Uint8Array(0)] = lastRunOf(alice).envelopes;
  const first = readEnvelope(cast.runOf('alice').envelopes[0] ?? new Uint8Array(0), undefined);
  const epoch = first && readEnvelope(envelope, { id: new Uint8Array(32), envelope: first })?.epoch;
  expect(epoch && toBase64Url(epoch)).toBe(own.keys.newest()?.id);
});

test('[GO-9] two plaintexts for one ciphertext: one epoch has one key for everybody who has it', async () => {
  const { alice, bob, world, place } = cast;
  const { id: member } = await memberNamed('mallory');
  const role = await alice.peer.govern({
    community: place.community,
    act: { kind: 'create-role', name: 'guards', rank: 50, permissions: ['moderate', 'post'] },
  });
  if (!role.ok) throw new Error(role.message);
  await alice.peer.govern({ community: place.community, act: { kind: 'assign-role', member, role: role.value } });
  await world.quiet();
  own = await ownCommunity(cast.crypto, cast.mallory, place.community);
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const [alices, bobs] = [cast.deviceOf('alice'), cast.deviceOf('bob')];
  const rotate = own.signed(
    rotation(one, [
      { device: alices, secret: one },
      { device: bobs, secret: other },
    ]),
  );
  for (const person of [alice, bob]) await cast.attack(person, [ops(rotate)]);
  await cast.post(alice, 'under the new key');
  await world.quiet();
  // bob has a box, but what is in it is not what everybody was told: he waits for the key rather than read something else
  expect(await texts(bob)).not.toContain('under the new key');
  expect((await bob.messages(place.community, place.channel)).length).toBe(3);
  own.addOperation(rotate);
  const box = cast.crypto.sealTo(one, own.state()?.devices.get(bobs)?.sealKey ?? new Uint8Array(32));
  const boxes = [{ device: bobs, box: toBase64Url(box) }];
  await cast.attack(bob, [ops(own.signed({ kind: 'EPOCH_BOXES', epoch: rotate.id, boxes }))]);
  await world.quiet(5_000);
  expect(await texts(bob)).toContain('under the new key');
});

test('[GO-3] graph blow-up: what mallory signs with a thousand made-up keys is kept by nobody and named by nobody', async () => {
  const { alice, bob, crypto, post, world } = cast;
  const made = Array.from({ length: 1_000 }, (_, i) => {
    const keys = crypto.signingKeys(crypto.hash(new Uint8Array([i, i >> 8])));
    const first = { device: deviceId(keys.publicKey), deviceSeq: 0, prevOwn: undefined };
    const draft = { community: cast.place.community, ...first, parents: own.log.heads() };
    const body = i % 2 === 0 ? { kind: 'SET_PROFILE' as const, about: `${i}` } : ({ kind: 'HUG' } as never);
    return signOperation(crypto, { ...draft, body }, keys.privateKey);
  });
  const before = [alice, bob].map((person) => person.journal().length);
  const frames = Array.from({ length: 10 }, (_, i) => ops(...made.slice(i * 100, i * 100 + 100)));
  for (const person of [alice, bob]) await cast.attack(person, frames);
  expect([alice, bob].map((person) => person.journal().length)).toEqual(before);
  expect(await cast.linksTo(alice)).toHaveLength(1);
  await post(alice, 'one head');
  await world.quiet();
  const { envelopes } = lastRunOf(alice);
  // its frame names only what honest people made: a list of one head fits in 300 bytes
  expect(envelopes[0]?.length).toBeLessThan(300);
  await expectTheyChat();
});

test('[HS-4] handshake relayed by a third party: alice and bob do not take each other for each other through mallory', async () => {
  const { alice, bob, world } = cast;
  cast.mallory.transport.setOffline(true);
  world.network.divide((name) => (name.includes('bob') ? 1 : 0));
  await world.quiet();
  const rooms = world.network.roomsOf('alice').filter(({ listenOnly }) => !listenOnly);
  const ends = ['mallory to alice', 'mallory to bob'].map((name) => world.network.join(name));
  const links: (LinkId | undefined)[] = [undefined, undefined];
  const waiting: Uint8Array[][] = [[], []];
  const relayed: number[] = [];
  let closed = 0;
  const pass = (to: 0 | 1, frame: Uint8Array): void => {
    const link = links[to];
    if (link === undefined) return void waiting[to]?.push(frame);
    relayed.push(frame[0] ?? 0);
    ends[to]?.send(link, frame);
  };
  const hear = (on: 0 | 1) => (event: TransportEvent) => {
    if (event.kind === 'opened') {
      links[on] = event.link;
      for (const frame of waiting[on]?.splice(0) ?? []) pass(on, frame);
    } else if (event.kind === 'frame') pass(on === 0 ? 1 : 0, event.frame);
    else if (event.kind === 'closed') closed += 1;
  };
  for (const [i, end] of ends.entries()) {
    end.subscribe(hear(i === 0 ? 0 : 1));
    end.setRooms(rooms);
  }
  await world.quiet();
  // both said HELLO and PROOF, neither named a device
  expect(new Set(relayed)).toEqual(new Set([1, 2]));
  expect(closed).toBe(2);
  for (const person of [alice, bob]) expect((await person.peer.status()).links).toEqual([]);
});

test('homoglyph and duplicate names: mallory called like alice is marked on every screen, alice is not', async () => {
  const alices = (await memberNamed('alice')).id;
  for (const name of ['alice', 'аlісе', 'A\u0301lice', 'al\u200Bice']) {
    const act = { kind: 'set-profile' as const, name };
    expect(await cast.mallory.peer.govern({ community: cast.place.community, act })).toMatchObject({ ok: true });
    await cast.world.quiet();
    for (const person of [cast.alice, cast.bob]) {
      const members = await membersSeenBy(person);
      expect(members.find(({ id }) => id === own.identity.member)).toMatchObject({ name, looksLike: alices });
      expect(members.find(({ id }) => id === alices)?.looksLike).toBeUndefined();
    }
  }
});

test.each(['\u202Egro.live', 'a\u2066b', 'kelp\u200F', '\u061Ckelp'])(
  '[ID-7] names that turn the reading direction (%j) are nobody’s and no channel’s',
  async (name) => {
    const { community } = cast.place;
    expect(await cast.mallory.peer.govern({ community, act: { kind: 'set-profile', name } })).toMatchObject({
      error: 'bad-input',
    });
    expect(await cast.alice.peer.govern({ community, act: { kind: 'create-channel', name } })).toMatchObject({
      error: 'bad-input',
    });
    await expectRefused(ops(own.signed({ kind: 'SET_PROFILE', name })));
    await expectTheyChat();
  },
);
