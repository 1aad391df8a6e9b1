/** What people do to a community and its members on the page, in the words they would use. */
import { expect, type Locator, type Page } from '@playwright/test';

import { openProfile } from './screen.ts';

export type Section = 'Overview' | 'Channels' | 'Roles' | 'Invites' | 'Bans' | 'Audit log' | 'File';

/** Opens the settings of the community on screen. */
export const openCommunitySettings = async (page: Page, section: Section = 'Overview'): Promise<Locator> => {
  await page.getByRole('button', { name: 'Community settings' }).click();
  const dialog = page.getByRole('dialog', { name: /^Settings of / });
  await dialog.getByRole('navigation').getByRole('button', { name: section }).click();
  const shown = dialog.getByRole('region', { name: section });
  await expect(shown).toBeVisible();
  return shown;
};

export const closeDialog = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

export const banMember = (page: Page, name: string, reason = ''): Promise<void> =>
  endMembership(page, name, { open: 'Ban', submit: 'Ban', reason });

export const kickMember = (page: Page, name: string, reason = ''): Promise<void> =>
  endMembership(page, name, { open: 'Remove', submit: 'Remove', reason });

type Ending = { open: string; submit: string; reason: string };

const endMembership = async (page: Page, name: string, { open, submit, reason }: Ending): Promise<void> => {
  const card = await openProfile(page, name);
  await card.getByRole('button', { name: open, exact: true }).click();
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: submit, exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

export const unbanMember = async (page: Page, name: string): Promise<void> => {
  const bans = await openCommunitySettings(page, 'Bans');
  const row = bans.getByRole('listitem').filter({ hasText: name });
  await row.getByRole('button', { name: 'Lift the ban' }).click();
  await expect(bans.getByRole('list', { name: 'Banned' }).filter({ hasText: name })).toHaveCount(0);
  await closeDialog(page);
};

/** @param rights as the editor calls them, e.g. `Moderate` */
export const createRole = async (page: Page, name: string, rank: number, rights: readonly string[]): Promise<void> => {
  const roles = await openCommunitySettings(page, 'Roles');
  await roles.getByRole('button', { name: 'Create role' }).click();
  await roles.getByLabel('Role name').fill(name);
  await roles.getByLabel('Rank').fill(String(rank));
  for (const right of rights) await roles.getByRole('checkbox', { name: right }).check();
  await roles.getByRole('button', { name: 'Create role' }).click();
  await expect(roles.getByRole('list', { name: 'Roles' }).getByText(name, { exact: true })).toBeVisible();
  await closeDialog(page);
};

export const giveRole = async (page: Page, name: string, role: string): Promise<void> => {
  const card = await openProfile(page, name);
  // The box is ticked when the core has said yes.
  await card.getByRole('checkbox', { name: role }).click();
  await expect(card.getByRole('checkbox', { name: role })).toBeChecked();
  await closeDialog(page);
};

export type ChannelWishes = {
  category?: string;
  topic?: string;
  readers?: readonly string[];
  writers?: readonly string[];
};

/** @param wishes `readers` (members or roles) make it private, `writers` (roles) an announcement channel */
export const createChannel = async (page: Page, name: string, wishes: ChannelWishes = {}): Promise<void> => {
  const channels = await openCommunitySettings(page, 'Channels');
  await channels.getByRole('button', { name: 'Create channel' }).click();
  await channels.getByLabel('Channel name').fill(name);
  await channels.getByLabel('Topic').fill(wishes.topic ?? '');
  await channels.getByLabel('Category').fill(wishes.category ?? '');
  if (wishes.readers !== undefined) {
    await channels.getByRole('checkbox', { name: 'Private' }).check();
    const chosen = channels.getByRole('group', { name: 'Who may read' });
    for (const reader of wishes.readers) await chosen.getByRole('checkbox', { name: reader, exact: true }).check();
  }
  if (wishes.writers !== undefined) {
    await channels.getByRole('checkbox', { name: 'Announcement' }).check();
    const chosen = channels.getByRole('group', { name: 'Who may post' });
    for (const writer of wishes.writers) await chosen.getByRole('checkbox', { name: writer, exact: true }).check();
  }
  await channels.getByRole('button', { name: 'Create channel' }).click();
  await expect(channels.getByRole('list', { name: 'Channels' }).getByText(name, { exact: true })).toBeVisible();
  await closeDialog(page);
};

/** By its name alone, whatever else its row says. */
export const channelRow = (page: Page, name: string): Locator =>
  page
    .getByRole('navigation', { name: 'Channels' })
    .getByRole('button')
    .filter({ has: page.locator('.channel-name').getByText(name, { exact: true }) });

export const openChannel = (page: Page, name: string): Promise<void> => channelRow(page, name).click();

/** Makes an invite in the settings. @param needsApproval somebody decides on each who asks @returns its link */
export const makeInvite = async (page: Page, needsApproval = false): Promise<string> => {
  const invites = await openCommunitySettings(page, 'Invites');
  if (needsApproval) await invites.getByRole('checkbox', { name: 'Needs approval' }).check();
  await invites.getByRole('button', { name: 'Make an invite' }).click();
  await expect(invites.getByTestId('made-invite')).toHaveValue(/^holdfast:/);
  const link = await invites.getByTestId('made-invite').inputValue();
  await closeDialog(page);
  return link;
};

/** Revokes the newest invite that is open. */
export const revokeInvite = async (page: Page): Promise<void> => {
  const invites = await openCommunitySettings(page, 'Invites');
  const revoked = await invites.getByText('revoked', { exact: true }).count();
  await invites
    .getByRole('button', { name: /^Revoke/ })
    .first()
    .click();
  await expect(invites.getByText('revoked', { exact: true })).toHaveCount(revoked + 1);
  await closeDialog(page);
};

/** What the audit log says, the newest first, and when that was; the settings stay open. */
export const readAudit = async (page: Page): Promise<{ sentence: string; at: number }[]> => {
  const audit = await openCommunitySettings(page, 'Audit log');
  await expect(audit.getByTestId('audit').first()).toBeVisible();
  return audit.getByTestId('audit').evaluateAll((rows) =>
    rows.map((row) => ({
      sentence: row.querySelector('.row-title')?.textContent ?? '',
      at: Date.parse(row.querySelector('time')?.dateTime ?? ''),
    })),
  );
};

export const leaveCommunity = async (page: Page): Promise<void> => {
  const overview = await openCommunitySettings(page);
  await overview.getByRole('button', { name: 'Leave community' }).click();
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(removedNote(page)).toBeVisible();
};

/** `You were banned from Kelp by Alice: spam. What you have stays on this device.` */
export const removedNote = (page: Page): Locator => page.getByTestId('removed');

export const changeProfile = async (page: Page, own: string, name: string, about: string): Promise<void> => {
  const card = await openProfile(page, own);
  await card.getByRole('button', { name: 'Edit profile' }).click();
  await page.getByLabel('Your name here').fill(name);
  await page.getByLabel('About you').fill(about);
  await page.getByRole('button', { name: 'Save profile' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
};
