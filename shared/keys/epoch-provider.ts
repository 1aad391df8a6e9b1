/**
 * Where group keys come from. Today: sealed boxes of ROTATE and ADMIT (`shared/peer/keyring.ts`). Another way of
 * agreeing on keys (MLS, say) would implement this and leave the rest as it is.
 */
import type { OpId } from '../base/ids.ts';
import type { Epoch } from './epoch.ts';

export type EpochProvider = {
  /** The key of an epoch, if this device can have it. */
  epoch: (id: OpId) => Epoch | undefined;
  /** What to seal with now; undefined while somebody was removed and no key that they lack is here. */
  sealing: () => Epoch | undefined;
  /** Those this device can open, the newest first. */
  held: () => Epoch[];
  /** Keys of overruled operations that no epoch that counts has wrapped: who was left out by them cannot read on. */
  stranded: () => Epoch[];
  /** The fewest epochs from which all others that this device has can be unwrapped. */
  tips: () => Epoch[];
};
