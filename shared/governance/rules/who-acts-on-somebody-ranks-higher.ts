import type { MemberId } from '../../base/ids.ts';
import { rankOf } from '../../model/permissions.ts';
import type { CommunityState } from '../community-state.ts';
import type { Plant } from '../plant.ts';

/** RULE: an act on somebody needs a strictly higher rank than theirs. */
export const ranksHigher = (state: CommunityState, author: MemberId, target: MemberId, plant?: Plant): boolean =>
  isHigher(rankOf(state, author), rankOf(state, target), plant);

/** RULE: an act on a role needs a strictly higher rank than the role's. */
export const isHigher = (rank: number, than: number, plant?: Plant): boolean =>
  plant === 'rank-not-strict' ? rank >= than : rank > than;
