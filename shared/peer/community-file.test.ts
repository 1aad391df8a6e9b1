/** CF: a community as a file, carried between people whom no network reaches. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ChannelId, DeviceId } from '../base/ids.ts';
import { createPeerTown, orThrow, type PeerTown } from '../testing/town-cast.ts';
import { createWriter } from '../base/writer.ts';
import { sealFile } from '../keys/sealed-file.ts';
import { ownCommunity } from '../testing/own-community.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { FileApi, HeldRecords } from './file-api.ts';

const crypto = await loadSodiumCrypto();
let town: PeerTown;
beforeEach(async () => {
  town = await createPeerTown(77, ['alice', 'bob', 'carol', 'dave']);
});
afterEach(() => town.world.dispose());

const filesOf = (name: string): FileApi => town.the(name).peer;
const save = async (name: string, held?: HeldRecords): Promise<Blob> => {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const write = (bytes: Uint8Array): void => void parts.push(new Uint8Array(bytes));
  orThrow(await filesOf(name).saveFile({ community: town.community, ...(held === undefined ? {} : { held }) }, write));
  return new Blob(parts);
};
const takeIn = async (name: string, file: Blob) => {
  const taken = await filesOf(name).takeInFile(file);
  await town.world.quiet(3_000);
  return taken;
};
const apart = (...groups: string[][]): void =>
  town.world.network.divide((name) => groups.findIndex((group) => group.includes(name)));
const meet = async (): Promise<void> => {
  town.world.network.divide(() => 0);
  town.world.network.meetAll();
  await town.world.quiet(20_000);
};
const reads = (name: string): Promise<string[]> => town.reads(name, town.general);

test('[CF-1] a stick goes to and fro between two groups that no network connects; each passes on what came', async () => {
  apart(['alice', 'bob'], ['carol', 'dave']);
  for (let i = 0; i < 30; i += 1) await town.says('alice', town.general, `from here ${i}`);
  await town.says('dave', town.general, 'from there');
  await town.does('alice', { kind: 'create-channel', name: 'storm notices' });
  const [, notices] = await town.lists('alice');
  await town.says('alice', notices?.id as ChannelId, 'read this first');
  await town.world.quiet(3_000);

  const there = orThrow(await takeIn('carol', await save('bob')));
  expect(there).toMatchObject({ fresh: { operations: 1, records: 31 }, refused: 0 });
  for (const name of ['carol', 'dave']) {
    expect(await reads(name)).toContain('from here 29');
    expect(await town.reads(name, notices?.id as ChannelId)).toEqual(['read this first']);
  }
  const back = orThrow(await takeIn('alice', await save('dave')));
  expect(back.fresh).toEqual({ operations: 0, records: 1 });
  for (const name of ['alice', 'bob']) expect(await reads(name)).toContain('from there');

  expect(orThrow(await takeIn('alice', await save('carol'))).fresh).toEqual({ operations: 0, records: 0 });
  await meet();
  const all = await reads('alice');
  expect(all).toHaveLength(31);
  for (const name of ['bob', 'carol', 'dave']) expect(await reads(name)).toEqual(all);
});

test('[CF-2] both groups made a new key while apart: their files open nevertheless, and all is read', async () => {
  apart(['alice', 'bob'], ['carol', 'dave']);
  await town.does('alice', { kind: 'rotate' });
  await town.says('bob', town.general, 'under the new key');
  await town.world.quiet(3_000);
  orThrow(await takeIn('dave', await save('alice')));
  expect(await reads('carol')).toEqual(['under the new key']);
});

test('[CF-2] who was removed, and who never was a member, cannot open it', async () => {
  await town.does('alice', { kind: 'kick', member: await town.member('dave') });
  const file = await save('alice');
  // he does not know yet that he is out
  apart(['alice', 'bob', 'carol'], ['dave']);
  await town.world.quiet(3_000);
  expect(await takeIn('dave', file)).toMatchObject({ ok: false });
  const erin = await town.world.person('erin');
  expect(await erin.peer.takeInFile(file)).toMatchObject({ ok: false, error: 'no-such-community' });
  const text = Buffer.from(await file.arrayBuffer()).toString('latin1');
  for (const word of ['alice', 'Kelp', 'general', town.community]) expect(text).not.toContain(word);
});

test('[CF-3] only what the others lack, where that is known', async () => {
  for (let i = 0; i < 40; i += 1) await town.says('alice', town.general, `old ${i} ${'x'.repeat(200)}`);
  await town.world.quiet(3_000);
  const [receipt] = (await town.the('alice').queries.receipts(town.community, town.general)).filter(({ upTo }) =>
    Object.values(upTo).includes(40),
  );
  const held: HeldRecords = new Map([
    [town.general, new Map(Object.entries(receipt?.upTo ?? {}) as [DeviceId, number][])],
  ]);
  apart(['alice', 'bob'], ['carol', 'dave']);
  await town.says('alice', town.general, 'new');
  const [whole, part] = [await save('alice'), await save('alice', held)];
  expect(part.size).toBeLessThan(whole.size / 2);
  expect(orThrow(await takeIn('carol', part))).toMatchObject({ fresh: { records: 1 }, refused: 0 });
  expect(await reads('carol')).toContain('new');
});

test('[CF-3] what follows records that are not here is not taken, and is said', async () => {
  apart(['alice', 'bob'], ['carol', 'dave']);
  for (let i = 0; i < 5; i += 1) await town.says('alice', town.general, `message ${i}`);
  const device = (await town.the('alice').queries.communities())[0]?.device as DeviceId;
  const held: HeldRecords = new Map([[town.general, new Map([[device, 3]])]]);
  expect(orThrow(await takeIn('carol', await save('alice', held)))).toMatchObject({
    fresh: { records: 0 },
    refused: 2,
  });
  expect(orThrow(await takeIn('carol', await save('alice')))).toMatchObject({ fresh: { records: 5 }, refused: 0 });
});

test('[CF-4] a file that ends early, or in which a byte was changed, says so; what came before stays, and it goes on later', async () => {
  apart(['alice', 'bob'], ['carol', 'dave']);
  const word = (i: number): string => `${i} ${'w'.repeat(3_900)}`;
  for (let i = 0; i < 150; i += 1) await town.says('alice', town.general, word(i));
  const bytes = new Uint8Array(await (await save('alice')).arrayBuffer());
  expect(bytes.length).toBeGreaterThan(2 * 256 * 1024);

  const cut = await takeIn('carol', new Blob([bytes.slice(0, bytes.length - 1_000)]));
  expect(cut).toMatchObject({ ok: false, error: 'damaged' });
  const before = await reads('carol');
  expect(before.length).toBeGreaterThan(50);
  expect(before.length).toBeLessThan(150);

  for (const at of [200, 1_000, 200_000, bytes.length - 10]) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await takeIn('dave', new Blob([changed]))).toMatchObject({ ok: false });
  }
  for (const longer of [[bytes, bytes.slice(-8)], [bytes.slice(0, 10)], [new Uint8Array(0)], [bytes.slice(1)]])
    expect(await takeIn('dave', new Blob(longer))).toMatchObject({ ok: false });
  orThrow(await takeIn('carol', new Blob([bytes])));
  expect(await reads('carol')).toHaveLength(150);
  expect(new Set(await reads('dave')).size).toBe(150);
});

test('[CF-4] mallory makes a file by hand: what is no entry, of another community, or cut short is refused, and the rest is taken', async () => {
  apart(['alice', 'bob'], ['carol', 'dave']);
  await town.says('dave', town.general, 'an honest word');
  const journal = town
    .the('dave')
    .journal()
    .findLast((entry) => entry[0] === 3);
  if (journal === undefined) throw new Error('dave has said nothing');
  const elsewhere = journal.slice();
  elsewhere[1] = (elsewhere[1] ?? 0) ^ 1;
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  const entries = [Uint8Array.of(), text('\u0001{'), text('\u0002short'), Uint8Array.of(3), elsewhere, journal];
  const sealKeys = [(await ownCommunity(crypto, town.the('bob'), town.community)).identity.sealing.publicKey];
  const file = sealFile(crypto, { bytes: (n) => new Uint8Array(n).fill(5) }, town.community, {
    sealKeys,
    epochSecret: undefined,
  });
  const content = createWriter();
  for (const entry of entries) content.bytes(entry);
  const sized = (bytes: Uint8Array): Uint8Array[] => [
    Uint8Array.of(0, 0, bytes.length >> 8, bytes.length & 255),
    bytes,
  ];
  const fileOf = (part: Uint8Array): Blob =>
    new Blob([text('holdfast-file/1\n'), ...sized(file.head), ...sized(part)].map((bytes) => new Uint8Array(bytes)));
  expect(orThrow(await takeIn('bob', fileOf(file.seal(content.done(), true))))).toMatchObject({
    fresh: { operations: 0, records: 1 },
    refused: 5,
  });
  expect(await reads('bob')).toEqual(['an honest word']);
});

test('[CF-4] what mallory puts into a file of her own is judged as on a link: her kick of alice has no effect', async () => {
  apart(['alice', 'bob'], ['carol', 'dave']);
  await town.govern('dave', { kind: 'kick', member: await town.member('alice') });
  await town.says('dave', town.general, 'a word of mine');
  orThrow(await takeIn('bob', await save('dave')));
  expect((await town.the('bob').queries.members(town.community)).map(({ name }) => name)).toContain('alice');
  expect(await reads('bob')).toEqual(['a word of mine']);
});
