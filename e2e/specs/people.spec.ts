/** Alice and Bob see of each other who is there, what they say of themselves, and who types; and Alice decides whom she hears. */
import type { Page } from '@playwright/test';

import { look } from '../support/look.ts';
import { timelineMessage } from '../support/messages.ts';
import { composer, copyInvite, createCommunity, joinCommunity, member, message, openCard } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

const MINUTES_11 = 11 * 60_000;
/** Somebody who stopped typing is shown for three times as long. */
const SOON = 2_000;

const askForStatus = async (page: Page, own: string) => {
  const card = await openCard(page, own);
  await card.getByRole('button', { name: 'Set a status' }).click();
  return page.getByLabel('Clear after');
};

const setStatus = async (page: Page, own: string, text: string, clearAfter?: string): Promise<void> => {
  const after = await askForStatus(page, own);
  await page.getByLabel('What are you up to?').fill(text);
  if (clearAfter !== undefined) await after.selectOption(clearAfter);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

/** From the menu of somebody's card. */
const choose = async (page: Page, name: string, act: string): Promise<void> => {
  const card = await openCard(page, name);
  await card.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
};

const lookOffline = async (page: Page, offline: boolean, meanwhile = () => Promise.resolve()): Promise<void> => {
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'People and privacy' }).click();
  await page.getByRole('checkbox', { name: 'Look offline' }).setChecked(offline);
  await meanwhile();
  await page.keyboard.press('Escape');
};

const typing = (page: Page) => page.getByTestId('typing');

test('two people see who is there, away and typing; one calls the other by a nickname, and blocks them', async ({
  people,
}, testInfo) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  const groups = alice.page.getByRole('complementary', { name: 'Members' }).getByRole('heading');
  await expect(groups).toHaveText(['Owner — 1', 'Members — 1']);
  await expect(member(alice.page, 'Bob')).toContainText('Online');

  await setStatus(bob.page, 'Bob', 'Painting the hull', '1 hour');
  await expect(member(alice.page, 'Bob')).toContainText('Painting the hull');
  // saving it again leaves the hour as it was
  const until = await askForStatus(bob.page, 'Bob');
  await expect(until.locator('option:checked')).toHaveText(/^Keep \(until .+\)$/);
  await look(bob.page, 'status', testInfo);
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(await askForStatus(bob.page, 'Bob')).toHaveValue('keep');
  await bob.page.keyboard.press('Escape');

  await composer(bob.page).pressSequentially('Mor');
  await expect(typing(alice.page)).toContainText('Bob is typing…');
  await look(alice.page, 'typing', testInfo);
  await expect(typing(alice.page)).toHaveText('', { timeout: 15_000 });
  await composer(bob.page).pressSequentially('ning!');
  await expect(typing(alice.page)).toContainText('Bob is typing…');
  await composer(bob.page).press('Enter');
  await expect(message(alice.page, 'Morning!')).toBeVisible();
  // with the message, and not because nobody heard of him for a while
  await expect(typing(alice.page)).toHaveText('', { timeout: SOON });

  const card = await openCard(alice.page, 'Bob');
  await expect(card).toContainText('Painting the hull');
  await look(alice.page, 'card', testInfo);
  await card.getByRole('button', { name: 'Mention' }).click();
  await expect(composer(alice.page)).toHaveValue('@Bob ');
  await expect(composer(alice.page)).toBeFocused();
  await composer(alice.page).fill('');
  await timelineMessage(alice.page, 'Morning!').getByRole('button', { name: 'Show who Bob is' }).click();
  await expect(alice.page.getByRole('dialog', { name: 'About Bob' })).toBeVisible();
  await alice.page.keyboard.press('Escape');
  await expect(alice.page.getByRole('dialog')).toHaveCount(0);

  await choose(alice.page, 'Bob', 'Give a nickname…');
  await alice.page.getByLabel('Nickname').fill('Captain');
  await look(alice.page, 'nickname', testInfo);
  await alice.page.keyboard.press('Enter');
  await expect(member(alice.page, 'Captain')).toBeVisible();
  await expect(timelineMessage(alice.page, 'Morning!')).toContainText('Captain');
  await expect(await openCard(alice.page, 'Captain')).toContainText('Calls themselves Bob');
  await alice.page.keyboard.press('Escape');

  await choose(alice.page, 'Captain', 'Block');
  await expect(message(alice.page, 'Morning!')).toHaveCount(0);
  const folded = alice.page.getByTestId('message').filter({ hasText: 'Message from somebody you blocked' });
  await expect(folded).toHaveCount(1);
  await composer(bob.page).pressSequentially('Are you there?', { delay: 100 });
  // while he types: it cannot have run out
  expect(await typing(alice.page).textContent()).toBe('');
  await composer(bob.page).press('Enter');
  await expect(folded).toHaveCount(2);
  await look(alice.page, 'blocked', testInfo);
  await folded.last().getByRole('button', { name: 'Show once' }).click();
  await expect(message(alice.page, 'Are you there?')).toBeVisible();
  await alice.page.keyboard.press('Control+,');
  await alice.page.getByRole('button', { name: 'People and privacy' }).click();
  await alice.page.getByRole('list', { name: 'Blocked people' }).scrollIntoViewIfNeeded();
  await look(alice.page, 'people-settings', testInfo);
  await alice.page.getByRole('button', { name: 'Stop blocking' }).click();
  await alice.page.keyboard.press('Escape');
  await expect(message(alice.page, 'Morning!')).toBeVisible();
  await choose(alice.page, 'Captain', 'Change nickname…');
  await alice.page.getByLabel('Nickname').fill('');
  await alice.page.keyboard.press('Enter');
  await expect(member(alice.page, 'Bob')).toBeVisible();

  await setStatus(bob.page, 'Bob', '');
  await lookOffline(bob.page, true, () => look(bob.page, 'offline-chosen', testInfo));
  await expect(groups).toHaveText(['Owner — 1', 'Offline — 1']);
  await look(alice.page, 'offline', testInfo);
  await lookOffline(bob.page, false);
  await expect(groups).toHaveText(['Owner — 1', 'Members — 1']);

  await bob.page.clock.install();
  await bob.page.clock.fastForward(MINUTES_11);
  await expect(member(alice.page, 'Bob')).toContainText('Away');
  await bob.page.mouse.move(400, 400);
  await expect(member(alice.page, 'Bob')).toContainText('Online');
  await bob.close();
  await expect(member(alice.page, 'Bob')).toContainText('Last seen');
  await bob.reopen();
  await expect(member(alice.page, 'Bob')).toContainText('Online');
});
