import { composer, createCommunity, delivery, message, networkLine, say, textsOnScreen } from '../support/screen.ts';
import { storedDrafts } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';

test('when the own host dies the page says so, sending pauses, the draft stays, and all recovers', async ({
  people,
}) => {
  const alice = await people('alice');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await say(alice.page, 'Before');
  await alice.host.sigkill();

  await expect(networkLine(alice.page)).toContainText('host has stopped');
  await expect(alice.page.getByRole('alert')).toContainText('sending is paused');
  await composer(alice.page).fill('Written while the host was gone');
  await composer(alice.page).press('Enter');
  await expect(composer(alice.page)).toHaveValue('Written while the host was gone');
  await expect(alice.page.getByRole('button', { name: 'Send message' })).toBeDisabled();
  await expect(message(alice.page, 'Before')).toBeVisible();

  await alice.host.restart();
  await expect(networkLine(alice.page)).not.toContainText('host has stopped');
  await expect(composer(alice.page)).toHaveValue('Written while the host was gone');
  await composer(alice.page).press('Enter');
  await expect(delivery(alice.page, 'Written while the host was gone')).toHaveText('saved here');
  await alice.reopen();
  await expect(message(alice.page, 'Written while the host was gone')).toHaveCount(1);
});

test('a message shown as saved is there after the host was SIGKILLed at that moment', async ({ people }) => {
  const alice = await people('alice');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  for (let round = 1; round <= 3; round += 1) {
    const text = `Saved before crash ${round}`;
    await composer(alice.page).fill(text);
    await composer(alice.page).press('Enter');
    await expect(delivery(alice.page, text)).toHaveText('saved here');
    await alice.host.sigkill();
    await alice.crash();
    await alice.host.restart();
    await alice.reopen();
    await expect(message(alice.page, text)).toHaveCount(1);
  }
  expect(await textsOnScreen(alice.page)).toEqual([1, 2, 3].map((round) => `Saved before crash ${round}`));
});

test('a draft is there after a restart', async ({ people }) => {
  const alice = await people('alice');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await composer(alice.page).fill('Not finished yet');
  await expect.poll(() => storedDrafts(alice.page)).toEqual(['Not finished yet']);
  await alice.reopen();
  await expect(composer(alice.page)).toHaveValue('Not finished yet');
});

test('a second window of the profile takes over, and the first says so', async ({ people }) => {
  const alice = await people('alice');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const second = await alice.context.newPage();
  await second.goto(alice.host.origin);
  await expect(composer(second)).toBeVisible();
  await expect(alice.page.getByRole('heading', { name: 'Opened in another window' })).toBeVisible();
  await alice.page.getByRole('button', { name: 'Use Holdfast here' }).click();
  await expect(composer(alice.page)).toBeVisible();
  await expect(second.getByRole('heading', { name: 'Opened in another window' })).toBeVisible();
});
