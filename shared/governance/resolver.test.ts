/** GO: what the resolver tells besides who is a member: limits of lanes, forks, safe epochs, the audit, digests. */
import fc from 'fast-check';
import { beforeAll, beforeEach, expect, test } from 'vitest';

import { fromBase64Url, toBase64Url, toHex } from '../base/bytes.ts';
import { channelId, type DeviceId, idBytes, opId, recordId, ZERO_ID } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { signRecord, writeEnvelope } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type GovernanceCast, quickSignatures } from '../testing/governance-cast.ts';
import { buildTown, type Town } from '../testing/governance-menu.ts';
import { auditOf } from './audit.ts';
import { type CommunityState, isSafeEpoch, laneLimit } from './community-state.ts';
import { digestOf } from './digest.ts';
import { createGovernanceLog } from './governance-log.ts';
import { glanceOf, lookAlikes } from './look-alikes.ts';
import type { Operation } from './operation.ts';
import { readOperation } from './operation.ts';
import { parentsFirst } from './parents-first.ts';
import { activeDevices, recipientsHash } from './recipients.ts';
import { resolve } from './resolve.ts';
import { createResolver } from './resolver.ts';
import { isSoundSealingKey, isSoundSigningKey } from './rules/keys-are-sound.ts';
import { Table } from './table.ts';

let sodium: Crypto;
let town: Town;
beforeAll(async () => {
  sodium = await loadSodiumCrypto();
});
beforeEach(() => {
  town = buildTown(quickSignatures(sodium));
});

const stateOf = (cast: GovernanceCast, operations: readonly Operation[] = cast.all): CommunityState => {
  const state = resolve(cast.crypto, cast.community(), operations).current()?.state;
  if (state === undefined) throw new Error('nothing was resolved');
  return state;
};

const general = () => {
  const made = town.cast.all.find(({ body }) => body.kind === 'CHANNEL_CREATE');
  return channelId(idBytes(made?.id ?? town.open.id));
};

const record = (seq: number) => recordId(new Uint8Array(32).fill(seq));

test('[GO-18] a ban cuts every lane of its target after the last record it names, and where it names none, at the start', () => {
  const { cast, alice, mallory } = town;
  const lanes = [{ channel: general(), seq: 6, id: record(6) }];
  cast.sign(alice, { kind: 'BAN', member: mallory.member, devices: [{ device: mallory.device, lanes }] });
  const other = channelId(idBytes(cast.sign(alice, { kind: 'CHANNEL_CREATE', name: 'other', topic: '' }).id));
  expect(laneLimit(stateOf(cast), mallory.device, general())).toBe(7);
  expect(laneLimit(stateOf(cast), mallory.device, other)).toBe(0);
  expect(laneLimit(stateOf(cast), alice.device, general())).toBeUndefined();
});

test('[GO-18] of two removals that did not know each other the lower cut counts', () => {
  const { cast, alice, bob, mallory } = town;
  for (const [who, seq] of [[alice, 6] as const, [bob, 4] as const]) {
    const lanes = [{ channel: general(), seq, id: record(seq) }];
    cast.sign(who, { kind: 'KICK', member: mallory.member, devices: [{ device: mallory.device, lanes }] });
  }
  expect(laneLimit(stateOf(cast), mallory.device, general())).toBe(5);
});

const signedRecord = (device: Town['mallory'], text: number) => {
  const place = { community: town.cast.community(), channel: general(), segment: 0, device: device.device };
  const header = {
    seq: 3,
    clock: { ms: 1_000, counter: 0 },
    prev: ZERO_ID,
    gov: [idBytes(town.open.id)],
    epoch: ZERO_ID,
    bodyLength: 1,
    bodyHash: new Uint8Array(32).fill(text),
  };
  const { envelope } = signRecord(town.cast.crypto, place, header, device.identity.signing.privateKey);
  return { segment: 0, envelope: toBase64Url(writeEnvelope(envelope, undefined)) };
};

