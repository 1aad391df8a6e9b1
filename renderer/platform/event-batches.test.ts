import { expect, test } from 'vitest';

import { communityId } from '../../shared/base/ids.ts';
import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import { createEventBatches, MOST_AT_ONCE } from './event-batches.ts';

const joined = (n: number): PeerEvent => ({ kind: 'joined', community: communityId(new Uint8Array(32).fill(n)) });

test('what is told in one turn goes out together, in its order; what is told later goes out later', async () => {
  const said: (readonly PeerEvent[])[] = [];
  const batches = createEventBatches((events) => said.push(events));
  for (const n of [1, 2, 3]) batches.add(joined(n));
  expect(said).toEqual([]);
  await Promise.resolve();
  batches.add(joined(4));
  await Promise.resolve();
  expect(said).toEqual([[joined(1), joined(2), joined(3)], [joined(4)]]);
});

test('it goes out before what is said next, and not twice', async () => {
  const said: (readonly PeerEvent[])[] = [];
  const batches = createEventBatches((events) => said.push(events));
  batches.add(joined(1));
  batches.flush();
  expect(said).toEqual([[joined(1)]]);
  await Promise.resolve();
  expect(said).toHaveLength(1);
});

test('too many for one message go out in several, in their order, and none twice', () => {
  const said: (readonly PeerEvent[])[] = [];
  const batches = createEventBatches((events) => said.push(events));
  const all = Array.from({ length: 2 * MOST_AT_ONCE + 1 }, (_, n) => joined(n % 256));
  all.forEach(batches.add);
  batches.flush();
  expect(said.map(({ length }) => length)).toEqual([MOST_AT_ONCE, MOST_AT_ONCE, 1]);
  expect(said.flat()).toEqual(all);
});
