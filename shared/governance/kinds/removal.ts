/** What KICK, BAN and REMOVE_DEVICE have in common. */
import type { OpId } from '../../base/ids.ts';
import type { RemovedDevice, Rotation } from '../body-parts.ts';
import type { CommunityState } from '../community-state.ts';
import { addEpoch } from '../effects.ts';
import { isForAllMembers } from '../recipients.ts';
import type { Bench, Verdict } from './kind-rule.ts';

/** RULE: the last operation that a removal names is one of that device, and known to its author. */
export const namesWhatIsKnown = (cuts: readonly RemovedDevice[], { authorInPast }: Bench): Verdict =>
  cuts.every(({ device, last }) => last === undefined || authorInPast(last) === device)
    ? undefined
    : 'unknown-reference';

/** The epoch that comes with a removal, if it is for exactly those who stay, as its author saw them. */
export const rotateWith = (
  state: CommunityState,
  made: { by: OpId; depth: number; rotation: Rotation | undefined; after: CommunityState },
  { crypto }: Bench,
): CommunityState => {
  const { rotation, after } = made;
  if (rotation === undefined || !isForAllMembers(crypto, after, rotation)) return state;
  return addEpoch(state, { by: made.by, depth: made.depth, rotation, knows: after.removals });
};
