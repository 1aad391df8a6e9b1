/** The keys that this device has: epochs from governance, and what it shares with each member it talks to alone. */
import type { ChannelId, OpId } from '../base/ids.ts';
import { type CommunityState, type EpochState, excludesTheRemoved } from '../governance/community-state.ts';
import { isForReadersOnly } from '../governance/recipients.ts';
import type { Epoch } from '../keys/epoch.ts';
import type { EpochProvider, RecordKey } from '../keys/epoch-provider.ts';
import { hasOwnKeys } from '../model/permissions.ts';
import type { DirectChannels } from './direct-channels.ts';
import type { OpenedEpochs } from './opened-epochs.ts';
import type { PeerPlant } from './peer-plant.ts';

export const createKeyring = (
  epochs: OpenedEpochs,
  state: () => CommunityState | undefined,
  directs: Pick<DirectChannels, 'get'>,
  plant?: PeerPlant,
): EpochProvider => {
  /** Those that are open here, the newest first: a channel's, or without one the community's. */
  const mineOf = (channel: ChannelId | undefined): EpochState[] =>
    epochs.byDepth().filter((epoch) => epoch.channel === channel && epochs.get(epoch.id) !== undefined);
  const held = (channel?: ChannelId): Epoch[] => mineOf(channel).flatMap(({ id }) => epochs.get(id) ?? []);
  const newestThat = (fits: (now: CommunityState, epoch: EpochState) => boolean, channel?: ChannelId) => {
    const now = state();
    const fit = now && mineOf(channel).find((epoch) => fits(now, epoch));
    return fit && epochs.get(fit.id);
  };
  const directKey = (channel: ChannelId): RecordKey | undefined => {
    const direct = directs.get(channel);
    return direct && { id: direct.epoch, recordKey: direct.recordKey };
  };
  const newest = (): Epoch | undefined =>
    plant === 'seals-under-any-key' ? held().at(-1) : newestThat(excludesTheRemoved);
  /** What is unwrapped by epochs that count. */
  const wrappedIds = (channel?: ChannelId): ReadonlySet<OpId> =>
    new Set(mineOf(channel).flatMap((epoch) => epoch.wrapped.map((each) => each.epoch)));
  const stranded = (channel?: ChannelId): Epoch[] => {
    const wrapped = wrappedIds(channel);
    return epochs
      .overruled()
      .flatMap((epoch) => (epoch.channel !== channel || wrapped.has(epoch.id) ? [] : (epochs.get(epoch.id) ?? [])));
  };

  return {
    epoch: (id: OpId) => epochs.get(id),
    newest,
    sealing: (channel) => {
      const isOwn = hasOwnKeys(state()?.channels.get(channel));
      return directKey(channel) ?? (isOwn ? newestThat(isForReadersOnly, channel) : newest());
    },
    opening: (channel, id) => directKey(channel) ?? epochs.get(id),
    held: () => held(),
    stranded,
    isBoxedFor: epochs.isBoxedFor,
    tips: (channel) => {
      const wrapped = wrappedIds(channel);
      return [...held(channel).filter(({ id }) => !wrapped.has(id)), ...stranded(channel)];
    },
  };
};
