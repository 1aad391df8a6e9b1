import { describe, expect, it } from 'vitest';

import { opId } from '../../shared/base/ids.ts';
import type { RoleView } from '../../shared/model/views.ts';
import { memberGroups } from './member-groups.ts';
import { alice, bob, carol, KELP, mallory, memberOf } from './testing/page-cast.ts';

const roleOf = (name: string, rank: number): RoleView & { id: ReturnType<typeof opId> } => ({
  id: opId(new Uint8Array(32).fill(rank)),
  community: KELP,
  name,
  rank,
  permissions: [],
});
const warden = roleOf('warden', 50);
const helper = roleOf('helper', 5);
const everyone: RoleView = { id: 'everyone', community: KELP, name: 'everyone', rank: 0, permissions: [] };

const shape = (groups: ReturnType<typeof memberGroups>) =>
  groups.map(({ kind, name, members }) => [kind, name, members.map((member) => member.name)]);

describe('members by role', () => {
  it('the owner stands first, then roles by rank, then everybody else', () => {
    const members = [
      memberOf(mallory),
      { ...memberOf(carol), roles: [helper.id] },
      { ...memberOf(bob), roles: [helper.id, warden.id] },
      { ...memberOf(alice), role: 'owner' as const, roles: [helper.id] },
    ];
    expect(shape(memberGroups(members, [everyone, helper, warden], () => true))).toEqual([
      ['owner', '', ['alice']],
      ['role', 'warden', ['bob']],
      ['role', 'helper', ['carol']],
      ['member', '', ['mallory']],
    ]);
  });

  it('a role that is not there any more groups nobody', () => {
    const members = [{ ...memberOf(bob), roles: [warden.id] }];
    expect(shape(memberGroups(members, [everyone], () => true))).toEqual([['member', '', ['bob']]]);
  });

  it('in a group they stand by name', () => {
    const members = [memberOf(mallory), memberOf(bob), memberOf(carol)];
    expect(shape(memberGroups(members, [], () => true))).toEqual([['member', '', ['bob', 'carol', 'mallory']]]);
  });

  it('who is offline stands last, whatever their role', () => {
    const members = [
      { ...memberOf(alice), role: 'owner' as const },
      { ...memberOf(bob), roles: [warden.id] },
      { ...memberOf(carol), roles: [warden.id] },
    ];
    expect(shape(memberGroups(members, [warden], ({ name }) => name === 'carol'))).toEqual([
      ['role', 'warden', ['carol']],
      ['offline', '', ['alice', 'bob']],
    ]);
  });
});
