/** From a link, or a picture of one, to a message: few steps, none of them to be explained. */
import { closeDialog, createChannel } from '../support/governing.ts';
import { look } from '../support/look.ts';
import { composer, copyInvite, createCommunity, message, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

const WITHIN_MS = 60_000;

test('bob, who never saw the app, pastes a link and has posted four actions later, within a minute', async ({
  people,
}, testInfo) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const steps = alice.page.getByTestId('first-step');
  await expect(steps).toHaveCount(3);
  await look(alice.page, 'first-steps', testInfo);
  const invite = await copyInvite(alice.page);

  const { page } = bob;
  await expect(page.getByLabel('Your name')).not.toHaveValue('');
  await page.evaluate((text) => navigator.clipboard.writeText(`Come over: ${text}`), invite);
  const started = Date.now();
  await page.keyboard.press('Control+v');
  const confirmation = page.getByRole('dialog', { name: 'Join this community?' });
  await expect(confirmation).toContainText('Harbour watch');
  await expect(confirmation.getByLabel('Your name')).toBeFocused();
  const name = await confirmation.getByLabel('Your name').inputValue();
  await page.keyboard.press('Enter');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('Hello, I am new here');
  await page.keyboard.press('Enter');
  await expect(message(page, 'Hello, I am new here')).toBeVisible();
  expect(Date.now() - started).toBeLessThan(WITHIN_MS);
  await expect(message(alice.page, 'Hello, I am new here')).toContainText(name);

  // somebody came and something was said: one thing is left to do, until it is done as well
  await expect(steps).toHaveText([/Make a channel/]);
  await createChannel(alice.page, 'tides');
  await expect(steps).toHaveCount(0);
});

test('an invite goes as a picture: saved, pasted, chosen or dropped; and as an address that the shell opens', async ({
  people,
}, testInfo) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  const name = 'The harbour watch of the whole north coast and its islands';
  await createCommunity(alice.page, 'Alice', name);
  await alice.page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'Invite people' }).click();
  await expect(alice.page.getByRole('img', { name: `QR code of the invite to ${name}` })).toBeVisible();
  await look(alice.page, 'invite', testInfo);
  const saving = alice.page.waitForEvent('download');
  await alice.page.getByRole('button', { name: 'Save picture' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^The-harbour-watch.*-invite\.png$/);
  const picture = testInfo.outputPath('invite.png');
  await saved.saveAs(picture);
  const invite = await alice.page.getByTestId('invite-link').inputValue();
  await closeDialog(alice.page);

  const { page } = bob;
  await page.getByRole('button', { name: 'Join with an invite' }).click();
  const join = page.getByRole('dialog', { name: 'Join a community' });
  await look(page, 'join', testInfo);
  const choose = join.locator('input[type=file]');
  await choose.setInputFiles({ name: 'boat.png', mimeType: 'image/png', buffer: await page.screenshot() });
  await expect(join.getByRole('alert')).toContainText('no invite code in this picture');
  await look(page, 'join-no-code', testInfo);
  await choose.setInputFiles({ name: 'boat.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
  await expect(join.getByRole('alert')).toContainText('not a picture that can be read');
  await choose.setInputFiles(picture);
  const confirmation = page.getByRole('dialog', { name: 'Join this community?' });
  await expect(confirmation).toContainText(name);
  await closeDialog(page);

  // by the shell, which opens the page with what stands behind the sign in the link
  await page.evaluate((fragment) => void (location.hash = fragment), invite.slice(invite.indexOf('#')));
  await expect(confirmation).toContainText(name);
  expect(new URL(page.url()).hash).toBe('');
  await confirmation.getByLabel('Your name').fill('Bob');
  await look(page, 'join-confirmation-long', testInfo);
  await page.keyboard.press('Enter');
  await expect(composer(page)).toBeVisible();
  await say(page, 'Got your picture');
  await expect(message(alice.page, 'Got your picture')).toBeVisible();

  const carol = await people('carol', { mayHaveProblems: true });
  await carol.page.goto(`${await carol.host.restart()}${invite.slice(invite.indexOf('#'))}`);
  await expect(carol.page.getByRole('dialog', { name: 'Join this community?' })).toContainText(name);
});

test('the rail is put in order by the mouse and by keys, and stays so', async ({ people }, testInfo) => {
  const alice = await people('alice');
  await createCommunity(alice.page, 'Alice', 'Kelp');
  const rail = (): ReturnType<typeof alice.page.getByRole> =>
    alice.page.getByRole('navigation', { name: 'Communities' });
  const buttons = (): ReturnType<typeof rail> => rail().getByRole('listitem').getByRole('button');
  const names = (): Promise<(string | null)[]> =>
    buttons().evaluateAll((all) => all.map((button) => button.getAttribute('title')));
  const { page } = alice;
  for (const name of ['Reef', 'Tide', 'A community whose name is much longer than any rail is wide']) {
    await rail().getByRole('button', { name: 'Add a community' }).click();
    await page.getByRole('button', { name: 'Create a community' }).click();
    await page.getByLabel('Community name').fill(name);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await expect(buttons()).toHaveCount(4);
  const before = await names();
  const [first, second, third, fourth] = before;
  const button = (name: string | null | undefined) => rail().getByRole('button', { name: name ?? '', exact: true });

  await button(fourth).dragTo(button(first));
  await expect.poll(names).toEqual([fourth, first, second, third]);
  await button(fourth).dragTo(button(third));
  await expect.poll(names).toEqual(before);

  await button(third).focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu');
  await look(page, 'rail-menu', testInfo);
  await menu.getByRole('menuitem', { name: 'Move up' }).press('Enter');
  await expect.poll(names).toEqual([first, third, second, fourth]);
  await expect(button(third)).toBeFocused();
  await alice.reopen();
  await expect(rail()).toBeVisible();
  await expect.poll(names).toEqual([first, third, second, fourth]);

  await button('Kelp').click({ button: 'right' });
  await alice.page.getByRole('menuitem', { name: 'Community settings' }).click();
  await expect(alice.page.getByRole('dialog', { name: 'Settings of Kelp' })).toBeVisible();
});
