/**
 * Each limit of what is valid, and of what one link may cost, met exactly: at the limit it passes, one over it does not. Presence
 * and files have limits in the design and are not built. */
import { encodeUtf8 } from 'lib0/string';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';

import { channelId, deviceId, type OpId, opId, recordId } from '../base/ids.ts';
import { createGovernanceLog } from '../governance/governance-log.ts';
import { MAX_OPERATION_BYTES, type Operation, readOperation } from '../governance/operation.ts';
import { resolve } from '../governance/resolve.ts';
import { isWithinQuota } from '../governance/rules/a-device-has-a-quota.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { readLaneFrame, writeLaneFrame } from '../lanes/lane-frame.ts';
import { readOps } from '../lanes/ops.ts';
import { MAX_BODY_BYTES, MAX_BODY_PLAINTEXT, readEnvelope, writeEnvelope } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { quickSignatures } from '../testing/governance-cast.ts';
import { buildTown } from '../testing/governance-menu.ts';
import { createHostileWorld } from '../testing/hostile-cast.ts';
import { laneCast } from '../testing/lane-cast.ts';

let crypto: Crypto;
const disposing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});
afterEach(async () => {
  for (const dispose of disposing.splice(0)) await dispose();
});

const NOW = Date.UTC(2026, 10, 23);
const fill = (value: number, length = 32): Uint8Array => new Uint8Array(length).fill(value);
const post = (text: string) => ({ kind: 'post', text });
const json = (value: unknown): Uint8Array => encodeUtf8(JSON.stringify(value));
/** Depth 2 is that of a list of ops. */
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('[LN-6] what a record says', () => {
  test('8,000 characters', () => {
    expect(readOps(json([post('x'.repeat(8_000))]))).toHaveLength(1);
    expect(readOps(json([post('x'.repeat(8_001))]))).toBeUndefined();
    expect(readOps(json([post('')]))).toBeUndefined();
  });
  test('64 ops', () => {
    expect(readOps(json(Array.from({ length: 64 }, () => post('x'))))).toHaveLength(64);
    expect(readOps(json(Array.from({ length: 65 }, () => post('x'))))).toBeUndefined();
    expect(readOps(json([]))).toBeUndefined();
  });
  test('deep nesting: 6 levels', () => {
    expect(readOps(json([{ kind: 'strange', deep: nested(4) }]))).toHaveLength(1);
    expect(readOps(json([{ kind: 'strange', deep: nested(5) }]))).toBeUndefined();
    expect(readOps(encodeUtf8('['.repeat(30_000)))).toBeUndefined();
  });
  test('32 KiB', () => {
    const padded = (bytes: number): Uint8Array => {
      const bare = json([post('x')]);
      return encodeUtf8(`${' '.repeat(bytes - bare.length)}${JSON.stringify([post('x')])}`);
    };
    expect(readOps(padded(MAX_BODY_PLAINTEXT))).toHaveLength(1);
    expect(readOps(padded(MAX_BODY_PLAINTEXT + 1))).toBeUndefined();
  });
  test('a body’s bytes in a frame', () => {
    const cast = laneCast(crypto, 3);
    cast.write('x', NOW);
    const frame = (bytes: number): Uint8Array =>
      writeLaneFrame(crypto, { ...cast.run(0, 1), bodies: [fill(1, bytes)] });
    expect(readLaneFrame(crypto, cast.where.community, frame(MAX_BODY_BYTES)).ok).toBe(true);
    expect(readLaneFrame(crypto, cast.where.community, frame(MAX_BODY_BYTES + 1)).ok).toBe(false);
  });
  test('[LN-5] 32 governance heads', () => {
    const cast = laneCast(crypto, 3);
    const { envelope } = cast.write('x', NOW);
    const heads = (count: number): Uint8Array[] => Array.from({ length: count }, (_, at) => fill(at));
    const read = (count: number) =>
      readEnvelope(writeEnvelope({ ...envelope, gov: heads(count) }, undefined), undefined);
    expect(read(32)?.gov).toHaveLength(32);
    expect(read(33)).toBeUndefined();
    expect(read(0)).toBeUndefined();
  });
});

