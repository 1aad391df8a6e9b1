import type { DeviceState, CommunityState } from '../community-state.ts';
import { permissionsOf } from '../../model/permissions.ts';
import type { Operation } from '../operation.ts';
import { QUOTA_OF_MEMBERS, QUOTA_OF_MODERATORS } from './limits.ts';

/** RULE: leaving, removing a device and proving a fork never fail for a quota. */
const EXEMPT: ReadonlySet<string> = new Set(['LEAVE', 'REMOVE_DEVICE', 'FORK_PROOF', 'ADMIT']);

/** ADMIT is exempt because it is counted against the uses of its invite. */
export const countsAgainstQuota = (operation: Operation): boolean => !EXEMPT.has(operation.body.kind);

/** RULE: in its lifetime a device makes 500 operations, one of a moderator 20,000. */
export const isWithinQuota = (state: CommunityState, device: DeviceState, operation: Operation): boolean => {
  if (!countsAgainstQuota(operation)) return true;
  const isModerator = permissionsOf(state, device.member).has('moderate');
  return device.spent < (isModerator ? QUOTA_OF_MODERATORS : QUOTA_OF_MEMBERS);
};
