import { expect, test } from 'vitest';

import type { CommunityId } from '../../shared/base/ids.ts';
import { communitySizes } from './community-sizes.ts';
import { alice, bob, channelView, GENERAL, KELP, kelpOf, QUIET, REEF, said } from './testing/page-cast.ts';

type Held = Readonly<Record<CommunityId, readonly { channel: typeof GENERAL; messages: number; letters: number }[]>>;

const kept = (held: Held) => {
  const find = (community: CommunityId, channel: typeof GENERAL) =>
    held[community]?.find((one) => one.channel === channel) ?? { messages: 0, letters: 0 };
  return communitySizes({
    communities: async () => (Object.keys(held) as CommunityId[]).map((id) => ({ ...kelpOf(alice), id })),
    channels: async (community) => (held[community] ?? []).map(({ channel }) => channelView(channel)),
    messageCount: async (community, channel) => find(community, channel).messages,
    history: async (community, channel, { limit }) => {
      const { messages, letters } = find(community, channel);
      return Array.from({ length: Math.min(limit, messages) }, (_, n) => said(bob, n, { text: 'x'.repeat(letters) }));
    },
  });
};

test('a community has as large a share as it has messages, and more if these are long', async () => {
  expect(
    await kept({
      [KELP]: [
        { channel: GENERAL, messages: 200, letters: 0 },
        { channel: QUIET, messages: 100, letters: 500 },
      ],
      [REEF]: [{ channel: GENERAL, messages: 100, letters: 500 }],
    }),
  ).toEqual([
    { id: KELP, channels: 2, messages: 300, share: 2 / 3 },
    { id: REEF, channels: 1, messages: 100, share: 1 / 3 },
  ]);
});

test('where nothing was said nobody has a share', async () => {
  expect(await kept({ [KELP]: [{ channel: GENERAL, messages: 0, letters: 0 }] })).toEqual([
    { id: KELP, channels: 1, messages: 0, share: 0 },
  ]);
});
