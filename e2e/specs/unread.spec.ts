/** What is unread, who called, and what the desktop says of it: two people, one of them elsewhere. */
import { channelRow, createChannel, openChannel } from '../support/governing.ts';
import { look } from '../support/look.ts';
import { actOn } from '../support/messages.ts';
import {
  clickNotification,
  divider,
  inboxButton,
  notifications,
  openChannelMenu,
  openInbox,
  watchNotifications,
} from '../support/news.ts';
import { composer, copyInvite, createCommunity, joinCommunity, message, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('bob is called in a channel that is not open: badge, inbox, notification, divider, over a restart; muted it is silent', async ({
  people,
  peers,
}, testInfo) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob', { mayNotify: true })]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const invite = await copyInvite(alice.page);
  await joinCommunity(bob.page, 'Bob', invite);
  await watchNotifications(bob.page);
  await createChannel(alice.page, 'boats');
  await openChannel(alice.page, 'boats');
  await say(alice.page, 'The ketch is back on its mooring.', 'boats');

  // Unread, but nobody was called.
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName(/1 new message$/);
  await expect(bob.page).toHaveTitle(/^• /);
  await expect(inboxButton(bob.page)).toHaveAccessibleName('Mentions');

  // Asked in words first; then the browser would ask.
  await bob.page.getByRole('button', { name: 'Turn on notifications' }).click();
  await expect(bob.page.getByRole('button', { name: 'Turn on notifications' })).toHaveCount(0);
  await composer(alice.page, 'boats').fill('@Bob can you look after her lines?');
  await composer(alice.page, 'boats').press('Enter');
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName(/2 new messages.*1 mention$/);
  await expect(bob.page).toHaveTitle(/^\(1\) /);
  await expect(inboxButton(bob.page)).toHaveAccessibleName('Mentions, 1 unread');
  await expect
    .poll(() => notifications(bob.page))
    .toMatchObject([
      {
        title: 'Alice · #boats · Harbour watch',
        body: expect.stringContaining('can you look after her lines?'),
      },
    ]);

  await bob.reopen();
  await watchNotifications(bob.page);
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName(/2 new messages.*1 mention$/);
  await expect(inboxButton(bob.page)).toHaveAccessibleName('Mentions, 1 unread');
  const inbox = await openInbox(bob.page);
  await expect(inbox.getByTestId('mention')).toHaveCount(1);
  await expect(inbox.getByTestId('mention')).toContainText('@Bob can you look after her lines?');
  await expect(inbox.getByTestId('mention')).toContainText('#boats · Harbour watch');
  await expect(inbox.getByRole('button', { name: /^Alice named you @Bob .* unread$/ })).toBeVisible();
  await look(bob.page, 'inbox', testInfo);
  await bob.page.keyboard.press('Escape');

  // By key to what is unread: it opens at the line.
  await bob.page.keyboard.press('Alt+Shift+ArrowDown');
  await expect(message(bob.page, 'The ketch is back on its mooring.')).toBeVisible();
  await expect(divider(bob.page)).toContainText('New');
  const order = await bob.page.locator('[data-testid="divider"], .message-text').allInnerTexts();
  expect(order[0]).toContain('New');
  expect(order[1]).toBe('The ketch is back on its mooring.');
  await expect(inboxButton(bob.page)).toHaveAccessibleName('Mentions');
  await expect(bob.page).toHaveTitle(/^#boats/);
  await look(bob.page, 'divider', testInfo);
  await bob.page.keyboard.press('Escape');
  await expect(divider(bob.page)).toHaveCount(0);

  // Marked unread from a message on, and it stays so until he comes back.
  await actOn(bob.page, 'The ketch is back on its mooring.', 'Mark unread from here');
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName(/2 new messages/);
  await openChannel(bob.page, 'general');
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName(/2 new messages/);
  const menu = await openChannelMenu(bob.page, 'boats');
  await look(bob.page, 'channel-menu', testInfo);
  await menu.getByRole('menuitem', { name: 'Mark as read' }).click();
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName('boats');

  // A click on a notification goes to its message.
  await say(alice.page, 'Force nine tonight.', 'boats');
  await expect.poll(async () => (await notifications(bob.page)).at(-1)?.body).toBe('Force nine tonight.');
  await clickNotification(bob.page);
  await expect(message(bob.page, 'Force nine tonight.')).toBeVisible();
  // read, once its end was seen
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName('boats');
  await openChannel(bob.page, 'general');

  // More than fits: it opens at the line, says how much there is, and reading goes on from there.
  const carol = await peers('carol');
  await carol.request('join', { invite, as: 'Carol' });
  await expect(bob.page.getByTestId('member').filter({ hasText: 'Carol' })).toBeVisible();
  for (let n = 1; n <= 40; n += 1) await carol.request('post', { channel: 'boats', text: `Gauge reading ${n}` });
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName(/40 new messages/);
  await openChannel(bob.page, 'boats');
  await expect(divider(bob.page)).toBeInViewport();
  await expect(message(bob.page, 'Gauge reading 1')).toBeInViewport();
  await expect(message(bob.page, 'Gauge reading 40')).not.toBeInViewport();
  await expect(bob.page.getByTestId('news-bar')).toContainText(/^\s*\d+ new since/);
  await look(bob.page, 'news-bar', testInfo);
  await bob.page.getByRole('button', { name: 'Mark as read' }).click();
  await expect(message(bob.page, 'Gauge reading 40')).toBeInViewport();
  await expect(divider(bob.page)).toHaveCount(0);
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName('boats');
  await openChannel(bob.page, 'general');

  await (await openChannelMenu(bob.page, 'boats')).getByRole('menuitem', { name: 'Notifications' }).click();
  await expect(bob.page.getByRole('menuitemradio', { name: /^As in the community/ })).toBeChecked();
  await bob.page.keyboard.press('Escape');
  await expect(bob.page.getByRole('menu')).toHaveCount(0);
  await (await openChannelMenu(bob.page, 'boats')).getByRole('menuitem', { name: 'Mute' }).click();
  await bob.page.getByRole('menuitem', { name: 'Until I turn it on' }).click();
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName(/Muted/);
  const before = (await notifications(bob.page)).length;
  await say(alice.page, 'And the power is out.', 'boats');
  await openChannel(alice.page, 'general');
  await say(alice.page, 'Everybody fine?');
  await expect(message(bob.page, 'Everybody fine?')).toBeVisible();
  expect((await notifications(bob.page)).length).toBe(before);
  await expect(channelRow(bob.page, 'boats')).toHaveAccessibleName(/^boats\s*Muted$/);
  await bob.page.keyboard.press('Control+,');
  await look(bob.page, 'settings-notifications', testInfo);
});

test('a menu that is asked for before the browser has told that it was closed begins at its first step', async ({
  people,
}) => {
  const { page } = await people('alice');
  await createCommunity(page, 'Alice', 'Harbour watch');
  const channel = channelRow(page, 'general');
  await channel.press('Shift+F10');
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  const first = await menu.getByRole('menuitem').allInnerTexts();
  await menu.getByRole('menuitem', { name: 'Mute' }).press('Enter');
  await expect(menu.getByRole('menuitem')).not.toHaveText(first);
  await channel.evaluate((button) => {
    document.querySelector<HTMLElement>('.popover')?.hidePopover();
    button.dispatchEvent(new KeyboardEvent('keydown', { key: 'F10', code: 'F10', shiftKey: true, bubbles: true }));
  });
  await expect(menu.getByRole('menuitem')).toHaveText(first);
});
