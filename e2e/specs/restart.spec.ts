import {
  copyInvite,
  createCommunity,
  delivery,
  joinCommunity,
  message,
  say,
  textsOnScreen,
} from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('bob is away, alice posts 50 messages, both restart: all is there on both, nothing twice', async ({ people }) => {
  const alice = await people('alice');
  const bob = await people('bob');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await say(bob.page, 'See you later');
  await expect(message(alice.page, 'See you later')).toBeVisible();
  await bob.close();
  await bob.host.stop();

  const texts = Array.from({ length: 50 }, (_, index) => `News number ${index + 1}`);
  for (const text of texts) await say(alice.page, text);
  await expect(delivery(alice.page, 'News number 50')).toHaveText('saved here');
  await alice.close();
  await Promise.all([alice.host.restart(), bob.host.restart()]);
  await Promise.all([alice.reopen(), bob.reopen()]);

  const all = ['See you later', ...texts];
  await expect(message(bob.page, 'News number 50')).toBeVisible();
  await expect.poll(() => textsOnScreen(bob.page)).toEqual(all);
  expect(await textsOnScreen(alice.page)).toEqual(all);
  await expect(delivery(alice.page, 'News number 50')).toHaveText('with everyone');
});
