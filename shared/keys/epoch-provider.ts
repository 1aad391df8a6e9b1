/**
 * Where keys of channels come from. Today: sealed boxes of operations, and what two members share
 * (`shared/peer/keyring.ts`). Another way of agreeing on keys (MLS, say) would implement this and leave the rest as it is.
 */
import type { ChannelId, DeviceId, OpId } from '../base/ids.ts';
import type { Epoch } from './epoch.ts';

/** What a record is sealed with, and what it names for it. */
export type RecordKey = Pick<Epoch, 'id' | 'recordKey'>;

export type EpochProvider = {
  /** The key of an epoch, if this device can have it. */
  epoch: (id: OpId) => Epoch | undefined;
  /** The key that members meet with now; undefined while somebody was removed and no key that they lack is here. */
  newest: () => Epoch | undefined;
  /** What to seal a record of this channel with now; undefined while no key is here that only its readers have. */
  sealing: (channel: ChannelId) => RecordKey | undefined;
  /** What opens a record that names this key in this channel. */
  opening: (channel: ChannelId, id: OpId) => RecordKey | undefined;
  /** The community's that this device can open, the newest first. */
  held: () => Epoch[];
  /** Keys of overruled operations that no epoch that counts has wrapped: who was left out by them cannot read on. */
  stranded: (channel?: ChannelId) => Epoch[];
  /** Has somebody sealed this epoch's secret to that device? */
  isBoxedFor: (device: DeviceId, epoch: OpId) => boolean;
  /** The fewest of the community's, or of a channel's, epochs from which all others that are here can be unwrapped. */
  tips: (channel?: ChannelId) => Epoch[];
};