describe('[SY-1] lists in messages of a link', () => {
  const device = deviceId(fill(1));
  const channel = channelId(fill(2));
  const list = <T>(length: number, item: T): T[] => Array.from({ length }, () => item);
  test('900 lanes or chains, 2,048 operations', () => {
    const chains = (count: number) =>
      writeLinkMessage({ kind: 'ops-have', chains: list(count, { device, count: 1, digest: fill(1) }) });
    expect(readLinkMessage(chains(900))?.kind).toBe('ops-have');
    expect(readLinkMessage(chains(901))).toBeUndefined();
    const have = { device, count: 1, head: recordId(fill(3)), missing: [] };
    const lanes = (count: number) => writeLinkMessage({ kind: 'lanes-have', channel, lanes: list(count, have) });
    expect(readLinkMessage(lanes(900))?.kind).toBe('lanes-have');
    expect(readLinkMessage(lanes(901))).toBeUndefined();
    const want = (count: number) =>
      writeLinkMessage({ kind: 'lane-want', channel, lanes: list(count, { device, from: 1 }) });
    expect(readLinkMessage(want(900))?.kind).toBe('lane-want');
    expect(readLinkMessage(want(901))).toBeUndefined();
    const digest = { channel, lanes: 1, digest: fill(4, 8) };
    const digests = (count: number) => writeLinkMessage({ kind: 'digests', channels: list(count, digest) });
    expect(readLinkMessage(digests(900))?.kind).toBe('digests');
    expect(readLinkMessage(digests(901))).toBeUndefined();
    const bucket = { bucket: 1, digest: fill(4, 5) };
    const buckets = (count: number) => writeLinkMessage({ kind: 'buckets', channel, buckets: list(count, bucket) });
    expect(readLinkMessage(buckets(256))?.kind).toBe('buckets');
    expect(readLinkMessage(buckets(257))).toBeUndefined();
    const ops = (count: number) => writeLinkMessage({ kind: 'ops', operations: list(count, fill(1, 3)) });
    expect(readLinkMessage(ops(2_048))?.kind).toBe('ops');
    expect(readLinkMessage(ops(2_049))).toBeUndefined();
  });
});

describe('[GO-1] an operation', () => {
  const sized = (bytes: number): Operation => {
    const { cast, alice } = buildTown(crypto);
    const bare = cast.sign(alice, { kind: 'HUG', pad: '' } as never);
    // the length of the body is itself a number of two or three bytes
    const more = (pad: number): Operation =>
      cast.sign(alice, { kind: 'HUG', pad: 'x'.repeat(pad) } as never, { parents: bare.parents });
    const guess = bytes - bare.bytes.length - 2;
    const made = [0, 1, 2].map((less) => more(guess + 2 - less)).find((one) => one.bytes.length === bytes);
    if (made === undefined) throw new Error('no operation of that length');
    return made;
  };
  test('32 KiB', () => {
    expect(readOperation(crypto, sized(MAX_OPERATION_BYTES).bytes)).toBeDefined();
    expect(readOperation(crypto, sized(MAX_OPERATION_BYTES + 1).bytes)).toBeUndefined();
  });
  test('64 parents', () => {
    const { cast, alice } = buildTown(crypto);
    const parents = (count: number): OpId[] => Array.from({ length: count }, (_, at) => opId(fill(at)));
    const read = (count: number) =>
      readOperation(crypto, cast.sign(alice, { kind: 'LEAVE' }, { parents: parents(count) }).bytes);
    expect(read(64)?.parents).toHaveLength(64);
    expect(read(65)).toBeUndefined();
  });
});

test('[GO-3] 256 operations wait for their parents; one more does not', () => {
  const { cast, alice, open } = buildTown(quickSignatures(crypto));
  const people = Array.from({ length: 257 }, (_, at) => cast.person(`guest ${at}`));
  for (const one of people) cast.admit(alice, one, open);
  const missing = cast.sign(alice, { kind: 'SET_PROFILE', about: 'missing' });
  const guests = people.map((one) =>
    cast.sign(one, { kind: 'SET_PROFILE', about: 'early' }, { parents: [missing.id] }),
  );
  const log = createGovernanceLog(cast.crypto, cast.community());
  for (const operation of cast.all.filter((one) => one !== missing)) log.add(operation);
  expect(guests.some(({ id }) => log.has(id))).toBe(false);
  expect(log.add(missing)).toHaveLength(1 + 256);
  expect(log.has(guests[255]?.id ?? missing.id)).toBe(true);
  expect(log.has(guests[256]?.id ?? missing.id)).toBe(false);
});

