/** What a reader can do for the keys of the channels they read: make a new one, or give one to who lacks it. */
import type { ChannelId, DeviceId, MemberId } from '../base/ids.ts';
import type { ChannelState, CommunityState, EpochState } from '../governance/community-state.ts';
import { isForReadersOnly, readersOf } from '../governance/recipients.ts';
import type { Epoch } from '../keys/epoch.ts';
import { hasOwnKeys, memberReads } from '../model/permissions.ts';
import type { Community } from './community.ts';

export type ChannelKeyJob =
  /** `late`: others have a key that is good, and may bring it. */
  | { kind: 'rotate'; channel: ChannelId; isLate: boolean }
  | { kind: 'give'; channel: ChannelId; epoch: Epoch; devices: readonly DeviceId[] };

export const channelKeyJobs = (community: Community): ChannelKeyJob[] => {
  const state = community.state();
  if (state === undefined || !community.isJoined()) return [];
  const me = community.identity.member;
  return [...state.channels.values()]
    .filter((channel) => hasOwnKeys(channel) && memberReads(state, me, channel.id))
    .flatMap((channel) => jobsIn(community, state, channel));
};

/** Who may do it, for the highest-ranked to be first. */
export const canKeepKeysOf =
  (state: CommunityState, channel: ChannelId) =>
  (member: MemberId): boolean =>
    memberReads(state, member, channel);

const jobsIn = (community: Community, state: CommunityState, channel: ChannelState): ChannelKeyJob[] => {
  const { id } = channel;
  const readers = readersOf(state, id);
  const given = channel.history === 'full' ? gifts(community, state, id, readers) : [];
  if (channel.isArchived) return given;
  const sealing = community.keys.sealing(id);
  const epoch = sealing && state.epochs.get(sealing.id);
  if (epoch === undefined) return [...given, { kind: 'rotate', channel: id, isLate: hasFitEpoch(state, id) }];
  // where newcomers read nothing earlier, they get a new key instead of the one in use
  const isNewKeyDue = channel.history === 'from-join' && lacking(epoch, readers).length > 0;
  return isNewKeyDue ? [{ kind: 'rotate', channel: id, isLate: false }] : given;
};

const gifts = (
  community: Community,
  state: CommunityState,
  channel: ChannelId,
  readers: readonly DeviceId[],
): ChannelKeyJob[] =>
  community.keys.tips(channel).flatMap((epoch) => {
    const held = state.epochs.get(epoch.id);
    const devices = held === undefined ? [] : lacking(held, readers);
    return devices.length === 0 ? [] : [{ kind: 'give' as const, channel, epoch, devices }];
  });

const lacking = ({ recipients }: EpochState, readers: readonly DeviceId[]): DeviceId[] => {
  const had = new Set(recipients);
  return readers.filter((device) => !had.has(device));
};

const hasFitEpoch = (state: CommunityState, channel: ChannelId): boolean =>
  [...state.epochs.values()].some((epoch) => epoch.channel === channel && isForReadersOnly(state, epoch));
