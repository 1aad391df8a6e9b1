import { expect, test } from 'vitest';

import { firstSteps } from './first-steps.ts';
import { alice, bob, kelpOf, memberOf } from './testing/page-cast.ts';

const owned = { ...kelpOf(alice), permissions: ['manage-invites', 'manage-channels'] as const };
const begun = { community: owned, members: [memberOf(alice)], channels: 1, mayPost: true, isEmpty: true };

test('who founds a community is shown three steps, and each goes when it is done', () => {
  expect(firstSteps(begun)).toEqual(['invite', 'write', 'channels']);
  expect(firstSteps({ ...begun, members: [memberOf(alice), memberOf(bob)] })).toEqual(['write', 'channels']);
  expect(firstSteps({ ...begun, isEmpty: false })).toEqual(['invite', 'channels']);
  expect(firstSteps({ ...begun, channels: 2 })).toEqual(['invite', 'write']);
});

test('nobody is shown what they may not do, or what is not known yet', () => {
  expect(firstSteps({ ...begun, community: kelpOf(bob) })).toEqual(['write']);
  expect(firstSteps({ ...begun, mayPost: false, members: undefined, channels: undefined })).toEqual([]);
  expect(firstSteps({ ...begun, community: { ...owned, state: 'removed' } })).toEqual([]);
});
