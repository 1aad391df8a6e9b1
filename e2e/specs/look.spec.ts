/**
 * Every screen at three widths: nothing is wider than the window, and axe finds nothing. With HOLDFAST_PICTURES=1 pictures of
 * all of them, for people to look at, are in test-results.
 */
import type { Page, TestInfo } from '@playwright/test';

import { confirmByCode, giveAnswer, inviteByCode } from '../support/codes.ts';
import {
  closeDialog,
  createChannel,
  createRole,
  giveRole,
  kickMember,
  openChannel,
  openCommunitySettings,
} from '../support/governing.ts';
import { look } from '../support/look.ts';
import { actOn, openMenu, openPins, sayInThread, writeTo } from '../support/messages.ts';
import type { Person } from '../support/person.ts';
import { DINGHIES, doToMessages, harbourWatch, MOORINGS } from '../support/scene.ts';
import {
  composer,
  createCommunity,
  networkLine,
  openDevices,
  openInvite,
  openProfile,
  openRecoveryPhrase,
  outageBanner,
  postNote,
} from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

/** What can be done to messages, and how they look then. */
const lookAtMessages = async (alice: Person, bob: Person, testInfo: TestInfo): Promise<void> => {
  const { page } = alice;
  await doToMessages(alice, bob);
  await look(page, 'chat-acts', testInfo);
  await openMenu(page, DINGHIES);
  await look(page, 'message-menu', testInfo);
  await page.keyboard.press('Escape');
  await actOn(page, DINGHIES, 'React');
  await look(page, 'emoji', testInfo);
  await page.keyboard.press('Escape');
  await actOn(page, DINGHIES, 'Reply');
  await look(page, 'replying', testInfo);
  await page.keyboard.press('Escape');
  await actOn(page, MOORINGS, 'Edit');
  await look(page, 'editing', testInfo);
  await page.keyboard.press('Escape');
  await actOn(page, DINGHIES, 'Open thread');
  await sayInThread(page, 'Which ones?');
  await look(page, 'thread', testInfo);
  await page.getByRole('button', { name: 'Close thread' }).click();
  await openPins(page);
  await look(page, 'pins', testInfo);
  await page.keyboard.press('Escape');
  await lookAtSearch(page, testInfo);
  await actOn(page, DINGHIES, 'Purge');
  await look(page, 'purge', testInfo);
  await page.keyboard.press('Escape');
  await writeTo(page, 'Bob', 'Can you lend me your long lens?');
  await look(page, 'direct', testInfo);
  await openChannel(page, 'general');
};

const lookAtSearch = async (page: Page, testInfo: TestInfo): Promise<void> => {
  await page.keyboard.press('Control+f');
  const dialog = page.getByRole('dialog', { name: /^Search in/ });
  await expect(dialog).toBeVisible();
  await look(page, 'search-empty', testInfo);
  await dialog.getByRole('combobox', { name: 'Words to look for' }).fill('in:general the');
  await expect(dialog.getByTestId('search-hit').first()).toBeVisible();
  await look(page, 'search', testInfo);
  await dialog.getByRole('combobox', { name: 'Words to look for' }).fill('from:nobody nothing');
  await expect(dialog.getByText('Nobody here is called')).toBeVisible();
  await look(page, 'search-unknown', testInfo);
  await page.keyboard.press('Escape');
};

/** In the network dialog: a relay is entered, the address hidden, the relay taken out, the address shown again. */
const lookAtHiding = async (page: Page, testInfo: TestInfo): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: 'Network' });
  const hide = dialog.getByRole('checkbox', { name: 'Hide my address from members' });
  await dialog
    .getByLabel('Address of a relay or helper')
    .fill('turn:relay.harbour-watch.example.org:3478?transport=tcp');
  await dialog.getByRole('button', { name: 'Add relay' }).click();
  await expect(dialog.getByRole('alert')).toContainText('needs a user name and a password');
  await look(page, 'network-relay-mistaken', testInfo);
  await dialog.getByLabel('User name').fill('harbour-watch');
  await dialog.getByLabel('Password').fill('a-long-password');
  await dialog.getByRole('button', { name: 'Add relay' }).click();
  await hide.click();
  await expect(dialog.getByText('Hiding your network address from members')).toBeVisible();
  await hide.scrollIntoViewIfNeeded();
  await look(page, 'network-hidden', testInfo);
  await dialog.getByRole('button', { name: /^Stop using turn:/ }).click();
  await expect(dialog.getByRole('alert')).toContainText('No new connection can be made');
  await look(page, 'network-cut-off', testInfo);
  await hide.click();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
};

