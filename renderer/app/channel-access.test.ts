import { expect, it } from 'vitest';

import { opId } from '../../shared/base/ids.ts';
import { accessOf, type ChannelAccess, overridesOf } from './channel-access.ts';
import { bob } from './testing/page-cast.ts';

const wardens = opId(new Uint8Array(32).fill(8));

it('what people choose for a channel comes back from its overrides', () => {
  const choices: ChannelAccess[] = [
    { isPrivate: false, readers: { roles: [], members: [] }, announces: false, writers: [] },
    { isPrivate: false, readers: { roles: [], members: [] }, announces: true, writers: [wardens] },
    { isPrivate: true, readers: { roles: [wardens], members: [bob.member] }, announces: false, writers: [] },
    { isPrivate: true, readers: { roles: [wardens], members: [bob.member] }, announces: true, writers: [wardens] },
  ];
  for (const choice of choices) {
    expect(accessOf({ isPrivate: choice.isPrivate, overrides: overridesOf(choice) })).toEqual(choice);
  }
});

it('an announcement channel denies posting to everyone and allows it to its roles', () => {
  const access = { isPrivate: false, readers: { roles: [], members: [] }, announces: true, writers: [wardens] };
  expect(overridesOf(access)).toEqual([
    { subject: { role: 'everyone' }, allow: [], deny: ['post'] },
    { subject: { role: wardens }, allow: ['post'], deny: [] },
  ]);
});
