/** A ban while the community is divided: what counts, who can read, who stays, and what the banned are told. */
import { join } from 'node:path';

import { allMeet, foundKelp, joinKelp, memberNames, part, texts } from '../support/gathering.ts';
import { removedNote } from '../support/governing.ts';
import type { Fields } from '../support/headless.ts';
import { opened } from '../support/keyhole.ts';
import { joinCommunity, member, message, networkLine, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

const YEAR = 365 * 24 * 3_600_000;

test('[P5] alice bans mallory, who goes on posting and back-dating apart from her; carol, who heard it, takes it back', async ({
  hub,
  peers,
  testDir,
}) => {
  let [alice, mallory] = await Promise.all([peers('alice'), peers('mallory', { lies: true })]);
  const lie = (how: Fields) => mallory.ask('lie', how);
  await lie({ clock: -3 * YEAR });
  const community = await foundKelp(alice, mallory);
  await alice.request('create-channel', { name: 'tides' });
  const { invite } = await mallory.request('invite', { community });
  await alice.quit();
  const dave = await peers('dave');
  await joinKelp(dave, invite); // only mallory is there to let him in
  alice = await peers('alice');
  const [bob, carol] = await Promise.all([peers('bob'), peers('carol')]);
  let erin = await peers('erin');
  for (const peer of [bob, carol, erin]) await joinKelp(peer, invite);
  const { audit } = await bob.request('audit');
  const admitted = audit.filter(({ kind, byName }) => kind === 'ADMIT' && byName === 'mallory');
  expect(admitted.map(({ about }) => about.memberName)).toContain('dave');
  await mallory.request('post', { channel: 'general', text: 'while a member' });
  for (const peer of [alice, bob, carol, dave, erin]) await peer.waitForMessage('while a member');
  await erin.quit();

  const [here, there] = [
    [alice, bob, dave],
    [mallory, carol],
  ];
  await allMeet(...here, ...there);
  await part(hub, here, there);
  await mallory.request('post', { channel: 'general', text: 'long before the ban' });
  await mallory.request('post', { channel: 'tides', text: 'three years ago' });
  for (const text of ['long before the ban', 'three years ago']) await carol.waitForMessage(text);
  const claimed = (await carol.request('history', { channel: 'tides' })).messages[0]?.sentAt ?? 0;
  expect(claimed).toBeLessThan(Date.now() - 2 * YEAR);

  await alice.request('ban', { member: 'mallory', reason: 'spam' });
  await expect.poll(() => memberNames(bob), { message: 'bob knows of the ban' }).not.toContain('mallory');
  await bob.request('post', { channel: 'general', text: 'not for mallory' });
  for (const peer of [alice, dave]) await peer.waitForMessage('not for mallory');
  await lie({ clock: 10 * YEAR });
  await mallory.request('post', { channel: 'general', text: 'after the ban' });
  await carol.waitForMessage('after the ban');
  await carol.request('post', { channel: 'general', text: 'from carol, apart' });

  // erin slept through it, and writes before she meets anybody again
  erin = await peers('erin', { hubs: [] });
  await erin.request('post', { channel: 'general', text: 'written in my sleep' });
  await erin.quit();
  await lie({ isDeaf: true });
  await hub.restart();
  erin = await peers('erin');

  const members = [alice, bob, carol, dave, erin];
  for (const peer of members)
    await expect.poll(() => memberNames(peer)).toEqual(['alice', 'bob', 'carol', 'dave', 'erin']);
  const repeated = async () => (await lie({ repeat: true }))['told'];
  await expect.poll(repeated, { intervals: [100], message: 'mallory repeats it to whom he meets' }).not.toBe(0);
  await mallory.request('post', { channel: 'general', text: 'you cannot stop me' });
  await expect.poll(repeated, { intervals: [100] }).not.toBe(0);
  await erin.request('post', { channel: 'general', text: 'good morning' });

  const expected = ['while a member', 'not for mallory', 'from carol, apart', 'written in my sleep', 'good morning'];
  for (const peer of members) {
    await expect.poll(async () => (await texts(peer)).toSorted(), { message: peer.name }).toEqual(expected.toSorted());
    expect(await texts(peer), `${peer.name} in the order of alice`).toEqual(await texts(alice));
    expect(await texts(peer, 'tides'), peer.name).toEqual([]);
    const { former } = await peer.request('members', { community, former: true });
    expect(former).toMatchObject([{ name: 'mallory', status: 'banned' }]);
    expect((await peer.request('audit')).audit).toEqual((await alice.request('audit')).audit);
  }

  await lie({ isDeaf: false });
  await mallory.waitForEvent(({ event }) => event === 'removed');
  const refused = { ok: false, error: 'removed' };
  expect(await mallory.ask('post', { channel: 'general', text: 'hello?' })).toMatchObject(refused);

  await Promise.all([mallory.quit(), bob.quit()]);
  const files = (name: string): string => join(testDir, `${name}-headless`);
  const byMallory = await opened(files('mallory'), files('bob'));
  const byBob = await opened(files('bob'), files('bob'));
  expect(byBob.texts).toEqual(expect.arrayContaining(expected));
  expect(byMallory.texts).toContain('while a member');
  expect(byMallory.records).toBe(byBob.records);
  for (const text of ['not for mallory', 'good morning']) expect(byMallory.texts).not.toContain(text);
});

test('[P5] on screen: mallory is told who banned him and why; carol’s screen takes back what he wrote after it', async ({
  hub,
  people,
  peers,
}, testInfo) => {
  const [alice, carol, mallory] = await Promise.all([peers('alice'), people('carol'), people('mallory')]);
  const { invite } = await alice.request('create-community', { name: 'Kelp', as: 'Alice' });
  await joinCommunity(carol.page, 'Carol', invite);
  await joinCommunity(mallory.page, 'Mallory', invite);
  await say(mallory.page, 'Nice boats you have');
  await alice.waitForMessage('Nice boats you have');
  for (const { page } of [carol, mallory]) await expect(networkLine(page)).toHaveText('Connected to 2 of 2');

  await hub.kill();
  // A link that was being made meanwhile, or that one of them introduced to the other, is there a moment later.
  const cutsNone = async (): Promise<void> => {
    const { links } = await alice.request('status');
    await Promise.all(links.map(({ device }) => alice.request('cut-link', { device })));
    expect(links).toEqual([]);
  };
  await expect(cutsNone).toPass({ intervals: [1000] });
  for (const { page } of [carol, mallory]) await expect(networkLine(page)).toContainText('1 of 2');
  await alice.request('ban', { member: 'Mallory', reason: 'He sells what is not his' });
  await say(mallory.page, 'Who wants a dinghy?');
  await expect(message(carol.page, 'Who wants a dinghy?')).toBeVisible();

  await hub.restart();
  const note = removedNote(mallory.page);
  await expect(note).toContainText('You were banned from Kelp by Alice: He sells what is not his.');
  await expect(mallory.page.getByRole('textbox')).toHaveCount(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await mallory.page.emulateMedia({ colorScheme });
    await mallory.page.screenshot({ path: testInfo.outputPath(`banned-${colorScheme}.png`), animations: 'disabled' });
  }
  await expect(message(carol.page, 'Who wants a dinghy?')).toHaveCount(0);
  await expect(message(carol.page, 'Nice boats you have')).toBeVisible();
  await expect(member(carol.page, 'Mallory')).toHaveCount(0);
  await say(carol.page, 'He is gone');
  await alice.waitForMessage('He is gone');
  expect((await alice.request('history', { channel: 'general' })).messages.map(({ text }) => text)).toEqual([
    'Nice boats you have',
    'He is gone',
  ]);
  await expect(message(mallory.page, 'Nice boats you have')).toBeVisible();
  await expect(message(mallory.page, 'He is gone')).toHaveCount(0);
});
