import {
  composer,
  copyInvite,
  createCommunity,
  delivery,
  joinCommunity,
  message,
  networkLine,
  openInvite,
  say,
} from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('alice invites bob, they chat, the server dies, they go on, and it returns', async ({ people, hub }) => {
  const alice = await people('alice');
  const bob = await people('bob');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await say(alice.page, 'Is anybody there?');
  await expect(delivery(alice.page, 'Is anybody there?')).toHaveText('saved here');
  const invite = await copyInvite(alice.page);
  expect(invite).toMatch(/^holdfast:\/\/join#/);

  const confirmation = await openInvite(bob.page, 'Bob', invite);
  await expect(confirmation).toContainText('Harbour watch');
  await expect(confirmation).toContainText('Alice');
  await expect(confirmation).toContainText('You will get all earlier messages');
  await expect(confirmation).toContainText('see your network address');
  await expect(confirmation.getByTestId('fingerprint')).toHaveText(/^([0-9A-Z]{4} ){4}[0-9A-Z]{4}$/);
  await bob.page.getByRole('button', { name: 'Join community' }).click();

  await expect(message(bob.page, 'Is anybody there?')).toBeVisible();
  await expect(delivery(alice.page, 'Is anybody there?')).toHaveText('with everyone');
  await say(bob.page, 'I am.');
  await expect(message(alice.page, 'I am.')).toBeVisible();
  await expect(delivery(bob.page, 'I am.')).toHaveText('with everyone');
  await expect(networkLine(alice.page)).toHaveText('Connected to 1 of 1');

  await hub.kill();
  const outage = /^Servers unreachable since .+; still connected to 1 of 1/;
  await expect(networkLine(alice.page)).toHaveText(outage);
  await expect(networkLine(bob.page)).toHaveText(outage);
  for (let round = 1; round <= 10; round += 1) {
    await say(alice.page, `alice, round ${round}`);
    await expect(message(bob.page, `alice, round ${round}`)).toBeVisible();
    await say(bob.page, `bob, round ${round}`);
    await expect(message(alice.page, `bob, round ${round}`)).toBeVisible();
  }
  await expect(delivery(bob.page, 'bob, round 10')).toHaveText('with everyone');

  await hub.restart();
  await expect(networkLine(alice.page)).toHaveText('Connected to 1 of 1');
  await expect(networkLine(bob.page)).toHaveText('Connected to 1 of 1');
  // Finding people works again, without a reload: carol joins by the same link.
  const carol = await people('carol');
  await joinCommunity(carol.page, 'Carol', invite);
  await expect(message(carol.page, 'bob, round 10')).toBeVisible();
  await say(carol.page, 'What did I miss?');
  await expect(message(alice.page, 'What did I miss?')).toBeVisible();
  await expect(message(bob.page, 'What did I miss?')).toBeVisible();
  await expect(delivery(carol.page, 'What did I miss?')).toHaveText('with everyone');
});

test('a third person gets everybody’s messages from bob while alice is away', async ({ people }) => {
  const alice = await people('alice');
  const bob = await people('bob');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const invite = await copyInvite(alice.page);
  await joinCommunity(bob.page, 'Bob', invite);
  await say(alice.page, 'From alice');
  await say(bob.page, 'From bob');
  await expect(message(bob.page, 'From alice')).toBeVisible();
  await alice.dispose();

  const carol = await people('carol');
  await joinCommunity(carol.page, 'Carol', invite);
  await expect(message(carol.page, 'From alice')).toBeVisible();
  await expect(message(carol.page, 'From bob')).toBeVisible();
  await say(carol.page, 'Thank you');
  await expect(message(bob.page, 'Thank you')).toBeVisible();
  await expect(delivery(carol.page, 'Thank you')).toHaveText('with 1 of 2');
  await delivery(carol.page, 'Thank you').click();
  await expect(carol.page.getByTestId('holder').filter({ hasText: 'Bob' })).toContainText('Has it');
  await expect(carol.page.getByTestId('holder').filter({ hasText: 'Alice' })).toContainText('Not yet');
});

test('somebody with an invite waits, in plain words, until a member is online', async ({ people }) => {
  const alice = await people('alice');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const invite = await copyInvite(alice.page);
  await alice.close();

  const bob = await people('bob');
  await openInvite(bob.page, 'Bob', invite);
  await bob.page.getByRole('button', { name: 'Join community' }).click();
  await expect(bob.page.getByRole('heading', { name: 'Waiting to be let into Harbour watch' })).toBeVisible();
  await bob.reopen();
  await expect(bob.page.getByRole('heading', { name: 'Waiting to be let into Harbour watch' })).toBeVisible();
  await alice.reopen();
  await expect(composer(bob.page)).toBeVisible();
});
