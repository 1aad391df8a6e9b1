/** Who governs does it on the page, and whom it meets is told in words. */
import {
  banMember,
  changeProfile,
  closeDialog,
  createChannel,
  createRole,
  giveRole,
  leaveCommunity,
  makeInvite,
  openChannel,
  readAudit,
  removedNote,
  revokeInvite,
  unbanMember,
} from '../support/governing.ts';
import {
  composer,
  copyInvite,
  createCommunity,
  joinAnother,
  joinCommunity,
  member,
  message,
  openInvite,
  openProfile,
  say,
} from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

const MINUTES_5 = 5 * 60_000;

test('alice bans bob: his app says who did it and why; forgiven, he comes back; a revoked invite lets nobody in', async ({
  people,
}) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await say(bob.page, 'Buy my boats!');
  await expect(message(alice.page, 'Buy my boats!')).toBeVisible();

  await banMember(alice.page, 'Bob', 'spam');
  await expect(member(alice.page, 'Bob')).toHaveCount(0);
  await expect(removedNote(bob.page)).toContainText('You were banned from Kelp by Alice: spam.');
  await expect(bob.page.getByRole('textbox')).toHaveCount(0);
  await expect(message(bob.page, 'Buy my boats!')).toBeVisible();
  const [last] = await readAudit(alice.page);
  expect(last?.sentence).toBe('Alice banned Bob: spam');
  expect(Math.abs((last?.at ?? Number.NaN) - Date.now())).toBeLessThan(MINUTES_5);
  await closeDialog(alice.page);

  await unbanMember(alice.page, 'Bob');
  const invite = await makeInvite(alice.page);
  await joinAnother(bob.page, invite);
  await expect(composer(bob.page)).toBeVisible();
  await expect(removedNote(bob.page)).toHaveCount(0);
  await say(bob.page, 'No more boats, I promise');
  await expect(message(alice.page, 'No more boats, I promise')).toBeVisible();
  await expect(member(alice.page, 'Bob')).toHaveCount(1);

  await revokeInvite(alice.page);
  const carol = await people('carol');
  await openInvite(carol.page, 'Carol', invite);
  await carol.page.getByRole('button', { name: 'Join community' }).click();
  await expect(carol.page.getByRole('heading', { name: 'Kelp did not let you in' })).toBeVisible();
  await expect(carol.page.getByRole('alert')).toContainText('This invite was revoked');
  await expect(member(alice.page, 'Carol')).toHaveCount(0);
});

test('some channels are for some: bob posts where his role lets him, reads what names him, and leaves under a new name', async ({
  people,
}) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await createRole(alice.page, 'Warden', 20, ['Moderate']);
  await createChannel(alice.page, 'notices', { writers: ['Warden'] });
  await createChannel(alice.page, 'berths', { readers: ['Alice', 'Bob'] });
  await createChannel(alice.page, 'plans', { readers: ['Alice'] });

  await openChannel(bob.page, 'notices');
  await expect(bob.page.getByRole('note')).toHaveText('Only some roles may post here. You can read everything.');
  await giveRole(alice.page, 'Bob', 'Warden');
  await say(bob.page, 'Storm at nine', 'notices');
  await openChannel(alice.page, 'notices');
  await expect(message(alice.page, 'Storm at nine')).toBeVisible();

  await openChannel(bob.page, 'berths');
  await say(bob.page, 'Is number 4 free?', 'berths');
  await openChannel(alice.page, 'berths');
  await expect(message(alice.page, 'Is number 4 free?')).toBeVisible();
  await openChannel(alice.page, 'plans');
  const bobs = bob.page.getByRole('navigation', { name: 'Channels' }).getByRole('list', { name: 'Channels' });
  await expect(bobs.getByRole('listitem')).toHaveText(['general', 'notices', 'berths']);

  await changeProfile(bob.page, 'Bob', 'Bob the Barge', 'I move things');
  const card = await openProfile(alice.page, 'Bob the Barge');
  await expect(card).toContainText('I move things');
  await closeDialog(alice.page);
  await leaveCommunity(bob.page);
  await expect(removedNote(bob.page)).toContainText('You left Kelp.');
  await expect(member(alice.page, 'Bob the Barge')).toHaveCount(0);
});