test('[GO-17] two records under one number end the lane before that number, on the word of anybody', () => {
  const { cast, bob, mallory } = town;
  const proof = (records: [ReturnType<typeof signedRecord>, ReturnType<typeof signedRecord>], device: DeviceId) =>
    cast.sign(bob, { kind: 'FORK_PROOF', device, channel: general(), records });
  const same = proof([signedRecord(mallory, 1), signedRecord(mallory, 1)], mallory.device);
  const others = proof([signedRecord(mallory, 1), signedRecord(mallory, 2)], bob.device);
  expect(laneLimit(stateOf(cast), mallory.device, general())).toBeUndefined();
  proof([signedRecord(mallory, 1), signedRecord(mallory, 2)], mallory.device);
  expect(laneLimit(stateOf(cast), mallory.device, general())).toBe(3);
  const voids = resolve(cast.crypto, cast.community(), cast.all).current()?.voids;
  expect([same, others].map(({ id }) => voids?.get(id))).toEqual(['bad-proof', 'bad-proof']);
});

test('[GO-17] a proof of two operations takes the right to grant from the device, also where nobody has the second one', () => {
  const { cast, alice, bob } = town;
  const first = cast.sign(bob, { kind: 'SET_PROFILE', about: 'one' });
  const second = cast.sign(
    bob,
    { kind: 'SET_PROFILE', about: 'other' },
    { after: first, lose: true, parents: first.parents },
  );
  // `after: first` gives the number after it: what is needed is the same number once more.
  const twin = cast.sign(bob, { kind: 'SET_PROFILE', about: 'twin' }, { parents: second.parents });
  expect(twin.deviceSeq).toBe(second.deviceSeq);
  cast.sign(alice, {
    kind: 'FORK_PROOF',
    device: bob.device,
    operations: [toBase64Url(second.bytes), toBase64Url(twin.bytes)],
  });
  const seen = cast.all.filter(({ id }) => id !== second.id);
  expect(stateOf(cast, seen).forks.get(bob.device)?.operations).toBe(twin.deviceSeq);
});

test('[GO-17] an earlier fork that comes to light later does not bring back what a later one struck', () => {
  const { cast, alice, bob } = town;
  const about = (text: string) => ({ kind: 'SET_PROFILE', about: text }) as const;
  const before = cast.sign(bob, about('before'));
  const first = cast.sign(bob, about('first'));
  const second = cast.sign(bob, about('second'));
  const grant = cast.sign(bob, { kind: 'CHANNEL_CREATE', name: 'reef', topic: '' });
  cast.sign(bob, about('the other second'), { after: first, parents: [first.id], lose: true });
  // alice knows both sides of that fork, so what she does says nothing for what comes after it
  cast.meet(alice, bob);
  cast.sign(alice, about('alice'));
  const voids = () => resolve(cast.crypto, cast.community(), cast.all).current()?.voids;
  expect([grant, second].map(({ id }) => voids()?.get(id))).toEqual(['device-forked', 'device-forked']);
  cast.sign(bob, about('the other first'), { after: before, parents: [before.id], lose: true });
  expect([grant, second].map(({ id }) => voids()?.get(id))).toEqual(['device-forked', 'device-forked']);
});

test('[GO-19] an epoch is safe until somebody is gone whom it does not know of', () => {
  const { cast, alice, bob, mallory } = town;
  const rotate = (who: Town['alice']) => {
    const devices = activeDevices(stateOf(cast, [...who.seen.values()]));
    const secretHash = toBase64Url(new Uint8Array(32).fill(1));
    const hash = recipientsHash(cast.crypto, devices);
    return cast.sign(who, { kind: 'ROTATE', secretHash, recipientsHash: hash, boxes: [] }).id;
  };
  const safe = () =>
    Array.from(stateOf(cast).epochs.values())
      .filter((epoch) => isSafeEpoch(stateOf(cast), epoch))
      .map(({ id }) => id);
  const before = rotate(alice);
  expect(safe()).toEqual([before]);
  cast.meet(alice, bob);
  cast.ban(bob, mallory);
  expect(safe()).toEqual([]);
  const meanwhile = rotate(alice);
  expect(safe()).not.toContain(meanwhile);
  cast.meet(alice, bob);
  expect([rotate(alice)]).toEqual(safe());
});

