import { expect, test } from 'vitest';

import { channelId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import { onLiveMessages } from './live-messages.ts';
import { tellingPeer } from './testing/page-cast.ts';

const GENERAL = channelId(new Uint8Array(32).fill(1));
const RANDOM = channelId(new Uint8Array(32).fill(2));

const listening = () => {
  const { peer, listeners, tell } = tellingPeer();
  let told = 0;
  const stop = onLiveMessages(peer, GENERAL, () => (told += 1));
  /** All of it in one turn. */
  const hear = async (channel: typeof GENERAL, messages: number): Promise<void> => {
    const message = { channel } as MessageView;
    for (let at = 0; at < messages; at += 1) tell({ kind: 'message', message });
    await Promise.resolve();
  };
  return { hear, stop, told: () => told, listeners };
};

test('a message that bob says is told, each time', async () => {
  const alice = listening();
  await alice.hear(GENERAL, 1);
  await alice.hear(GENERAL, 2);
  expect(alice.told()).toBe(2);
});

test('history, which comes in hundreds, is not', async () => {
  const alice = listening();
  await alice.hear(GENERAL, 250);
  expect(alice.told()).toBe(0);
  await alice.hear(GENERAL, 1);
  expect(alice.told()).toBe(1);
});

test('other channels are not, and nothing after it was stopped', async () => {
  const alice = listening();
  await alice.hear(RANDOM, 1);
  expect(alice.told()).toBe(0);
  alice.stop();
  expect(alice.listeners.size).toBe(0);
});
