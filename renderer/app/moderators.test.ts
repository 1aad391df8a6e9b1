import { expect, test } from 'vitest';

import { opId } from '../../shared/base/ids.ts';
import type { MemberView, RoleView } from '../../shared/model/views.ts';
import { KELP, memberView } from '../../shared/testing/projection-cast.ts';
import { moderatorsOf } from './moderators.ts';

const role = (fill: number, permissions: RoleView['permissions']) => ({
  id: opId(new Uint8Array(32).fill(fill)),
  community: KELP,
  name: `role ${fill}`,
  rank: fill,
  permissions,
});
const guard = role(5, ['moderate']);
const poet = role(6, ['post']);
const who = (fill: number, more: Partial<MemberView>): MemberView => ({ ...memberView(fill, KELP), ...more });

test('the owner, co-owners and whoever has a role that moderates, by rank, and never oneself', () => {
  const owner = who(1, { role: 'owner', rank: 1_002 });
  const bob = who(2, { roles: [guard.id], rank: 5 });
  const members = [
    bob,
    owner,
    who(3, { roles: [poet.id], rank: 6 }),
    who(4, {}),
    who(5, { role: 'owner', status: 'left' }),
  ];
  const told = (me: MemberView) => moderatorsOf({ me: me.id }, members, [guard, poet]).map(({ id }) => id);
  expect(told(who(4, {}))).toEqual([owner.id, bob.id]);
  expect(told(owner)).toEqual([bob.id]);
});
