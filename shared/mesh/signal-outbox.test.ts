import { expect, test } from 'vitest';

import { createSimClock } from '../testing/sim-clock.ts';
import { MAX_BUNDLE } from './signal-message.ts';
import { createSignalOutbox } from './signal-outbox.ts';

const offerTo = (to: string, text: string, token = 1) => ({ type: 'signal', to, token, text });
const open = () => {
  const clock = createSimClock();
  const published: [string, readonly unknown[]][] = [];
  const outbox = createSignalOutbox(clock, (topic, gathered) => published.push([topic, gathered]));
  return { clock, published, outbox };
};

test('[SG-10] an offer and its candidates go in one frame; what is for others, or in another room, in others', async () => {
  const { clock, published, outbox } = open();
  const [offer, first, second] = ['offer', 'first', 'second'].map((text) => offerTo('bob', text));
  outbox.add('kelp', offer);
  outbox.add('kelp', offerTo('carol', 'offer'));
  outbox.add('kelp', first);
  outbox.add('crabs', offerTo('bob', 'offer'));
  outbox.add('kelp', second);
  expect(published).toEqual([]);
  await clock.advance(100);
  expect(published).toEqual([
    ['kelp', [offer, first, second]],
    ['kelp', [offerTo('carol', 'offer')]],
    ['crabs', [offerTo('bob', 'offer')]],
  ]);
  outbox.add('kelp', first);
  await clock.advance(100);
  expect(published.at(-1)).toEqual(['kelp', [first]]);
});

test('[SG-10] what belongs to another connection to the same end is another frame', async () => {
  const { clock, published, outbox } = open();
  for (const token of [1, 2, 1]) outbox.add('kelp', offerTo('bob', 'offer', token));
  await clock.advance(100);
  expect(published.map(([, gathered]) => gathered.length)).toEqual([2, 1]);
});

test('[SG-10] an announcement does not wait, and neither does a full frame', () => {
  const { published, outbox } = open();
  outbox.add('kelp', { type: 'announce' });
  outbox.add('kelp', undefined);
  expect(published).toEqual([
    ['kelp', [{ type: 'announce' }]],
    ['kelp', [undefined]],
  ]);
  for (let i = 0; i < MAX_BUNDLE; i += 1) outbox.add('kelp', offerTo('bob', `${i}`));
  expect(published.at(-1)?.[1]).toHaveLength(MAX_BUNDLE);
  outbox.add('kelp', offerTo('carol', 'x'.repeat(13_000)));
  expect(published.at(-1)?.[1]).toHaveLength(1);
});
