/** Two who are never online together talk alone, by way of bob: he brings what they say and cannot read it. */
import { join } from 'node:path';

import { foundKelp, joinKelp, memberNames, texts } from '../support/gathering.ts';
import { openChannel } from '../support/governing.ts';
import type { Headless } from '../support/headless.ts';
import { opened } from '../support/keyhole.ts';
import { writeTo } from '../support/messages.ts';
import {
  copyInvite,
  createCommunity,
  delivery,
  joinCommunity,
  message,
  say,
  textsOnScreen,
} from '../support/screen.ts';
import { storedDocuments, storedTexts } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';

const QUESTION = 'Where is the key, carol?';
const ANSWER = 'Under the third stone, alice.';

/** Opens the conversation with a member. @returns its channel */
const openDirect = async (peer: Headless, name: string): Promise<string> => {
  const [community] = (await peer.request('communities')).communities;
  const { members } = await peer.request('members', { community: community?.id });
  const member = members.find((each) => each.name === name)?.id;
  return (await peer.request('direct', { member })).channel;
};

const directsOf = async (peer: Headless) => {
  const [community] = (await peer.request('communities')).communities;
  const { channels } = await peer.request('channels', { community: community?.id });
  return channels.filter(({ kind }) => kind === 'direct');
};

/** How many records of a channel this peer has stored, whether it can read them or not. */
const storedIn = async (peer: Headless, channel: string): Promise<number> => {
  const lanes = (await peer.request('status')).lanes.flatMap((each) => each.lanes);
  return lanes.filter((lane) => lane.channel === channel).reduce((sum, { count }) => sum + count, 0);
};

/** What this peer was told, was answered and can ask for: none of it is of that conversation. */
const knowsNothingOf = async (peer: Headless, channel: string): Promise<void> => {
  expect(await directsOf(peer), `${peer.name} lists no conversation`).toEqual([]);
  const noSuchChannel = { ok: false, error: 'no-such-channel' };
  for (const named of [channel, 'alice', 'carol'])
    expect(await peer.ask('history', { channel: named })).toMatchObject(noSuchChannel);
  expect(await peer.ask('post', { channel, text: 'me too' })).toMatchObject(noSuchChannel);
  expect(peer.events.filter((event) => event['channel'] === channel)).toEqual([]);
  for (const text of [QUESTION, ANSWER]) expect(peer.log()).not.toContain(text);
};

test('KY-3: alice writes to carol and hears from her, never online with her: bob brings it and cannot read it (KY-1)', async ({
  peers,
  testDir,
}) => {
  let [alice, bob] = await Promise.all([peers('alice'), peers('bob')]);
  const community = await foundKelp(alice, bob);
  await alice.request('post', { channel: 'general', text: 'hello all' });
  await bob.waitForMessage('hello all');
  const { invite } = await bob.request('invite', { community });
  await alice.quit();
  let carol = await peers('carol');
  await joinKelp(carol, invite); // only bob is there to let her in
  await carol.waitForMessage('hello all');
  await carol.quit();

  alice = await peers('alice');
  await expect.poll(() => memberNames(alice), { message: 'bob tells alice of carol' }).toContain('carol');
  const channel = await openDirect(alice, 'carol');
  await alice.request('post', { channel, text: QUESTION });
  await expect.poll(() => storedIn(bob, channel), { message: 'bob has what alice wrote' }).toBe(1);
  await knowsNothingOf(bob, channel);
  await alice.quit();

  // he brings what he has stored, not what he happens to remember
  await bob.kill();
  bob = await peers('bob');
  carol = await peers('carol');
  expect(await carol.waitForMessage(QUESTION)).toMatchObject({ channel, authorName: 'alice' });
  expect(await directsOf(carol)).toMatchObject([{ id: channel, name: 'alice', mayPost: true }]);
  expect(await texts(carol, channel)).toEqual([QUESTION]);
  await carol.request('post', { channel, text: ANSWER });
  await expect.poll(() => storedIn(bob, channel), { message: 'bob has what carol answered' }).toBe(2);
  await carol.quit();

  alice = await peers('alice');
  expect(await alice.waitForMessage(ANSWER)).toMatchObject({ channel, authorName: 'carol' });
  expect(await directsOf(alice)).toMatchObject([{ id: channel, name: 'carol' }]);
  expect(await texts(alice, channel)).toEqual([QUESTION, ANSWER]);
  await knowsNothingOf(bob, channel);
  const own = await openDirect(bob, 'carol');
  expect(own, 'what bob opens with carol is another conversation').not.toBe(channel);
  expect(await texts(bob, own)).toEqual([]);
  await bob.request('post', { channel: own, text: 'Are you awake, carol?' });

  await Promise.all([alice.quit(), bob.quit()]);
  const files = (name: string): string => join(testDir, `${name}-headless`);
  const byAlice = await opened(files('alice'), files('bob'));
  const byCarol = await opened(files('carol'), files('bob'));
  const byBob = await opened(files('bob'), files('bob'));
  const [forTheTwo, forAll, fromBob] = [[QUESTION, ANSWER], 'hello all', 'Are you awake, carol?'];
  expect(byAlice.texts.toSorted(), 'it is there, for alice').toEqual([...forTheTwo, forAll].toSorted());
  expect(byCarol.texts.toSorted(), 'and for carol').toEqual([...forTheTwo, forAll, fromBob].toSorted());
  expect(byBob.records).toBe(byCarol.records);
  expect(byBob.texts.toSorted(), 'bob opens what was said to him').toEqual([forAll, fromBob].toSorted());
});