test('a ban can carry the new key for those who stay', () => {
  const { cast, alice, mallory } = town;
  const stay = activeDevices(stateOf(cast)).filter((device) => device !== mallory.device);
  const rotate = {
    secretHash: toBase64Url(new Uint8Array(32).fill(1)),
    recipientsHash: recipientsHash(cast.crypto, stay),
    boxes: [],
  };
  const ban = cast.sign(alice, { kind: 'BAN', member: mallory.member, devices: [], rotate });
  const epoch = stateOf(cast).epochs.get(ban.id);
  expect(epoch && isSafeEpoch(stateOf(cast), epoch)).toBe(true);
});

test('the audit says who did what to whom, and in words why something does not count', () => {
  const { cast, alice, bob, mallory } = town;
  const ban = cast.ban(bob, mallory);
  const late = cast.sign(mallory, { kind: 'SET_PROFILE', name: 'still here' });
  const entries = auditOf(resolve(cast.crypto, cast.community(), cast.all));
  expect(entries).toHaveLength(cast.all.length);
  expect(entries[0]).toMatchObject({ kind: 'CREATE', by: { member: alice.member } });
  expect(entries.find(({ operation }) => operation === ban.id)).toMatchObject({
    kind: 'BAN',
    by: { member: bob.member, device: bob.device },
    about: { member: mallory.member },
    void: undefined,
  });
  expect(entries.find(({ operation }) => operation === late.id)?.void?.inWords).toMatch(/removed/);
});

test('what somebody knew can be asked for at any heads', () => {
  const { cast, alice, mallory } = town;
  const before = cast.headsOf(alice);
  const ban = cast.ban(alice, mallory);
  const resolver = resolve(cast.crypto, cast.community(), cast.all);
  expect(resolver.at(before)?.members.get(mallory.member)?.status).toBe('active');
  expect(resolver.at([ban.id])?.members.get(mallory.member)?.status).toBe('banned');
  expect(resolver.at([opId(ZERO_ID)])).toBeUndefined();
});

test('names that look like an earlier member’s are marked', () => {
  expect(glanceOf('Аlісе')).toBe(glanceOf('alice'));
  expect(glanceOf('a\u200Bl\u0301ice')).toBe(glanceOf('ALICE'));
  expect(glanceOf('rnallory')).toBe(glanceOf('mallory'));
  expect(glanceOf('alice')).not.toBe(glanceOf('bob'));
  const { cast, alice, mallory } = town;
  cast.sign(mallory, { kind: 'SET_PROFILE', name: 'Аlісе' });
  const order = [alice, town.bob, town.carol, mallory].map(({ member }) => member);
  const marked = lookAlikes(stateOf(cast), (a, b) => order.indexOf(a) - order.indexOf(b));
  expect([...marked]).toEqual([[mallory.member, alice.member]]);
});

test('keys of small order or in a second encoding are not sound, others are', () => {
  const sign = sodium.signingKeys(new Uint8Array(32).fill(3)).publicKey;
  const seal = sodium.sealingKeys(new Uint8Array(32).fill(3)).publicKey;
  expect([isSoundSigningKey(sign), isSoundSealingKey(seal)]).toEqual([true, true]);
  const little = (first: number, rest: number, last: number) =>
    Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? first : at === 31 ? last : rest));
  for (const key of [
    little(0, 0, 0),
    little(1, 0, 0),
    little(1, 0, 0x80),
    little(0xec, 0xff, 0x7f),
    little(0xee, 0xff, 0x7f),
  ])
    expect(isSoundSigningKey(key)).toBe(false);
  for (const key of [
    little(0, 0, 0),
    little(1, 0, 0),
    little(0xec, 0xff, 0x7f),
    little(0xed, 0xff, 0x7f),
    little(9, 0, 0x80),
  ])
    expect(isSoundSealingKey(key)).toBe(false);
  for (const point of [
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  ]) {
    const key = Uint8Array.from(point.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    expect(isSoundSealingKey(key)).toBe(false);
    expect(() => sodium.sealTo(new Uint8Array(1), key)).toThrow(/./);
  }
});

