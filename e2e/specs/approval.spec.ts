/** An invite that needs approval: who asks waits, somebody decides, and both are told in words. */
import { makeInvite, openCommunitySettings } from '../support/governing.ts';
import { composer, createCommunity, openInvite, say, message } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('bob and mallory ask; alice sees it, admits the one and turns the other away', async ({ people }) => {
  const [alice, bob, mallory] = await Promise.all([people('alice'), people('bob'), people('mallory')]);
  await createCommunity(alice.page, 'Alice', 'Kelp');
  const invite = await makeInvite(alice.page, true);
  await openInvite(bob.page, 'Bob', invite);
  await bob.page.getByRole('button', { name: 'Join community' }).click();
  await expect(bob.page.getByText('Waiting for somebody there to say yes')).toBeVisible();
  const banner = alice.page.getByRole('status', { name: 'Waiting to be let in' });
  await expect(banner).toContainText('1 person asks to be let in: Bob');

  await openInvite(mallory.page, 'Mallory', invite);
  await mallory.page.getByRole('button', { name: 'Join community' }).click();
  await expect(banner).toContainText('2 people ask to be let in');
  await banner.getByRole('button', { name: 'Answer' }).click();
  const requests = alice.page.getByRole('list', { name: 'Waiting to be let in' });
  await expect(requests.getByTestId('join-request')).toHaveCount(2);
  await requests.getByRole('button', { name: 'Admit Bob' }).click();
  await expect(requests.getByText('Bob', { exact: true })).toHaveCount(0);
  await requests.getByRole('button', { name: 'Turn away Mallory' }).click();
  await expect(requests).toHaveCount(0);
  await alice.page.keyboard.press('Escape');
  await expect(banner).toHaveCount(0);

  await expect(composer(bob.page)).toBeVisible();
  await say(bob.page, 'Thank you for letting me in');
  await expect(message(alice.page, 'Thank you for letting me in')).toBeVisible();
  await expect(mallory.page.getByRole('heading', { name: 'Kelp did not let you in' })).toBeVisible();
  await openCommunitySettings(alice.page, 'Invites');
  await expect(alice.page.getByTestId('invite').first()).toContainText('needs approval');
});
