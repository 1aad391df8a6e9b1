import { type Permission, PERMISSIONS, rankOf, type RoleState } from '../../model/permissions.ts';
import { hasAll } from '../rules/nobody-gives-more-than-they-have.ts';
import { isHigher } from '../rules/who-acts-on-somebody-ranks-higher.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/** What it adds must be the author's own; what it takes makes it a revocation. */
export const roleUpdate = defineKind<'ROLE_UPDATE'>({
  authority: (state, { body, member }, { plant }) => {
    const role = state.roles.get(body.role);
    const highest = Math.max(role?.rank ?? 0, body.rank ?? 0);
    if (!isHigher(rankOf(state, member), highest, plant)) return 'rank-too-low';
    const added = (body.permissions ?? []).filter((permission) => !(role?.permissions.includes(permission) ?? false));
    return hasAll(state, member, added, plant) ? needs(state, member, 'manage-roles') : 'more-than-own';
  },
  fits: (state, { body }) => {
    const role = state.roles.get(body.role);
    const isMoved = body.role === 'everyone' && body.rank !== undefined;
    return role === undefined || role.isGone || isMoved ? 'no-such-target' : undefined;
  },
  apply: (state, { body, known }) => {
    const role = state.roles.get(body.role);
    if (role === undefined) return state;
    const before = known.roles.get(body.role) ?? role;
    const { rank } = body;
    const changed = {
      ...role,
      name: body.name ?? role.name,
      rank: rank === undefined ? role.rank : rank < before.rank ? Math.min(rank, role.rank) : rank,
      permissions: body.permissions === undefined ? role.permissions : changedBy(role, before, body.permissions),
    };
    return { ...state, roles: state.roles.set(role.id, changed) };
  },
  revokes: (state, { body }) => {
    const role = state.roles.get(body.role);
    if (role === undefined) return false;
    const { permissions, rank } = body;
    const takes = permissions !== undefined && role.permissions.some((permission) => !permissions.includes(permission));
    return takes || (rank !== undefined && rank < role.rank);
  },
});

/** What the author took and what they added: two who take different things at a time have both taken theirs. */
const changedBy = (role: RoleState, before: RoleState, wanted: readonly Permission[]): Permission[] => {
  const taken = before.permissions.filter((permission) => !wanted.includes(permission));
  const added = wanted.filter((permission) => !before.permissions.includes(permission));
  return PERMISSIONS.filter(
    (permission) =>
      added.includes(permission) || (role.permissions.includes(permission) && !taken.includes(permission)),
  );
};
