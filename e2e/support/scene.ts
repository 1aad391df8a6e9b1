/** A small community with something to look at: Alice and Bob at their windows, Carol and a bot without one. */
import type { Headless } from './headless.ts';
import type { Person } from './person.ts';
import { actOn, deleteMessage, hideMessage, reaction, reactTo, replyTo } from './messages.ts';
import { copyInvite, createCommunity, joinCommunity, message, say } from './screen.ts';
import type { PeersFactory } from './test.ts';
import { expect } from './test.ts';

export const DINGHIES = 'I can move the two dinghies to the inner basin before noon.';
export const MOORINGS = 'Thank you both. I will check the moorings on the east pier and post pictures.';

export type Scene = { invite: string; carol: Headless };

export const harbourWatch = async (alice: Person, bob: Person, peers: PeersFactory): Promise<Scene> => {
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const invite = await copyInvite(alice.page);
  await joinCommunity(bob.page, 'Bob', invite);
  const carol = await peers('carol');
  await carol.request('join', { invite, as: 'Carol' });
  const bot = await peers('tidebot');
  await bot.request('join', { invite, as: 'Tide bot' });

  const carolSays = async (text: string): Promise<void> => {
    await carol.request('post', { channel: 'general', text });
    await expect(message(alice.page, text)).toBeVisible();
  };
  await say(alice.page, 'Morning! Is everybody seeing the storm warning for tonight?');
  await expect(message(bob.page, 'Morning! Is everybody seeing the storm warning for tonight?')).toBeVisible();
  await say(bob.page, 'Yes. The big chat has been down for an hour, so I came here.');
  await say(bob.page, DINGHIES);
  await carolSays('I will bring fenders and the spare lines. The forecast says force 9 from the west around 21:00.');
  await bot.request('post', { channel: 'general', text: 'High water 18:04, 4.9 m. Low water 00:21, 0.7 m.' });
  await expect(message(alice.page, 'High water 18:04, 4.9 m. Low water 00:21, 0.7 m.')).toBeVisible();
  await say(alice.page, MOORINGS);
  await bot.quit();
  await say(alice.page, 'If the power goes: this keeps working over the boathouse Wi-Fi.');
  await expect(message(bob.page, 'If the power goes: this keeps working over the boathouse Wi-Fi.')).toBeVisible();
  return { invite, carol };
};

/** Every state that a message can have: answered, reacted to, pinned, hidden, deleted. */
export const doToMessages = async (alice: Person, bob: Person): Promise<void> => {
  await replyTo(bob.page, MOORINGS, 'Take the long lens.');
  await say(bob.page, 'Cheap boats, new boats, all boats!');
  await say(bob.page, 'The key is under the third stone.');
  await expect(message(alice.page, 'The key is under the third stone.')).toBeVisible();
  await deleteMessage(bob.page, 'The key is under the third stone.');
  await hideMessage(alice.page, 'Cheap boats, new boats, all boats!', 'advertising');
  await reactTo(bob.page, MOORINGS, '👍');
  // It moves the rows above it; Alice points at one of them.
  await expect(reaction(alice.page, MOORINGS, '👍 by Bob')).toBeVisible();
  await actOn(alice.page, MOORINGS, 'Pin');
  await expect(message(bob.page, MOORINGS)).toContainText('Pinned');
};
