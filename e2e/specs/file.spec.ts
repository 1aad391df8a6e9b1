/** A community carried as a file between people whom no network connects. */
import { appendFile, copyFile, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import { foundKelp, texts } from '../support/gathering.ts';
import { openCommunitySettings } from '../support/governing.ts';
import { copyInvite, createCommunity, message, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('[CF-1] [CF-3] [CF-4] alice and carol, without any network, hear from each other by a file on a stick', async ({
  peers,
  testDir,
}) => {
  const [alice, bob, met] = await Promise.all([peers('alice'), peers('bob'), peers('carol')]);
  await foundKelp(alice, bob, met);
  for (let i = 0; i < 50; i += 1)
    await bob.request('post', { channel: 'general', text: `early ${i} ${'x'.repeat(500)}` });
  await met.waitForMessage(`early 49 ${'x'.repeat(500)}`);
  const [stick, whole] = [join(testDir, 'for carol.holdfast'), join(testDir, 'whole.holdfast')];
  // bob hears what she has before she goes
  const lacking = async () => (await bob.request('save-file', { path: stick, for: ['carol'] })).records;
  await expect.poll(lacking).toBe(0);
  await met.kill();
  const carol = await peers('carol', { hubs: [] });
  await alice.request('post', { channel: 'general', text: 'we are at the boathouse' });
  await bob.waitForMessage('we are at the boathouse');
  await carol.request('post', { channel: 'general', text: 'I am at the lighthouse' });

  expect(await lacking()).toBe(1);
  await bob.request('save-file', { path: whole });
  expect((await stat(stick)).size).toBeLessThan((await stat(whole)).size / 2);
  const bytes = await readFile(whole);
  for (const word of ['boathouse', 'alice', 'Kelp', 'general']) expect(bytes.includes(word)).toBe(false);

  expect(await carol.request('take-in-file', { path: stick })).toMatchObject({ fresh: { records: 1 }, refused: 0 });
  expect(await texts(carol)).toContain('we are at the boathouse');
  expect((await carol.request('take-in-file', { path: whole })).fresh).toEqual({ operations: 0, records: 0 });

  await carol.request('save-file', { path: stick });
  expect((await alice.request('take-in-file', { path: stick })).fresh.records).toBe(1);
  // bob hears it over his link to alice
  await bob.waitForMessage('I am at the lighthouse');

  const spoilt = join(testDir, 'spoilt.holdfast');
  await copyFile(stick, spoilt);
  await appendFile(spoilt, 'x');
  expect(await alice.ask('take-in-file', { path: spoilt })).toMatchObject({ ok: false, error: 'damaged' });
  await truncate(spoilt, 10);
  expect(await alice.ask('take-in-file', { path: spoilt })).toMatchObject({ ok: false, error: 'not-a-file' });
  expect(await alice.ask('take-in-file', { path: join(testDir, 'nowhere') })).toMatchObject({ error: 'file-trouble' });
  expect(await alice.ask('save-file', { path: join(testDir, 'no', 'folder') })).toMatchObject({
    error: 'file-trouble',
  });
});

test('[CF-1] on screen: alice saves her community as a file for bob, and takes in his', async ({
  people,
  peers,
  testDir,
}) => {
  const alice = await people('alice');
  const { page } = alice;
  await createCommunity(page, 'Alice', 'Harbour watch');
  const met = await peers('bob');
  await met.request('join', { invite: await copyInvite(page), as: 'Bob' });
  await met.kill();
  const bob = await peers('bob', { hubs: [] });
  await say(page, 'The lamp is out');
  await bob.request('post', { channel: 'general', text: 'The fog is here' });

  const section = await openCommunitySettings(page, 'File');
  await section.getByLabel('For whom').selectOption('Bob');
  const downloading = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Save as a file' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^Harbour-watch-\d{4}-\d\d-\d\d\.holdfast$/);
  await expect(section.getByRole('status').first()).toContainText('Saved: 1 message or act');
  const [there, back] = [join(testDir, 'there.holdfast'), join(testDir, 'back.holdfast')];
  await download.saveAs(there);
  expect(await bob.request('take-in-file', { path: there })).toMatchObject({ fresh: { records: 1 } });
  expect(await texts(bob)).toContain('The lamp is out');

  await bob.request('save-file', { path: back, for: ['Alice'] });
  const choosing = page.waitForEvent('filechooser');
  await section.getByRole('button', { name: 'Choose a file' }).click();
  await (await choosing).setFiles(back);
  await expect(section.getByRole('status').last()).toContainText('New here: 1 message or act');
  await section
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'x.holdfast', mimeType: '', buffer: Buffer.from('x') });
  await expect(section.getByRole('alert')).toContainText('not a file that Holdfast has saved');
  await page.keyboard.press('Escape');
  await expect(message(page, 'The fog is here')).toBeVisible();
});
