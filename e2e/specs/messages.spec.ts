/** What is done to a message is seen by everybody, and is still so after a restart. */
import type { Locator, Page } from '@playwright/test';

import { closeDialog, createChannel, openChannel } from '../support/governing.ts';
import { look } from '../support/look.ts';
import {
  actByKeys,
  actOn,
  deleteMessage,
  hideMessage,
  openPins,
  reaction,
  reactTo,
  replyTo,
  sayInThread,
  thread,
  timelineMessage,
  writeTo,
} from '../support/messages.ts';
import type { Person } from '../support/person.ts';
import { composer, copyInvite, createCommunity, joinCommunity, message, say } from '../support/screen.ts';
import { storedDrafts } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';
import type { PeopleFactory } from '../support/test.ts';

const kelp = async (people: PeopleFactory): Promise<readonly [Person, Person]> => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  return [alice, bob];
};

const saidAndSeen = async (speaker: Person, listener: Person, text: string): Promise<void> => {
  await say(speaker.page, text);
  await expect(message(listener.page, text)).toBeVisible();
};

const directsOf = (page: Page): Locator => page.getByRole('list', { name: 'Direct messages' });

test('alice and bob answer, react, change, delete, hide and pin; both see it, also after a restart', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const [alice, bob] = await kelp(people);
  await saidAndSeen(alice, bob, 'Who has the key?');
  await saidAndSeen(bob, alice, 'Buy my boats!');
  await saidAndSeen(bob, alice, 'It is under the third stone.');

  await replyTo(bob.page, 'Who has the key?', 'I do.');
  await expect(message(alice.page, 'I do.').getByRole('button', { name: 'Alice Who has the key?' })).toBeVisible();
  await reactTo(alice.page, 'I do.', '👍');
  await expect(reaction(bob.page, 'I do.', '👍 by Alice')).toBeVisible();
  await reaction(bob.page, 'I do.', '👍 by Alice').click();
  await expect(reaction(alice.page, 'I do.', '👍 by you, Bob')).toHaveText(/2$/);

  await actOn(bob.page, 'I do.', 'Edit');
  await bob.page.getByRole('textbox', { name: 'Edit message' }).fill('Carol does.');
  await bob.page.keyboard.press('Enter');
  await expect(message(alice.page, 'Carol does.')).toContainText('edited');
  await deleteMessage(bob.page, 'It is under the third stone.');
  await expect(alice.page.getByText('Deleted by its author')).toBeVisible();

  await hideMessage(alice.page, 'Buy my boats!', 'spam');
  await expect(bob.page.getByText('Hidden by Alice: spam')).toBeVisible();
  await actOn(alice.page, 'Who has the key?', 'Pin');
  await expect(message(bob.page, 'Who has the key?')).toContainText('Pinned');

  await Promise.all([alice.reopen(), bob.reopen()]);
  for (const { page } of [alice, bob]) {
    await expect(message(page, 'Carol does.')).toContainText('edited', { timeout: 20_000 });
    await expect(message(page, 'Carol does.')).toContainText('Who has the key?');
    await expect(
      message(page, 'Carol does.').getByRole('button', { name: '👍 2', description: /^👍 by .*you/ }),
    ).toBeVisible();
    await expect(page.getByText('Deleted by its author')).toBeVisible();
    await expect(page.getByText('Hidden by Alice: spam')).toBeVisible();
    await expect(page.getByText('Buy my boats!')).toHaveCount(0);
    const pins = await openPins(page);
    await expect(pins.getByTestId('pinned')).toContainText('Who has the key?');
    await pins.getByRole('button', { name: 'Go to message' }).click();
    await expect(message(page, 'Who has the key?')).toBeFocused();
  }
  // Who hid it, and who said it, may still read it.
  await alice.page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(message(alice.page, 'Buy my boats!')).toBeVisible();
  const stub = alice.page.getByTestId('message').filter({ hasText: 'Hidden by Alice' });
  await stub.click({ button: 'right' });
  await alice.page.getByRole('menuitem', { name: 'Show again' }).click();
  await expect(message(bob.page, 'Buy my boats!')).toBeVisible();
  await expect(bob.page.getByText('Hidden by Alice: spam')).toHaveCount(0);
});

