/** What showing records needs, and whom it tells. */
import type { EffectView, MessageView } from '../model/views.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Projection } from '../ports/projection.ts';
import type { PlacedRecord } from './message-stubs.ts';

export type FeedPorts = {
  crypto: Crypto;
  projection: Projection;
  message: (message: MessageView) => void;
  effect: (effect: EffectView) => void;
  /** The bytes of a record went out of the memory; they are still on the disk. */
  dropped: (record: PlacedRecord) => void;
};
