import { rankOf } from '../../model/permissions.ts';
import { changeMember } from '../effects.ts';
import { hasAll } from '../rules/nobody-gives-more-than-they-have.ts';
import { isHigher, ranksHigher } from '../rules/who-acts-on-somebody-ranks-higher.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

export const roleAssign = defineKind<'ROLE_ASSIGN'>({
  authority: (state, { body, member }, { plant }) => {
    const role = state.roles.get(body.role);
    const isOver = member === body.member || ranksHigher(state, member, body.member, plant);
    if (!isOver || !isHigher(rankOf(state, member), role?.rank ?? 0, plant)) return 'rank-too-low';
    if (!hasAll(state, member, role?.permissions ?? [], plant)) return 'more-than-own';
    return needs(state, member, 'manage-roles');
  },
  fits: (state, { body }) => {
    const role = state.roles.get(body.role);
    const isThere = state.members.get(body.member)?.status === 'active' && role !== undefined && !role.isGone;
    return isThere ? undefined : 'no-such-target';
  },
  apply: (state, { body }) => {
    const roles = state.members.get(body.member)?.roles ?? [];
    return roles.includes(body.role) ? state : changeMember(state, body.member, { roles: [...roles, body.role] });
  },
});
