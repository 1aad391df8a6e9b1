/**
 * Slow mode: so long a member waits from one message to their next. Their own device keeps to it; others show what a changed
 * one says, since its clock is its own to set, and moderators can hide it.
 */
import type { ChannelId } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import { may } from '../model/permissions.ts';
import type { Community } from './community.ts';

/** When this device last posted, since the start. */
const posts = new WeakMap<Community, Map<ChannelId, number>>();

/** @returns takes it back: it was not said after all */
export const notePost = (community: Community, channel: ChannelId, now: number): (() => void) => {
  const held = posts.get(community) ?? new Map<ChannelId, number>();
  const before = held.get(channel);
  posts.set(community, held.set(channel, now));
  return () => {
    if (held.get(channel) !== now) return;
    if (before === undefined) held.delete(channel);
    else held.set(channel, before);
  };
};

/** @returns milliseconds until this device may post in the channel again; 0 if it may now */
export const slowModeWait = (community: Community, state: CommunityState, channel: ChannelId, now: number): number => {
  const { device } = community.identity;
  const slowMode = state.channels.get(channel)?.slowMode ?? 0;
  if (slowMode === 0 || may(state, device, 'moderate')) return 0;
  // after a start, whatever it said last
  const last = posts.get(community)?.get(channel) ?? community.lane(channel, device).last()?.envelope.clock.ms;
  // a clock that was set back since would keep them out for as long as it was ahead
  if (last === undefined || last > now) return 0;
  return Math.max(0, last + slowMode * 1_000 - now);
};

export const waitInWords = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
};