test('every screen looks right and passes axe, in light and dark', async ({ people, peers, hub }, testInfo) => {
  test.setTimeout(10 * 60_000);
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await expect(alice.page.getByRole('heading', { name: 'Welcome to Holdfast' })).toBeVisible();
  await look(alice.page, 'first-start', testInfo);
  await alice.page.getByRole('button', { name: 'Link this device' }).click();
  await look(alice.page, 'link-device', testInfo);
  await alice.page.keyboard.press('Escape');
  await alice.page.getByRole('button', { name: 'Restore from recovery phrase' }).click();
  await look(alice.page, 'restore', testInfo);
  await alice.page.keyboard.press('Escape');
  const { invite } = await harbourWatch(alice, bob, peers);
  await look(alice.page, 'chat', testInfo);
  await lookAtMessages(alice, bob, testInfo);

  await alice.page.getByTestId('delivery').last().click();
  await look(alice.page, 'delivery', testInfo);
  await alice.page.keyboard.press('Escape');
  await alice.page.keyboard.press('Control+,');
  await look(alice.page, 'settings', testInfo);
  await alice.page.keyboard.press('Escape');
  await openDevices(alice.page);
  await alice.page.getByRole('button', { name: 'Add a device' }).click();
  await look(alice.page, 'devices', testInfo);
  await alice.page.keyboard.press('Escape');
  await openRecoveryPhrase(alice.page);
  await look(alice.page, 'phrase', testInfo);
  await alice.page.getByRole('button', { name: 'I wrote them down' }).click();
  await openProfile(alice.page, 'Bob');
  await look(alice.page, 'profile', testInfo);
  await alice.page.keyboard.press('Escape');

  await createRole(alice.page, 'Harbour warden', 50, ['Moderate', 'Manage channels']);
  await giveRole(alice.page, 'Bob', 'Harbour warden');
  await createChannel(alice.page, 'storm-notices', { topic: 'Read this first', writers: ['Harbour warden'] });
  await kickMember(alice.page, 'Tide bot', 'It repeats itself');
  await look(alice.page, 'governed', testInfo);
  for (const section of ['Overview', 'Channels', 'Roles', 'Invites', 'Bans', 'Audit log', 'File'] as const) {
    await openCommunitySettings(alice.page, section);
    await look(alice.page, `community-${section.toLowerCase().replace(' ', '-')}`, testInfo);
    await closeDialog(alice.page);
  }
  const card = await openProfile(bob.page, 'Carol');
  await card.getByRole('button', { name: 'Ban', exact: true }).click();
  await look(bob.page, 'ban', testInfo);
  await bob.page.keyboard.press('Escape');
  await alice.page.keyboard.press('Control+/');
  await look(alice.page, 'keyboard', testInfo);
  await alice.page.keyboard.press('Escape');
  await alice.page.getByRole('button', { name: 'Add a community' }).click();
  await look(alice.page, 'add-community', testInfo);
  await alice.page.keyboard.press('Escape');

  const dave = await people('dave');
  await openInvite(dave.page, 'Dave', invite);
  await look(dave.page, 'join-confirmation', testInfo);

  await hub.kill();
  await expect(outageBanner(alice.page)).toBeVisible();
  await postNote(alice.page, 'The servers are down. We are on the boathouse Wi-Fi, and connect others by codes.');
  await look(alice.page, 'network', testInfo);
  await alice.page.keyboard.press('Escape');
  await expect(bob.page.getByTestId('note-hint')).toBeVisible();
  await look(bob.page, 'outage', testInfo);

  await dave.page.getByRole('button', { name: 'Join community' }).click();
  await expect(dave.page.getByRole('heading', { name: 'Waiting to be let into Harbour watch' })).toBeVisible();
  await look(dave.page, 'waiting', testInfo);
  await bob.host.sigkill();
  await expect(networkLine(bob.page)).toContainText('host has stopped');
  await composer(bob.page).fill('The lamp on the east pier is out.');
  await look(bob.page, 'host-stopped', testInfo);
});

test('connecting by codes looks right and passes axe, in light and dark', async ({ people }, testInfo) => {
  test.setTimeout(10 * 60_000);
  const alone = { hubs: [] };
  const [alice, bob] = await Promise.all([people('alice', alone), people('bob', alone)]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const offer = await inviteByCode(alice.page);
  await look(alice.page, 'code-invite', testInfo);
  await openInvite(bob.page, 'Bob', offer);
  const answer = await confirmByCode(bob.page);
  await look(bob.page, 'code-answer', testInfo);
  await bob.page.keyboard.press('Escape');
  await look(bob.page, 'code-joining', testInfo);
  await giveAnswer(alice.page, offer);
  await expect(alice.page.getByRole('alert')).toBeVisible();
  await look(alice.page, 'code-mistaken', testInfo);
  await giveAnswer(alice.page, answer);
  await expect(alice.page.getByRole('dialog').getByRole('status')).toContainText('You are connected');
  await look(alice.page, 'code-connected', testInfo);
  await alice.page.getByRole('button', { name: 'Done' }).click();
  await networkLine(alice.page).click();
  await look(alice.page, 'code-network', testInfo);
  await lookAtHiding(alice.page, testInfo);
  await alice.page.getByRole('button', { name: 'Connect by code' }).click();
  await look(alice.page, 'code-begin', testInfo);
  await alice.page.getByRole('button', { name: /^Answer a code/ }).click();
  await look(alice.page, 'code-their-code', testInfo);
});
