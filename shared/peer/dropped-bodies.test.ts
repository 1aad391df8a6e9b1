/** MS-7, SY-13: what is deleted goes everywhere, what is stripped on its way comes back, and everybody sees the same. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { equalBytes } from '../base/bytes.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { type LaneRun, readLaneFrame, writeLaneFrame } from '../lanes/lane-frame.ts';
import { readJournalEntry } from './journal-entry.ts';
import type { MessageView } from '../model/views.ts';
import type { Crypto } from '../ports/crypto.ts';
import { inFull } from '../sync/brief-run.ts';
import { nameOf } from '../sync/lane-table.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { createMessageCast, type MessageCast } from '../testing/message-cast.ts';

const BODY_WANT = 24;
let cast: MessageCast;
let crypto: Crypto;
beforeEach(async () => {
  crypto = await loadSodiumCrypto();
  cast = await createMessageCast(72);
});
afterEach(() => cast.world.dispose());

const quiet = (ms = 2_000): Promise<void> => cast.world.quiet(ms);
/** If it is of that device's lane. */
const runIn = (frame: Uint8Array, { device }: MessageView): LaneRun | undefined => {
  const read = readLinkMessage(frame);
  const names = {
    channelNamed: () => cast.place.channel,
    deviceNamed: (name: Uint8Array) => (equalBytes(name, nameOf(device)) ? device : undefined),
  };
  const message = read?.kind === 'brief-run' ? inFull(names, read) : read;
  const run = message?.kind === 'lane' ? readLaneFrame(crypto, cast.place.community, message.frame) : undefined;
  return run?.ok && run.value.place.device === device ? run.value : undefined;
};
/** Which bodies of a device's lane somebody was sent from now on, by number; the lane has one segment. */
const watchBodies = (to: string, of: MessageView): { sent: Set<number>; bare: Set<number> } => {
  const seen = { sent: new Set<number>(), bare: new Set<number>() };
  cast.world.network.intercept((frame, _from, whom) => {
    const run = whom === to ? runIn(frame, of) : undefined;
    run?.bodies.forEach((body, i) => (body === undefined ? seen.bare : seen.sent).add(run.from + i));
    return frame;
  });
  return seen;
};
const expectAllSee = async (names: readonly string[], wished: readonly MessageView[]): Promise<void> => {
  for (const name of names) expect([name, await cast.history(name)]).toEqual([name, wished]);
};

test('[MS-7] alice deletes: her words, before and after her edits, go from all, and a newcomer sees the same', async () => {
  const [keep, secret] = [await cast.post('alice', 'keep'), await cast.post('alice', 'secret')];
  const reply = await cast.post('bob', 'what?', { thread: secret });
  await cast.act('alice', secret, { kind: 'edit', text: 'less secret' });
  await cast.act('bob', secret, { kind: 'react', emoji: '🌊', on: true });
  await quiet();
  expect(await cast.act('bob', secret, { kind: 'delete' })).toMatchObject({ error: 'not-allowed' });
  expect(await cast.act('alice', secret, { kind: 'delete' })).toMatchObject({ ok: true });
  await quiet();
  const gone = { ...secret, text: '', gone: { how: 'deleted', by: keep.author, byName: 'alice' } } as const;
  await expectAllSee(['alice', 'bob', 'carol', 'mallory'], [keep, gone, reply]);
  expect(await cast.act('bob', secret, { kind: 'react', emoji: '🐟', on: true })).toMatchObject({
    error: 'no-such-message',
  });
  const seen = watchBodies('dave', keep);
  await cast.join('dave');
  await quiet(10_000);
  await expectAllSee(['alice', 'dave'], [keep, gone, reply]);
  // 0 keep, 1 secret, 2 its edit, 3 the delete
  const inOrder = (seqs: Set<number>): number[] => [...seqs].toSorted((a, b) => a - b);
  expect([inOrder(seen.sent), inOrder(seen.bare)]).toEqual([
    [0, 3],
    [1, 2],
  ]);
  for (const name of ['alice', 'dave', 'bob']) await cast.restart(name);
  await quiet(5_000);
  await expectAllSee(['alice', 'bob', 'dave'], [keep, gone, reply]);
  expect((await cast.the('dave').peer.status()).communities).toMatchObject([{ missing: 0 }]);
});

/** The bodies of a message's record in somebody's journal. */
const bodiesOnDisk = (name: string, message: MessageView): number =>
  cast
    .the(name)
    .journal()
    .flatMap((bytes) => {
      const entry = readJournalEntry(bytes);
      const run = entry?.kind === 'lane' ? readLaneFrame(crypto, entry.community, entry.frame) : undefined;
      if (run?.ok !== true || run.value.place.device !== message.device) return [];
      return run.value.bodies.filter((body, i) => run.value.from + i === message.seq && body !== undefined);
    }).length;

test('[JR-9] some seconds after a delete its bytes are off every disk, and everything else is there after a restart', async () => {
  const [keep, secret] = [await cast.post('alice', 'keep'), await cast.post('alice', 'secret')];
  await quiet();
  await cast.act('alice', secret, { kind: 'delete' });
  await quiet();
  const names = ['alice', 'bob', 'carol'];
  for (const name of names) expect([name, bodiesOnDisk(name, secret)]).toEqual([name, 1]);
  cast.the('carol').setDiskFull(true);
  await quiet(10_000);
  for (const name of ['alice', 'bob']) expect([name, bodiesOnDisk(name, secret)]).toEqual([name, 0]);
  // carol's disk has no room for another journal: it is tried again
  expect(bodiesOnDisk('carol', secret)).toBe(1);
  cast.the('carol').setDiskFull(false);
  await quiet(70_000);
  const shown = await cast.history('alice');
  for (const name of names) {
    expect([name, bodiesOnDisk(name, secret), bodiesOnDisk(name, keep)]).toEqual([name, 0, 1]);
    await cast.restart(name);
    expect(await cast.history(name)).toEqual(shown);
  }
  expect(shown).toMatchObject([{ text: 'keep' }, { text: '', gone: { how: 'deleted' } }]);
});