test('alice and bob talk in a thread; in the channel it is marked as one', async ({ people }) => {
  const [alice, bob] = await kelp(people);
  await saidAndSeen(alice, bob, 'Who can bring fenders?');
  await actOn(bob.page, 'Who can bring fenders?', 'Open thread');
  await expect(thread(bob.page).getByText('Nobody has answered in this thread yet.')).toBeVisible();
  await sayInThread(bob.page, 'How many?');
  await expect(timelineMessage(alice.page, 'How many?')).toContainText('In a thread');
  await timelineMessage(alice.page, 'How many?')
    .getByRole('button', { name: 'In a thread Who can bring fenders?', description: 'Open the thread of Alice' })
    .click();
  await sayInThread(alice.page, 'Six.');
  await expect(thread(bob.page).getByText('Six.', { exact: true })).toBeVisible();
  await saidAndSeen(alice, bob, 'High water is at six.');
  await expect(thread(bob.page).getByText('High water is at six.')).toHaveCount(0);
  await bob.page.keyboard.press('Escape');
  await expect(thread(bob.page)).toHaveCount(0);
});

test('with the keyboard alone bob reacts to what alice said, answers it and changes his answer', async ({ people }) => {
  const [alice, bob] = await kelp(people);
  await saidAndSeen(alice, bob, 'High water at six');
  const { page } = bob;
  await composer(page).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(message(page, 'High water at six')).toBeFocused();
  await actByKeys(page, 'React');
  await expect(page.getByRole('combobox', { name: 'Search emoji' })).toBeFocused();
  await expect(page.getByRole('gridcell', { name: 'thumbs up', selected: true })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(message(page, 'High water at six')).toBeFocused();
  await expect(reaction(alice.page, 'High water at six', '❤️ by Bob')).toBeVisible();

  await actByKeys(page, 'Reply');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('Thank yuo');
  // What is answered is kept with the draft.
  await expect.poll(() => storedDrafts(page)).toContain('Thank yuo');
  await bob.reopen();
  await expect(bob.page.getByText('Replying to Alice')).toBeVisible();
  await expect(composer(bob.page)).toHaveValue('Thank yuo');
  await bob.page.keyboard.press('Enter');
  await expect(message(alice.page, 'Thank yuo')).toContainText('High water at six');
  await expect(message(bob.page, 'Thank yuo')).toBeVisible();
  await bob.page.keyboard.press('ArrowUp');
  const editor = bob.page.getByRole('textbox', { name: 'Edit message' });
  await expect(editor).toBeFocused();
  await editor.fill('Thank you');
  await bob.page.keyboard.press('Enter');
  await expect(composer(bob.page)).toBeFocused();
  await expect(message(alice.page, 'Thank you')).toContainText('edited');

  // Escape goes one layer at a time: the menu first.
  await bob.page.keyboard.press('Shift+Tab');
  await expect(message(bob.page, 'Thank you')).toBeFocused();
  await bob.page.keyboard.press('Shift+F10');
  await expect(bob.page.getByRole('menu')).toBeVisible();
  await bob.page.keyboard.press('Escape');
  await expect(bob.page.getByRole('menu')).toHaveCount(0);
  await expect(message(bob.page, 'Thank you')).toBeFocused();
});

test('alice writes to bob alone: it is listed apart, says who can read it, and carol sees nothing of it', async ({
  people,
}) => {
  const [alice, bob] = await kelp(people);
  const carol = await people('carol');
  await joinCommunity(carol.page, 'Carol', await copyInvite(alice.page));
  await writeTo(alice.page, 'Bob', 'The key is under the third stone.');
  await expect(alice.page.getByRole('heading', { name: 'Between you and Bob' })).toBeVisible();
  await expect(alice.page.getByText('Nobody else can read this.')).toBeVisible();

  await directsOf(bob.page).locator('.channel').filter({ hasText: 'Alice' }).click();
  await expect(message(bob.page, 'The key is under the third stone.')).toBeVisible();
  await bob.page.getByRole('textbox', { name: 'Message Alice' }).fill('Thank you.');
  await bob.page.keyboard.press('Enter');
  await expect(message(alice.page, 'Thank you.')).toBeVisible();
  await reactTo(alice.page, 'Thank you.', '👍');
  await expect(reaction(bob.page, 'Thank you.', '👍 by Alice')).toBeVisible();

  // Carol hears of what comes after it, and still of no conversation of theirs.
  await openChannel(bob.page, 'general');
  await say(bob.page, 'Anything new?');
  await expect(message(carol.page, 'Anything new?')).toBeVisible();
  await expect(carol.page.getByRole('list', { name: 'Direct messages' })).toHaveCount(0);
  await bob.reopen();
  await expect(directsOf(bob.page).locator('.channel').filter({ hasText: 'Alice' })).toBeVisible({ timeout: 20_000 });
});

test('alice looks back at what bob said, passes it on by a link he follows, and bob reports what she said', async ({
  people,
}, testInfo) => {
  const [alice, bob] = await kelp(people);
  await saidAndSeen(bob, alice, 'The lamp on the west pier is out');
  await actOn(bob.page, 'The lamp on the west pier is out', 'Edit');
  await bob.page.getByRole('textbox', { name: 'Edit message' }).fill('The lamp on the east pier is out');
  await bob.page.keyboard.press('Enter');
  const lamp = 'The lamp on the east pier is out';
  await expect(message(alice.page, lamp)).toContainText('edited');

  await actOn(alice.page, lamp, 'Earlier versions');
  const versions = alice.page.getByRole('dialog', { name: 'What this message said' });
  await expect(versions.getByTestId('version')).toContainText(['The lamp on the west pier is out', lamp]);
  await look(alice.page, 'versions', testInfo);
  await closeDialog(alice.page);

  await actOn(alice.page, lamp, 'Open thread');
  await sayInThread(alice.page, 'I will row out');
  await alice.page.getByRole('button', { name: 'Close thread' }).click();
  await bob.page.getByRole('button', { name: 'Threads', exact: true }).click();
  const threads = bob.page.getByRole('dialog', { name: 'Threads in #general' });
  await expect(threads.getByTestId('thread')).toContainText(lamp);
  await expect(threads.getByTestId('thread')).toContainText('1 reply · Alice');
  await look(bob.page, 'threads', testInfo);
  await threads.getByTestId('thread').click();
  await expect(thread(bob.page).getByText('I will row out', { exact: true })).toBeVisible();
  await bob.page.getByRole('button', { name: 'Close thread' }).click();

  await createChannel(alice.page, 'boats');
  await actOn(alice.page, lamp, 'Forward');
  const forward = alice.page.getByRole('dialog', { name: 'Forward this message' });
  await expect(forward.getByRole('button', { name: 'Forward' })).toBeDisabled();
  await forward.getByRole('textbox', { name: 'Find a channel or a person' }).fill('bo');
  await forward.getByRole('radio', { name: 'boats' }).check();
  await forward.getByRole('textbox', { name: 'Say something with it' }).fill('Mind the rocks.');
  await look(alice.page, 'forward', testInfo);
  await forward.getByRole('button', { name: 'Forward' }).click();
  await expect(alice.page.getByRole('dialog')).toHaveCount(0);
  await openChannel(bob.page, 'boats');
  const passedOn = bob.page.getByTestId('message').filter({ hasText: 'Mind the rocks.' });
  await expect(passedOn.locator('blockquote')).toHaveText(lamp);
  await expect(passedOn).toContainText('— Bob in #general');
  await look(bob.page, 'forwarded', testInfo);
  await passedOn.getByRole('button', { name: 'Message in #general' }).click();
  await expect(message(bob.page, lamp)).toBeFocused();

  await saidAndSeen(alice, bob, 'Bob is a landlubber');
  await actOn(bob.page, 'Bob is a landlubber', 'Report');
  const report = bob.page.getByRole('dialog', { name: 'Report this message' });
  await expect(report.getByRole('list', { name: 'Who gets it' }).getByText('Alice', { exact: true })).toBeVisible();
  await report.getByRole('button', { name: 'Send report' }).click();
  await expect(report.getByRole('alert')).toContainText('Say in a few words what is wrong');
  await report.getByRole('textbox', { name: 'What is wrong with it' }).fill('rude');
  await look(bob.page, 'report', testInfo);
  await report.getByRole('button', { name: 'Send report' }).click();
  await expect(bob.page.getByRole('dialog')).toHaveCount(0);
  await directsOf(alice.page).locator('.channel').filter({ hasText: 'Bob' }).click();
  const reported = alice.page.getByTestId('message').filter({ hasText: 'Report: rude' });
  await expect(reported.locator('blockquote')).toHaveText('Bob is a landlubber');
});
