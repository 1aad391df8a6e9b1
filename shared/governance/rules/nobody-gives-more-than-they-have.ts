import type { MemberId } from '../../base/ids.ts';
import { type Permission, permissionsOf } from '../../model/permissions.ts';
import type { CommunityState } from '../community-state.ts';
import type { Plant } from '../plant.ts';

/** RULE: permissions that are given to a role, or with one, are permissions of who gives them. */
export const hasAll = (
  state: CommunityState,
  author: MemberId,
  given: readonly Permission[],
  plant?: Plant,
): boolean => {
  if (plant === 'gives-more-than-own') return true;
  const own = permissionsOf(state, author);
  return given.every((permission) => own.has(permission));
};