describe('[GO-16] a community', () => {
  const voidsOf = (cast: ReturnType<typeof buildTown>['cast']) =>
    resolve(cast.crypto, cast.community(), cast.all).current()?.voids;
  test('1,000 members', { timeout: 60_000 }, () => {
    const { cast, alice, open } = buildTown(quickSignatures(crypto));
    const made = Array.from({ length: 997 }, (_, at) =>
      cast.sign(alice, cast.admitBody(cast.person(`guest ${at}`), open)),
    );
    const voids = voidsOf(cast);
    // alice, bob, carol and mallory were there
    expect(made.filter(({ id }) => voids?.has(id)).map(({ id }) => id)).toEqual([made[996]?.id]);
  });
  test('1,000 channels', { timeout: 60_000 }, () => {
    const { cast, alice } = buildTown(quickSignatures(crypto));
    const there = resolve(cast.crypto, cast.community(), cast.all).current()?.state.channels.size ?? 0;
    const made = Array.from({ length: 1_001 - there }, (_, at) =>
      cast.sign(alice, { kind: 'CHANNEL_CREATE', name: `c${at}`, topic: '' }),
    );
    const voids = voidsOf(cast);
    expect(made.filter(({ id }) => voids?.has(id)).map(({ id }) => id)).toEqual([made.at(-1)?.id]);
  });
  test('100 roles', () => {
    const { cast, alice } = buildTown(quickSignatures(crypto));
    const made = Array.from({ length: 99 }, (_, at) =>
      cast.sign(alice, { kind: 'ROLE_CREATE', name: `r${at}`, rank: 1, permissions: [] }),
    );
    const voids = voidsOf(cast);
    const refused = made.filter(({ id }) => voids?.has(id));
    expect(refused.map(({ id }) => id)).toEqual(made.slice(-refused.length).map(({ id }) => id));
    // everyone, guards and helpers were there
    expect(refused).toHaveLength(2);
  });
  test('[GO-6] 500 operations of a member’s device, 20,000 of a moderator’s; leaving is exempt', () => {
    const { cast, bob, mallory } = buildTown(quickSignatures(crypto));
    const state = resolve(cast.crypto, cast.community(), cast.all).current()?.state;
    if (state === undefined) throw new Error('nothing was resolved');
    const may = (who: typeof bob, spent: number, kind: 'SET_PROFILE' | 'LEAVE'): boolean => {
      const device = state.devices.get(who.device);
      if (device === undefined) throw new Error('they are members');
      return isWithinQuota(state, { ...device, spent }, cast.sign(who, { kind }));
    };
    expect([may(mallory, 499, 'SET_PROFILE'), may(mallory, 500, 'SET_PROFILE')]).toEqual([true, false]);
    expect([may(bob, 19_999, 'SET_PROFILE'), may(bob, 20_000, 'SET_PROFILE')]).toEqual([true, false]);
    expect(may(mallory, 500, 'LEAVE')).toBe(true);
  });
});

describe('a link', () => {
  test('[HS-1] a frame of 64 KiB passes, one byte more closes the link', async () => {
    const cast = await createHostileWorld(71);
    disposing.push(cast.world.dispose);
    await cast.attack(cast.alice, [fill(200, 65_536)]);
    expect(await cast.linksTo(cast.alice)).toHaveLength(1);
    await cast.attack(cast.alice, [fill(200, 65_537)]);
    expect(await cast.linksTo(cast.alice)).toEqual([]);
  });

  test('[HS-8] six handshakes at once in rooms of members, and two more in those of invites', async () => {
    const cast = await createHostileWorld(73);
    disposing.push(cast.world.dispose);
    const { world, alice } = cast;
    const [epochs, invites] = [false, true].map((listenOnly) =>
      world.network.roomsOf('alice').filter((room) => room.listenOnly === listenOnly),
    );
    const crowd = (name: string, rooms: typeof epochs): void => {
      for (let i = 0; i < 9; i += 1)
        world.network.join(`${name} ${i}`).setRooms((rooms ?? []).map((room) => ({ ...room, listenOnly: false })));
    };
    const halfOpen = async (): Promise<number> =>
      (await alice.peer.status()).links.filter(({ state }) => state === 'handshake').length;
    cast.bob.transport.setOffline(true);
    cast.mallory.transport.setOffline(true);
    crowd('stranger', epochs);
    await world.network.deliver();
    expect(await halfOpen()).toBe(6);
    crowd('guest', invites);
    await world.network.deliver();
    expect(await halfOpen()).toBe(8);
  });
});