test('KY-3 on screen: alice reads that bob has what she wrote to carol; his app shows and stores no word of it', async ({
  people,
  peers,
  testDir,
}) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Kelp');
  const invite = await copyInvite(alice.page);
  await joinCommunity(bob.page, 'Bob', invite);
  await say(alice.page, 'Hello all');
  await expect(message(bob.page, 'Hello all')).toBeVisible();
  await alice.close();
  let carol = await peers('carol');
  await joinKelp(carol, invite); // only bob is there to let her in
  await carol.waitForMessage('Hello all');
  await carol.quit();

  await alice.reopen();
  await writeTo(alice.page, 'carol', QUESTION);
  await expect(delivery(alice.page, QUESTION)).toHaveText('carried by 1 other');
  await delivery(alice.page, QUESTION).click();
  const holder = (name: string) => alice.page.getByTestId('holder').filter({ hasText: name });
  await expect(holder('Bob')).toContainText('Carries it, cannot read it');
  await expect(holder('carol')).toContainText('Not yet');
  await alice.close();

  carol = await peers('carol');
  await carol.waitForMessage(QUESTION);
  const channel = await openDirect(carol, 'Alice');
  await carol.request('post', { channel, text: ANSWER });
  const stored = async () => (await storedDocuments(bob.page)).lanes;
  await expect.poll(stored, { message: 'bob has both, beside the greeting' }).toEqual([1, 1, 1]);
  await carol.quit();

  await alice.reopen();
  await alice.page
    .getByRole('list', { name: 'Direct messages' })
    .locator('.channel')
    .filter({ hasText: 'carol' })
    .click();
  await expect(message(alice.page, ANSWER)).toBeVisible();
  expect(await textsOnScreen(alice.page)).toEqual([QUESTION, ANSWER]);

  // Bob hears of what comes after it, and still of no conversation of theirs.
  await openChannel(alice.page, 'general');
  await say(alice.page, 'Good night');
  await expect(message(bob.page, 'Good night')).toBeVisible();
  await expect(bob.page.getByRole('list', { name: 'Direct messages' })).toHaveCount(0);
  expect(await textsOnScreen(bob.page)).toEqual(['Hello all', 'Good night']);
  expect(await storedTexts(bob.page)).toEqual(['Hello all', 'Good night']);

  await bob.close();
  await bob.host.stop();
  const files = join(testDir, 'bob', 'profiles', 'bob');
  const byCarol = await opened(join(testDir, 'carol-headless'), files);
  expect(byCarol.texts, 'it is there, for carol').toEqual(expect.arrayContaining([QUESTION, ANSWER]));
  const byBob = await opened(files, files);
  expect(byBob.records).toBe(byCarol.records);
  expect(byBob.texts).toEqual(['Hello all', 'Good night']);
});
