import { rankOf } from '../../model/permissions.ts';
import { changeMember } from '../effects.ts';
import { isHigher, ranksHigher } from '../rules/who-acts-on-somebody-ranks-higher.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/** Anybody may lay down a role of their own. */
export const roleUnassign = defineKind<'ROLE_UNASSIGN'>({
  authority: (state, { body, member }, { plant }) => {
    if (body.member === member) return undefined;
    const role = state.roles.get(body.role);
    const isOver = ranksHigher(state, member, body.member, plant);
    if (!isOver || !isHigher(rankOf(state, member), role?.rank ?? 0, plant)) return 'rank-too-low';
    return needs(state, member, 'manage-roles');
  },
  fits: (state, { body }) =>
    state.members.get(body.member)?.roles.includes(body.role) === true ? undefined : 'no-such-target',
  apply: (state, { body }) => {
    const roles = state.members.get(body.member)?.roles ?? [];
    return changeMember(state, body.member, { roles: roles.filter((role) => role !== body.role) });
  },
  revokes: () => true,
});
