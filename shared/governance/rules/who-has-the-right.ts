import { permissionsOf, type Permission } from '../../model/permissions.ts';
import type { CommunityState } from '../community-state.ts';
import type { Verdict } from '../kinds/kind-rule.ts';
import type { MemberId } from '../../base/ids.ts';

/** RULE: an operation counts only if its author has the permission that its kind needs. */
export const needs = (state: CommunityState, author: MemberId, permission: Permission): Verdict =>
  permissionsOf(state, author).has(permission) ? undefined : 'no-permission';
