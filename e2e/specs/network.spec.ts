/** How a device meets others, chosen on screen: servers and the local network. */
import { createCommunity, networkLine } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('alice adds a server by its address, sees it work, keeps it over a restart, and takes it out again', async ({
  people,
  hub,
}) => {
  const alice = await people('alice', { hubs: [] });
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await networkLine(alice.page).click();
  let dialog = alice.page.getByRole('dialog', { name: 'Network' });
  await expect(dialog.getByRole('checkbox', { name: 'Find members on the local network' })).toBeChecked();
  await expect(dialog.getByText('None. Switch the local network on')).toBeVisible();

  const address = dialog.getByLabel('Address of a server');
  await address.fill('https://meet.example.org');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog.getByRole('alert')).toHaveText(
    '“https://meet.example.org” is not the address of a server. It begins with wss:// or ws://.',
  );
  await expect(address).toHaveValue('https://meet.example.org');
  await address.fill(hub.url);
  await dialog.getByRole('button', { name: 'Add server' }).click();
  const carrier = () => dialog.getByTestId('carrier').filter({ hasText: 'Server' });
  await expect(carrier()).toContainText('Works');
  await expect(address).toHaveValue('');
  await alice.page.screenshot({ path: test.info().outputPath('network-choices.png') });

  await alice.host.restart();
  await alice.reopen();
  await networkLine(alice.page).click();
  dialog = alice.page.getByRole('dialog', { name: 'Network' });
  await expect(carrier()).toContainText('Works');
  await dialog.getByRole('button', { name: /^Stop using/ }).click();
  await expect(carrier()).toHaveCount(0);

  await alice.host.sigkill();
  const lan = dialog.getByRole('checkbox', { name: 'Find members on the local network' });
  await lan.click();
  await expect(dialog.getByRole('alert')).toContainText('host is not answering');
  await expect(lan).toBeChecked();
});