test('graph blow-up: five hundred operations that know nothing of five hundred others are resolved in bounded time', () => {
  const { cast, alice, mallory } = town;
  const root = cast.headsOf(alice);
  let [main, side] = [root, root];
  for (let i = 0; i < 500; i += 1) {
    side = [cast.sign(mallory, { kind: 'SET_PROFILE', about: String(i) }, { parents: side }).id];
    main = [cast.sign(alice, { kind: 'SET_PROFILE', about: String(i) }, { parents: [...main, ...side] }).id];
  }
  const started = performance.now();
  const state = stateOf(cast);
  expect(state.members.get(alice.member)?.about).toBe('499');
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('[GO-20] one after the other or all at once: the same digest, at every step', () => {
  const { cast, alice, bob, mallory } = town;
  cast.ban(alice, mallory);
  cast.sign(bob, { kind: 'CHANNEL_CREATE', name: 'meanwhile', topic: '' });
  cast.sign(mallory, { kind: 'SET_PROFILE', name: 'still here' });
  const resolver = createResolver(cast.crypto, cast.community());
  cast.all.forEach((operation, at) => {
    resolver.add(operation);
    const one = resolver.current();
    const whole = resolve(cast.crypto, cast.community(), cast.all.slice(0, at + 1)).current();
    expect(one && toHex(digestOf(cast.crypto, one))).toBe(whole && toHex(digestOf(cast.crypto, whole)));
  });
});

test('[GO-3] the log makes operations wait for their parents and names at most 32 heads', () => {
  const { cast, alice, bob } = town;
  const guests = Array.from({ length: 40 }, (_, i) => cast.person(`guest ${i}`));
  const admitted = guests.map((guest) => cast.admit(alice, guest, town.open)).at(-1)?.id ?? town.open.id;
  for (const guest of guests) cast.sign(guest, { kind: 'SET_PROFILE', about: 'hello' }, { parents: [admitted] });
  const log = createGovernanceLog(cast.crypto, cast.community());
  const added = cast.all.toReversed().flatMap((operation) => log.add(operation));
  expect(added).toHaveLength(cast.all.length);
  expect(log.heads()).toHaveLength(32);
  expect(log.state()?.activeMembers).toBe(44);
  expect(log.nextOf(alice.device).deviceSeq).toBe(alice.chain.length);
  expect(log.missingFrom(log.chains())).toEqual([]);
  expect(parentsFirst(log.missingFrom(new Map([[bob.device, { count: 0, digest: new Uint8Array(32) }]])))).toHaveLength(
    cast.all.length,
  );
});

test('[GO-8] unknown kinds are kept and passed on, and change nothing', () => {
  const { cast, mallory } = town;
  const before = stateOf(cast);
  const strange = cast.sign(mallory, { kind: 'HUG' } as never);
  const read = readOperation(cast.crypto, strange.bytes);
  expect(read?.body).toEqual({ kind: 'unknown', name: 'HUG' });
  const after = stateOf(cast, [...cast.all.slice(0, -1), ...(read === undefined ? [] : [read])]);
  expect(after.members.get(mallory.member)).toEqual(before.members.get(mallory.member));
});

test('a table holds what a map holds, and older ones stay as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat())), (entries) => {
      const map = new Map<string, number>();
      let table = Table.empty<string, number>();
      for (const [key, value] of entries) {
        const before = [...table.entries()];
        const next = table.set(key, value);
        expect([...table.entries()]).toEqual(before);
        table = next;
        map.set(key, value);
      }
      expect(table.size).toBe(map.size);
      expect(new Map(table.entries())).toEqual(map);
      for (const [key, value] of map) expect(table.get(key)).toBe(value);
    }),
    { seed: 7 },
  );
});

test('[GO-2] an operation is read back as it was signed', () => {
  const { cast } = town;
  for (const operation of cast.all) {
    const read = readOperation(cast.crypto, fromBase64Url(toBase64Url(operation.bytes)) ?? new Uint8Array(0));
    expect(read?.id).toBe(operation.id);
    expect(read?.body).toEqual(operation.body);
  }
});
