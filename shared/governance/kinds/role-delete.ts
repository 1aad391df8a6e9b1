import { rankOf } from '../../model/permissions.ts';
import { isHigher } from '../rules/who-acts-on-somebody-ranks-higher.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

export const roleDelete = defineKind<'ROLE_DELETE'>({
  authority: (state, { body, member }, { plant }) =>
    isHigher(rankOf(state, member), state.roles.get(body.role)?.rank ?? 0, plant)
      ? needs(state, member, 'manage-roles')
      : 'rank-too-low',
  fits: (state, { body }) => {
    const role = state.roles.get(body.role);
    return role === undefined || role.isGone ? 'no-such-target' : undefined;
  },
  apply: (state, { body }) => {
    const role = state.roles.get(body.role);
    return role === undefined ? state : { ...state, roles: state.roles.set(role.id, { ...role, isGone: true }) };
  },
  revokes: () => true,
});
