/** May this record be shown? Asked in the governance that its author named, which never changes. */
import { type CommunityState, excludesTheRemoved, isActiveDevice } from '../governance/community-state.ts';
import { epochIdOf, govIdsOf } from '../lanes/named-ids.ts';
import type { Envelope, LanePlace } from '../lanes/record.ts';
import type { Community } from './community.ts';

/**
 * @returns what its author knew; `wait` while that is not here; `void` if they were no member then, or sealed it for
 * somebody who had been removed, as they knew. Under an old epoch it counts if its author did not know of a removal:
 * who was offline loses nothing.
 */
export const knownToAuthor = (
  community: Pick<Community, 'log'>,
  place: LanePlace,
  envelope: Envelope,
): CommunityState | 'wait' | 'void' => {
  const known = community.log.stateAt(govIdsOf(envelope));
  if (known === undefined) return 'wait';
  if (!isActiveDevice(known, place.device)) return 'void';
  const epoch = known.epochs.get(epochIdOf(envelope));
  return epoch !== undefined && excludesTheRemoved(known, epoch) ? known : 'void';
};
