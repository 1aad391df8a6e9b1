/** What people are told while every server is dead: calmly by the product, and by whoever runs their community. */
import { freePort } from '../support/free-port.ts';
import {
  composer,
  copyInvite,
  createCommunity,
  joinCommunity,
  message,
  networkLine,
  openNetwork,
  outageBanner,
  postNote,
  say,
} from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('the servers die: after a while a banner says what that means, can be dismissed, goes, and comes back next time', async ({
  people,
  hub,
}) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await expect(networkLine(alice.page)).toHaveText('Connected to 1 of 1');

  await hub.kill();
  await expect(networkLine(alice.page)).toContainText('Servers unreachable');
  await expect(outageBanner(alice.page)).toContainText('You are connected to 1 member directly: messages go through.');
  await say(bob.page, 'Still here');
  await expect(message(alice.page, 'Still here')).toBeVisible();
  await outageBanner(alice.page).getByRole('button', { name: 'What works right now' }).click();
  await expect(alice.page.getByRole('dialog', { name: 'Network' })).toContainText('The meeting servers do not answer');
  await alice.page.keyboard.press('Escape');
  await outageBanner(alice.page)
    .getByRole('button', { name: /^Hide this notice/ })
    .click();
  await expect(outageBanner(alice.page)).toHaveCount(0);
  await expect(outageBanner(bob.page)).toBeVisible();

  await alice.close();
  await expect(outageBanner(bob.page)).toContainText('Nobody can be reached right now. What you write is saved here');
  await alice.reopen();
  await hub.restart();
  await expect(outageBanner(bob.page)).toHaveCount(0);
  await expect(networkLine(bob.page)).toHaveText('Connected to 1 of 1');
  await expect(networkLine(alice.page)).toHaveText('Connected to 1 of 1');

  await hub.kill();
  await expect(outageBanner(alice.page)).toBeVisible();
  await hub.restart();
  await expect(outageBanner(alice.page)).toHaveCount(0);
});

const NOTE = 'Servers down, we are on LAN and codes.';

test('[GO-23] alice writes a note while all servers are dead; it reaches carol through bob alone, and stays', async ({
  people,
  hub,
}) => {
  const port = await freePort();
  const [alice, bob] = await Promise.all([people('alice'), people('bob', { listen: port })]);
  const carol = await people('carol', { hubs: [hub.url, `ws://127.0.0.1:${port}`] });
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const invite = await copyInvite(alice.page);
  await joinCommunity(bob.page, 'Bob', invite);
  await joinCommunity(carol.page, 'Carol', invite);
  await carol.close();
  await hub.kill();
  await expect(networkLine(alice.page)).toContainText('Servers unreachable');
  await expect(networkLine(alice.page)).toContainText('1 of 2');

  await postNote(alice.page, NOTE);
  const hint = bob.page.getByTestId('note-hint');
  await expect(hint).toHaveText(`New note from Alice: ${NOTE}`);
  await alice.dispose();
  await carol.reopen();
  await expect(carol.page.getByTestId('note-hint')).toHaveText(`New note from Alice: ${NOTE}`);
  await hint.click();
  for (const person of [bob, carol]) {
    const dialog = person === bob ? bob.page.getByRole('dialog', { name: 'Network' }) : await openNetwork(carol.page);
    await expect(dialog.getByTestId('incident-note')).toContainText(NOTE);
    await expect(dialog.getByTestId('incident-note')).toContainText('from Alice');
    await expect(dialog.getByRole('button', { name: 'Write a note for everyone' })).toHaveCount(0);
    await person.page.keyboard.press('Escape');
    // opened, so it is not new any more
    await expect(person.page.getByTestId('note-hint')).toHaveText(`Note from Alice: ${NOTE}`);
  }

  await bob.dispose();
  await carol.close();
  await carol.host.restart();
  await carol.reopen();
  await expect(composer(carol.page)).toBeVisible();
  await expect((await openNetwork(carol.page)).getByTestId('incident-note')).toContainText(NOTE);
});
