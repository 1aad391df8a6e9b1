/** MS, through links: who may do what to whose message, and that everybody sees the same. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createMessageCast, type MessageCast } from '../testing/message-cast.ts';
import { isRunFrame } from '../testing/run-frames.ts';

let cast: MessageCast;
beforeEach(async () => {
  cast = await createMessageCast(71);
});
afterEach(() => cast.world.dispose());

const quiet = (ms = 2_000): Promise<void> => cast.world.quiet(ms);
const NAMES = ['alice', 'bob', 'carol', 'mallory'];

const expectAllSeeTheSame = async (...names: string[]): Promise<void> => {
  const [first, ...rest] = await Promise.all((names.length > 0 ? names : NAMES).map(cast.history));
  for (const one of rest) expect(one).toEqual(first);
};

test('[MS-2] alice edits her message for everybody; bob cannot, and what he would say is not even said', async () => {
  const hello = await cast.post('alice', 'helo');
  await quiet();
  expect(await cast.act('bob', hello, { kind: 'edit', text: 'mine' })).toMatchObject({ error: 'not-allowed' });
  expect(await cast.act('alice', hello, { kind: 'edit', text: 'hello' })).toMatchObject({ ok: true });
  await quiet();
  for (const name of NAMES)
    expect(await cast.history(name)).toMatchObject([{ text: 'hello', editedAt: expect.any(Number) }]);
  expect(cast.the('bob').events).toContainEqual({
    kind: 'message-changed',
    ...cast.place,
    id: hello.id,
    what: 'edit',
  });
  expect(await cast.act('alice', hello, { kind: 'edit', text: ' ' })).toMatchObject({ error: 'bad-input' });
  await cast.restart('carol');
  expect(await cast.history('carol')).toMatchObject([{ text: 'hello' }]);
});

test('[MS-4] reactions of several people, one taken back; a word is no reaction', async () => {
  const hello = await cast.post('alice', 'hello');
  await quiet();
  for (const name of ['bob', 'carol', 'mallory']) await cast.act(name, hello, { kind: 'react', emoji: '🌊', on: true });
  await cast.act('mallory', hello, { kind: 'react', emoji: '🌊', on: false });
  expect(await cast.act('bob', hello, { kind: 'react', emoji: 'lol', on: true })).toMatchObject({ error: 'bad-input' });
  await quiet();
  const by = [await cast.memberId('bob'), await cast.memberId('carol')];
  expect(await cast.see('alice', hello)).toMatchObject({ reactions: [{ emoji: '🌊', by }] });
  await expectAllSeeTheSame();
});

test('[MS-5] a moderator hides what is below them, nobody else, and it can be shown again', async () => {
  await cast.giveRole(50, ['moderate'], 'bob', 'carol');
  const [spam, word] = [await cast.post('mallory', 'spam'), await cast.post('carol', 'a word')];
  await quiet();
  expect(await cast.act('mallory', word, { kind: 'hide', on: true })).toMatchObject({ error: 'not-allowed' });
  expect(await cast.act('bob', word, { kind: 'hide', on: true })).toMatchObject({ error: 'rank-too-low' });
  expect(await cast.act('bob', spam, { kind: 'hide', on: true, reason: 'spam' })).toMatchObject({ ok: true });
  await quiet();
  for (const name of NAMES)
    expect(await cast.see(name, spam)).toMatchObject({ text: 'spam', hidden: { byName: 'bob', reason: 'spam' } });
  expect(await cast.act('carol', spam, { kind: 'hide', on: false })).toMatchObject({ ok: true });
  await quiet();
  for (const name of NAMES) expect(await cast.history(name)).toEqual([spam, word]);
});

test('[MS-6] a pin is seen by all and in the list of what is pinned', async () => {
  const rules = await cast.post('mallory', 'be kind');
  await quiet();
  expect(await cast.act('bob', rules, { kind: 'pin', on: true })).toMatchObject({ error: 'not-allowed' });
  await cast.act('alice', rules, { kind: 'pin', on: true });
  await quiet();
  const { community, channel } = cast.place;
  for (const name of NAMES)
    expect(await cast.the(name).queries.pinned(community, channel)).toEqual([{ ...rules, isPinned: true }]);
  await cast.act('alice', rules, { kind: 'pin', on: false });
  await quiet();
  expect(await cast.the('bob').queries.pinned(community, channel)).toEqual([]);
});

test('[MS-9] replies and threads name their messages, and the thread is found', async () => {
  const question = await cast.post('alice', 'where is bob?');
  await quiet();
  const answer = await cast.post('bob', 'here', { replyTo: question });
  const aside = await cast.post('carol', 'where is here?', { thread: question });
  await quiet();
  const ref = { id: question.id, sortKey: question.sortKey };
  expect(await cast.see('mallory', answer)).toMatchObject({ replyTo: ref });
  const { community, channel } = cast.place;
  const { queries } = cast.the('mallory');
  expect(await queries.thread(community, channel, question.sortKey)).toEqual([aside]);
  expect(await queries.messagesAt(community, channel, [ref.sortKey, 'not here'])).toEqual([question]);
  expect(
    await cast.the('bob').peer.post({
      ...cast.place,
      text: 'to nobody',
      replyTo: { device: question.device, seq: 99, record: question.record, op: 0 },
    }),
  ).toMatchObject({ error: 'no-such-message' });
});

test('[MS-10] effects that arrive before their message wait for it', async () => {
  cast.part('carol', true);
  cast.part('mallory', true);
  const hello = await cast.post('alice', 'hello');
  await quiet();
  await cast.act('bob', hello, { kind: 'react', emoji: '🌊', on: true });
  await quiet();
  // carol hears bob's lane and not alice's: only bob's table and runs come through
  const aliceDevice = hello.device;
  cast.world.network.intercept((frame, _from, to) =>
    to === 'carol' && isRunFrame(frame) && includes(frame, aliceDevice) ? undefined : frame,
  );
  cast.part('carol', false);
  await quiet(20_000);
  expect(await cast.history('carol')).toEqual([]);
  expect((await cast.the('carol').queries.effectsOn(hello)).map(({ byName }) => byName)).toEqual(['bob']);
  cast.world.network.intercept((frame) => frame);
  cast.part('mallory', false);
  await quiet(60_000);
  expect((await cast.see('carol', hello))?.reactions).toHaveLength(1);
  await expectAllSeeTheSame();
});

test('[MS-11] what a banned member did beyond the cut is void and taken back; what was before stays', async () => {
  await cast.giveRole(50, ['moderate', 'purge'], 'mallory');
  const [one, two] = [await cast.post('bob', 'one'), await cast.post('bob', 'two')];
  await quiet();
  await cast.act('mallory', one, { kind: 'react', emoji: '🌊', on: true });
  await quiet();
  cast.world.network.divide((name) => (name === 'mallory' || name === 'carol' ? 1 : 0));
  await cast.govern('alice', { kind: 'ban', member: await cast.memberId('mallory') });
  await cast.act('mallory', one, { kind: 'hide', on: true });
  await cast.act('mallory', two, { kind: 'purge' });
  await quiet();
  expect(await cast.see('carol', one)).toMatchObject({ hidden: { byName: 'mallory' } });
  expect(await cast.see('carol', two)).toMatchObject({ text: '', gone: { how: 'purged' } });
  cast.world.network.divide(() => 0);
  await quiet(90_000);
  for (const name of ['alice', 'bob', 'carol']) {
    expect((await cast.see(name, one))?.hidden).toBeUndefined();
    expect((await cast.see(name, one))?.reactions).toHaveLength(1);
    // carol's copy lost its bytes to the purge, and gets them back from the others
    expect(await cast.see(name, two)).toEqual(two);
  }
});

test('[MS-12] who may not write may neither edit nor react, but may delete what is theirs', async () => {
  const hello = await cast.post('bob', 'hello');
  await quiet();
  await cast.govern('alice', {
    kind: 'set-channel-access',
    channel: cast.place.channel,
    isPrivate: false,
    overrides: [{ subject: { member: await cast.memberId('bob') }, allow: [], deny: ['post'] }],
  });
  await quiet();
  expect(await cast.act('bob', hello, { kind: 'edit', text: 'changed' })).toMatchObject({ error: 'not-allowed' });
  expect(await cast.act('bob', hello, { kind: 'react', emoji: '🌊', on: true })).toMatchObject({
    error: 'not-allowed',
  });
  expect(await cast.the('bob').peer.post({ ...cast.place, text: 'more' })).toMatchObject({ error: 'not-allowed' });
  expect(await cast.act('bob', hello, { kind: 'delete' })).toMatchObject({ ok: true });
  await quiet();
  for (const name of NAMES) expect(await cast.history(name)).toMatchObject([{ gone: { how: 'deleted' } }]);
});

const includes = (frame: Uint8Array, device: string): boolean => Buffer.from(frame).includes(Buffer.from(device));