test('[JR-9] who stops before the bytes are off the disk takes them off after the next start', async () => {
  const secret = await cast.post('alice', 'secret');
  await quiet();
  await cast.act('alice', secret, { kind: 'delete' });
  await quiet();
  await cast.restart('bob');
  expect(bodiesOnDisk('bob', secret)).toBe(1);
  await quiet(10_000);
  expect(bodiesOnDisk('bob', secret)).toBe(0);
});

test('[MS-7] a deleted reply stays where its thread is', async () => {
  const root = await cast.post('alice', 'root');
  await quiet();
  const reply = await cast.post('bob', 'in the thread', { thread: root });
  await quiet();
  await cast.act('bob', reply, { kind: 'delete' });
  await cast.join('dave');
  await quiet(5_000);
  const { community, channel } = cast.place;
  for (const name of ['alice', 'bob', 'dave'])
    expect(await cast.the(name).queries.thread(community, channel, root.sortKey)).toMatchObject([
      { id: reply.id, text: '', gone: { how: 'deleted' } },
    ]);
});

test('[MS-7] a purge by a higher rank drops the bytes everywhere, also of who was away and comes back', async () => {
  await cast.giveRole(50, ['moderate', 'purge'], 'bob');
  await cast.giveRole(40, ['moderate'], 'carol');
  const bad = await cast.post('mallory', 'illegal');
  await quiet();
  cast.part('alice', true);
  expect(await cast.act('carol', bad, { kind: 'purge' })).toMatchObject({ error: 'not-allowed' });
  expect(await cast.act('bob', bad, { kind: 'purge', reason: 'illegal' })).toMatchObject({ ok: true });
  await quiet();
  expect(await cast.see('alice', bad)).toEqual(bad);
  cast.part('alice', false);
  await quiet(60_000);
  const by = await cast.memberId('bob');
  const gone = { ...bad, text: '', gone: { how: 'purged', by, byName: 'bob', reason: 'illegal' } } as const;
  await expectAllSee(['alice', 'bob', 'carol', 'mallory'], [gone]);
  const seen = watchBodies('dave', bad);
  await cast.join('dave');
  await quiet(10_000);
  await expectAllSee(['dave'], [gone]);
  expect([[...seen.sent], [...seen.bare]]).toEqual([[], [0]]);
});

test('[SY-13] a body stripped by a relay: carol shows nothing, says so, and gets it from somebody else', async () => {
  cast.part('carol', true);
  const hello = await cast.post('alice', 'hello');
  const more = await cast.post('alice', 'more');
  await quiet();
  for (const name of ['alice', 'bob']) cast.part(name, true);
  const wants: string[] = [];
  cast.world.network.intercept((frame, from, to) => {
    if (from === 'carol' && frame[0] === BODY_WANT) wants.push(to);
    const run = from === 'mallory' && to === 'carol' ? runIn(frame, hello) : undefined;
    if (run === undefined) return frame;
    const bodies = run.bodies.map((body, i) => (run.from + i === 0 ? undefined : body));
    return writeLinkMessage({ kind: 'lane', frame: writeLaneFrame(crypto, { ...run, bodies }) });
  });
  cast.part('carol', false);
  await quiet(20_000);
  await expectAllSee(['carol'], [more]);
  expect(new Set(wants)).toEqual(new Set(['mallory']));
  const { community, channel } = cast.place;
  const device = (await cast.the('carol').queries.communities())[0]?.device;
  const heldByCarol = async (name: string): Promise<number | undefined> =>
    (await cast.the(name).queries.receipts(community, channel)).find(({ holder }) => holder === device)?.upTo[
      hello.device
    ];
  expect(await heldByCarol('mallory')).toBe(0);
  for (const name of ['alice', 'bob']) cast.part(name, false);
  await quiet(60_000);
  expect(new Set(wants).size).toBeGreaterThan(1);
  await expectAllSee(['alice', 'bob', 'carol', 'mallory'], [hello, more]);
  for (const name of ['alice', 'mallory']) expect(await heldByCarol(name)).toBe(2);
  await cast.restart('carol');
  await expectAllSee(['carol'], [hello, more]);
});

test('[MS-7] a delete that names another’s record drops nothing of theirs', async () => {
  const [mine, theirs] = [await cast.post('mallory', 'mine'), await cast.post('bob', 'theirs')];
  await quiet();
  // what mallory's own app would never say
  const { community, channel } = cast.place;
  const effectsOn = cast.the('mallory').queries.effectsOn;
  cast.the('mallory').queries.effectsOn = async (message) => [
    ...(await effectsOn(message)),
    { ...message, ...theirs, target: theirs, by: mine.author, byName: '', rank: 0, act: { kind: 'edit', text: 'x' } },
  ];
  expect(await cast.act('mallory', mine, { kind: 'delete' })).toMatchObject({ ok: true });
  await quiet();
  const gone = await cast.see('alice', mine);
  expect(gone).toMatchObject({ gone: { how: 'deleted' } });
  await cast.join('dave');
  await quiet(5_000);
  for (const name of ['alice', 'bob', 'dave'])
    expect(await cast.the(name).queries.history(community, channel, { limit: 9 })).toEqual([gone, theirs]);
});
