import { rankOf } from '../../model/permissions.ts';
import { MAX_ROLES } from '../rules/limits.ts';
import { hasAll } from '../rules/nobody-gives-more-than-they-have.ts';
import { isHigher } from '../rules/who-acts-on-somebody-ranks-higher.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

export const roleCreate = defineKind<'ROLE_CREATE'>({
  authority: (state, { body, member }, { plant }) => {
    if (!isHigher(rankOf(state, member), body.rank, plant)) return 'rank-too-low';
    if (!hasAll(state, member, body.permissions, plant)) return 'more-than-own';
    return needs(state, member, 'manage-roles');
  },
  fits: (state) => (state.roles.size < MAX_ROLES ? undefined : 'too-many'),
  apply: (state, { body, operation }) => {
    const { name, rank, permissions } = body;
    return {
      ...state,
      roles: state.roles.set(operation.id, { id: operation.id, name, rank, permissions, isGone: false }),
    };
  },
});
