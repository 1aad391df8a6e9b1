/** Whether this device can say something in a channel now, and if not, why. */
import type { ChannelId } from '../base/ids.ts';
import { fail } from '../base/result.ts';
import { type CommunityState, laneLimit } from '../governance/community-state.ts';
import { hasOwnKeys, mayRead } from '../model/permissions.ts';
import type { Community } from './community.ts';

type Refusal = ReturnType<
  typeof fail<'removed' | 'not-joined' | 'not-allowed' | 'no-such-channel' | 'waiting-for-key'>
>;

export const cannotWrite = (community: Community, channel: ChannelId): Refusal | undefined => {
  if (community.isRemoved()) return fail('removed', REMOVED);
  if (!community.isJoined()) return fail('not-joined', NOT_JOINED);
  const state = community.state();
  if (state === undefined) return fail('no-such-channel', NO_CHANNEL);
  if (isBeyondLimit(community, state, channel)) return fail('waiting-for-key', WAITING_FOR_OWN_KEY);
  if (leavesOwnGap(community, channel)) return fail('waiting-for-key', WAITING_FOR_LOST);
  const direct = community.directs.get(channel);
  if (direct === undefined) return cannotSeal(community, state, channel);
  return state.members.get(direct.with)?.status === 'active' ? undefined : fail('not-allowed', THEY_ARE_GONE);
};

const cannotSeal = (community: Community, state: CommunityState, channel: ChannelId): Refusal | undefined => {
  // private channels are not told of to those who may not read them
  if (!mayRead(state, community.identity.device, channel)) return fail('no-such-channel', NO_CHANNEL);
  if (community.keys.sealing(channel) !== undefined) return undefined;
  return fail('waiting-for-key', hasOwnKeys(state.channels.get(channel)) ? WAITING_FOR_CHANNEL_KEY : WAITING_FOR_KEY);
};

/** From a fork on nothing counts that this device says here with the key it has. */
const isBeyondLimit = (community: Community, state: CommunityState, channel: ChannelId): boolean => {
  const { device } = community.identity;
  const limit = laneLimit(state, device, channel) ?? Number.POSITIVE_INFINITY;
  return community.plant !== 'cuts-not-applied' && community.lane(channel, device).accepted() >= limit;
};

/** Nobody could bring it back to who is alone; and nobody could have been told two things. */
const leavesOwnGap = (community: Community, channel: ChannelId): boolean =>
  (community.state()?.activeMembers ?? 0) > 1 &&
  community.parked.leavesGapIn({ channel, device: community.identity.device });

const NO_CHANNEL = 'There is no such channel in this community.';
const NOT_JOINED = 'You are not in this community yet: a member has to let you in first.';
const REMOVED = 'You are not a member of this community any more. What you have stays on this device.';
const WAITING_FOR_KEY =
  'Somebody was removed, and the new key is not here yet. A moderator who is online makes it; then you can send this.';
const WAITING_FOR_CHANNEL_KEY =
  'Who may read this channel has changed, and its new key is not here yet. In a few seconds you can send this.';
const WAITING_FOR_OWN_KEY =
  'Two copies of this profile wrote here, so this device needs a new key. It gets one as soon as it meets another member; then you can send this.';
const WAITING_FOR_LOST =
  'Part of what you wrote here is damaged on this disk. It comes back as soon as you meet a member who has it; then you can send this. Until then you can write in other channels. If nobody has it any more: leave the community and join again with a new invite, then you can write here too.';
const THEY_ARE_GONE = 'They are not a member of this community any more, so they would not get this.';
