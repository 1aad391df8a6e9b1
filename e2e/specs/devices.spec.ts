/** Somebody with two devices: the second is added by a code and a number, and what is read on one is read on the other. */
import { channelRow, createChannel, openChannel } from '../support/governing.ts';
import { look } from '../support/look.ts';
import { actOn } from '../support/messages.ts';
import { divider, inboxButton, openChannelMenu } from '../support/news.ts';
import { composer, copyInvite, createCommunity, joinCommunity, message, openDevices, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('alice adds her laptop; what she reads, mutes and marks unread on one device is so on the other', async ({
  people,
}, testInfo) => {
  const [desktop, bob, laptop] = await Promise.all([people('alice'), people('bob'), people('laptop')]);
  await createCommunity(desktop.page, 'Alice', 'Harbour watch');
  await joinCommunity(bob.page, 'Bob', await copyInvite(desktop.page));
  await createChannel(desktop.page, 'boats');
  await expect(channelRow(bob.page, 'boats')).toBeVisible();

  const devices = await openDevices(desktop.page);
  await devices.getByRole('button', { name: 'Add a device' }).click();
  const shown = devices.getByRole('textbox', { name: 'Device code' });
  await expect(shown).toHaveValue(/^holdfast:/);
  const code = await shown.inputValue();
  await laptop.page.getByRole('button', { name: 'Link this device' }).click();
  const linking = laptop.page.getByRole('dialog', { name: 'Link this device to another' });
  await linking.getByRole('textbox').first().fill(code);
  await linking.getByRole('textbox', { name: 'Name of this device' }).fill('Laptop');
  await linking.getByRole('button', { name: 'Link device' }).click();
  const asked = desktop.page.getByRole('alertdialog', { name: '“Laptop” asks to become your device' });
  const number = await linking.locator('.compare-number').innerText();
  await expect(asked.locator('.compare-number')).toHaveText(number);
  await look(laptop.page, 'link-compare', testInfo);
  await asked.getByRole('button', { name: 'Yes, add it' }).click();
  await expect(devices.getByText('The device was added.')).toBeVisible();
  await expect(devices.getByTestId('device')).toHaveCount(2);
  await desktop.page.keyboard.press('Escape');
  await expect(channelRow(laptop.page, 'boats')).toBeVisible();
  await openChannel(laptop.page, 'general');
  await openChannel(desktop.page, 'general');

  // What bob says counts on both, until she has read it on one.
  await openChannel(bob.page, 'boats');
  await composer(bob.page, 'boats').fill('@Alice the ketch is adrift');
  await composer(bob.page, 'boats').press('Enter');
  for (const { page } of [desktop, laptop]) {
    await expect(channelRow(page, 'boats')).toHaveAccessibleName(/1 new message.*1 mention$/);
    await expect(inboxButton(page)).toHaveAccessibleName('Mentions, 1 unread');
  }
  await openChannel(desktop.page, 'boats');
  await expect(message(desktop.page, '@Alice the ketch is adrift')).toBeVisible();
  await expect(channelRow(laptop.page, 'boats')).toHaveAccessibleName('boats');
  await expect(inboxButton(laptop.page)).toHaveAccessibleName('Mentions');

  // Marked unread again, and muted, from the other one.
  await openChannel(laptop.page, 'boats');
  await actOn(laptop.page, '@Alice the ketch is adrift', 'Mark unread from here');
  await openChannel(laptop.page, 'general');
  await openChannel(desktop.page, 'general');
  await expect(channelRow(desktop.page, 'boats')).toHaveAccessibleName(/1 new message/);
  const menu = await openChannelMenu(laptop.page, 'boats');
  await menu.getByRole('menuitem', { name: /^Mute/ }).click();
  await laptop.page.getByRole('menuitem', { name: 'Until I turn it on' }).click();
  await expect(channelRow(laptop.page, 'boats')).toHaveAccessibleName(/Muted/);
  await expect(channelRow(desktop.page, 'boats')).toHaveAccessibleName(/Muted/);

  // The laptop is asleep while she reads on the desktop; it learns of it when they meet again.
  await laptop.close();
  await say(bob.page, 'She is safe.', 'boats');
  await openChannel(desktop.page, 'boats');
  await expect(message(desktop.page, 'She is safe.')).toBeVisible();
  await laptop.reopen();
  await expect(channelRow(laptop.page, 'boats')).toHaveAccessibleName('boats Muted');
  await openChannel(laptop.page, 'boats');
  await expect(message(laptop.page, 'She is safe.')).toBeVisible();
  await expect(divider(laptop.page)).toHaveCount(0);
});
