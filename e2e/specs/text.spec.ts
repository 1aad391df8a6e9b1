/** What people write: marks, mentions, emoji; and what mallory writes does no harm. */
import { hostileTexts } from '../../shared/testing/hostile-texts.ts';
import { look } from '../support/look.ts';
import { actOn } from '../support/messages.ts';
import { composer, copyInvite, createCommunity, joinCommunity, message, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';
import { openPicker, readEverything, send, suggestions, type } from '../support/writing.ts';

test('alice and bob write with marks, call each other by name, and find their emoji', async ({ people }, testInfo) => {
  test.setTimeout(5 * 60_000);
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));

  await composer(alice.page).click();
  await type(alice.page, 'Ask @b');
  await expect(suggestions(alice.page).getByRole('option', { name: 'Bob', selected: true })).toBeVisible();
  await look(alice.page, 'suggestions', testInfo);
  await alice.page.keyboard.press('Tab');
  await expect(composer(alice.page)).toHaveValue('Ask @Bob ');
  await type(alice.page, 'in #gen');
  await send(alice.page);
  await type(alice.page, 'please. :tada: @everyone');
  await send(alice.page);
  const asked = message(bob.page, /Ask @Bob in #general please\./);
  await expect(asked).toContainText('🎉 @everyone');
  await expect(asked).toHaveClass(/message-mentions-me/);
  await expect(message(alice.page, /Ask @Bob/)).not.toHaveClass(/message-mentions-me/);
  await asked.getByRole('button', { name: 'Mention of Bob. Show profile' }).click();
  await expect(bob.page.getByRole('dialog', { name: 'Bob' })).toBeVisible();
  await bob.page.keyboard.press('Escape');

  // Bob may not call everyone: it is not offered, and nobody is told.
  await composer(bob.page).click();
  await type(bob.page, '@every');
  await expect(suggestions(bob.page)).toHaveCount(0);
  await type(bob.page, 'one: **tonight** ||the keeper|| did it');
  await send(bob.page);
  const told = message(alice.page, /tonight/);
  await expect(told.locator('strong')).toHaveText('tonight');
  await expect(told).not.toHaveClass(/message-mentions-me/);
  await told.getByRole('button', { name: /^Spoiler, hidden/ }).focus();
  await alice.page.keyboard.press('Enter');
  await expect(told.getByText('the keeper')).toBeVisible();
  await expect(told.getByRole('button', { name: /^Spoiler/ })).toHaveCount(0);

  // Changing a message shows names, and keeps whom it calls.
  await actOn(alice.page, 'Ask @Bob in #general please. 🎉 @everyone', 'Edit');
  const editor = alice.page.getByRole('textbox', { name: 'Edit message' });
  await expect(editor).toHaveValue('Ask @Bob in #general please. 🎉 @everyone');
  await editor.press('End');
  await type(alice.page, ' Thank you!');
  await send(alice.page);
  await expect(
    message(bob.page, /Thank you!/).getByRole('button', { name: 'Mention of Bob. Show profile' }),
  ).toBeVisible();

  await say(alice.page, 'plain');
  await composer(alice.page).fill('loud');
  await composer(alice.page).selectText();
  await alice.page.keyboard.press('Control+b');
  await expect(composer(alice.page)).toHaveValue('**loud**');
  await send(alice.page);
  await expect(message(bob.page, 'loud').locator('strong')).toBeVisible();

  await composer(alice.page).fill(
    '```ts\nconst depth = 4; // metres\n```\n> who says so?\nThe **chart**:\n- https://chart.example/a_b_c\n  - [here](https://chart.example/x)\n# Mind the rocks',
  );
  await alice.page.getByRole('button', { name: 'Send message' }).click();
  const charted = message(bob.page, /who says so\?/);
  await expect(charted.locator('.code-keyword')).toHaveText('const');
  await charted.getByRole('link', { name: 'here' }).click();
  await expect(bob.page.getByRole('dialog', { name: 'Open this link in your browser?' })).toContainText(
    'chart.example',
  );
  await bob.page.keyboard.press('Escape');

  const picker = await openPicker(bob.page);
  await look(bob.page, 'emoji-picker', testInfo);
  await picker.getByRole('radio', { name: 'Dark', exact: true }).click();
  await picker.getByRole('combobox', { name: 'Search emoji' }).fill('wave');
  await bob.page.keyboard.press('Enter');
  await expect(composer(bob.page)).toHaveValue('👋🏿');
  await send(bob.page);
  await expect(message(alice.page, '👋🏿').locator('.big-emoji')).toBeVisible();
  await look(alice.page, 'marks', testInfo);

  await alice.page.keyboard.press('Control+f');
  await alice.page.getByRole('combobox', { name: 'Words to look for' }).fill('tonight');
  const hit = alice.page.getByTestId('search-hit');
  await expect(hit).toContainText('@everyone: tonight (spoiler) did it');
  await expect(hit).not.toContainText('keeper');
});

test('1,000 hostile messages are shown without a request, a violation or a broken column', async ({
  people,
  peers,
}) => {
  test.setTimeout(5 * 60_000);
  const alice = await people('alice');
  const asked: string[] = [];
  alice.page.on('request', (request) => asked.push(request.url()));
  const boxes: string[] = [];
  alice.page.on('dialog', (box) => boxes.push(box.message()));
  await createCommunity(alice.page, 'Alice', 'Kelp');
  const mallory = await peers('mallory');
  await mallory.request('join', { invite: await copyInvite(alice.page), as: 'Аlice' });
  for (const text of hostileTexts(6, 1_000)) await mallory.request('post', { channel: 'general', text });
  await mallory.request('post', { channel: 'general', text: 'That was all.' });
  await expect(message(alice.page, 'That was all.')).toBeVisible();
  const { seen, tooWide } = await readEverything(alice.page);
  expect(seen).toBeGreaterThanOrEqual(1_001);
  expect(tooWide).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(alice.host.origin))).toEqual([]);
  expect(alice.watch.cspViolations).toEqual([]);
  expect(boxes).toEqual([]);
  // From the very first of them what she says brings her back to the newest.
  await say(alice.page, 'Enough of that.');
  await expect(message(alice.page, 'That was all.')).toBeInViewport();
  // At its next start it has them all on screen at once.
  await alice.reopen();
  await expect(message(alice.page, 'That was all.')).toBeVisible();
  await say(alice.page, 'Still here.');
  expect(alice.watch.cspViolations).toEqual([]);
});
