/** Who governs does it on the page, and whom it meets is told in words. */
import { banMember, readAudit, removedNote } from '../support/governing.ts';
import { copyInvite, createCommunity, joinCommunity, member, message, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('alice bans bob: his app says who did it and why, and lets him read on', async ({ people }) => {
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
  expect((await readAudit(alice.page))[0]).toBe('Alice banned Bob: spam');
});
