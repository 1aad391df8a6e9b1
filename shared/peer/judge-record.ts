/** May this record be shown? Asked in the governance that its author named, which never changes. */
import type { ChannelId } from '../base/ids.ts';
import {
  type CommunityState,
  type EpochState,
  excludesTheRemoved,
  isActiveDevice,
} from '../governance/community-state.ts';
import { isForReadersOnly } from '../governance/recipients.ts';
import { epochIdOf, govIdsOf } from '../lanes/named-ids.ts';
import type { Envelope, LanePlace } from '../lanes/record.ts';
import { hasOwnKeys, may } from '../model/permissions.ts';
import type { Community } from './community.ts';

/**
 * @returns what its author knew; `wait` while that is not here; `void` if they were no member then, or sealed it for
 * somebody who had been removed, or may not read the channel, as they knew. Under an old epoch it counts if its author did not know of a removal:
 * who was offline loses nothing.
 */
export const knownToAuthor = (
  community: Pick<Community, 'log' | 'directs'> & Partial<Pick<Community, 'plant'>>,
  place: LanePlace,
  envelope: Envelope,
): CommunityState | 'wait' | 'void' => {
  const { log, plant } = community;
  const known = plant === 'records-judged-now' ? log.state() : log.stateAt(govIdsOf(envelope));
  if (known === undefined) return 'wait';
  if (!isActiveDevice(known, place.device)) return 'void';
  const direct = community.directs.get(place.channel);
  if (direct !== undefined) {
    const isTheirs = community.directs.isOfBoth(direct, place.device) && epochIdOf(envelope) === direct.epoch;
    return isTheirs ? known : 'void';
  }
  const epoch = known.epochs.get(epochIdOf(envelope));
  return epoch !== undefined && isSealedFor(known, place.channel, epoch) ? known : 'void';
};

const isSealedFor = (known: CommunityState, channel: ChannelId, epoch: EpochState): boolean =>
  hasOwnKeys(known.channels.get(channel))
    ? epoch.channel === channel && isForReadersOnly(known, epoch)
    : excludesTheRemoved(known, epoch);

/** In a direct conversation the two may write, and whoever that is has been asked by then. */
export const mayWrite = (
  community: Pick<Community, 'directs'>,
  known: CommunityState,
  place: Pick<LanePlace, 'channel' | 'device'>,
): boolean => community.directs.get(place.channel) !== undefined || mayPost(known, place);

/** A state never changes, and mostly a whole lane was written in one. */
const answers = new WeakMap<CommunityState, Map<string, boolean>>();
const mayPost = (known: CommunityState, { device, channel }: Pick<LanePlace, 'channel' | 'device'>): boolean => {
  const held = answers.get(known) ?? new Map<string, boolean>();
  answers.set(known, held);
  const key = `${device} ${channel}`;
  const answer = held.get(key) ?? may(known, device, 'post', channel);
  held.set(key, answer);
  return answer;
};
