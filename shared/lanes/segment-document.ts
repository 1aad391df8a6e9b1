/**
 * One Yjs document for each channel and segment: a root array of envelopes for each device. The only place that touches
 * Yjs. Nothing is written through Y.Array and nothing is ever deleted: our own writer makes each update, so replicas with
 * the same records are byte-identical, and the state vector says how much of each lane is folded in.
 */
import * as Y from 'yjs';

import type { DeviceId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { writeLaneUpdate } from './lane-frame.ts';
import type { LanePlace } from './record.ts';

export type SegmentDocument = {
  /** Appends envelopes that were accepted; `from` must be the number already folded. */
  fold: (place: LanePlace, from: number, envelopes: readonly Uint8Array[]) => void;
  folded: (device: DeviceId) => number;
  envelopes: (device: DeviceId, from: number, to: number) => Uint8Array[];
  /** The whole document as a Yjs v1 update: equal on every replica that folded the same records. */
  encode: () => Uint8Array;
  dispose: () => void;
};

export const createSegmentDocument = (crypto: Crypto): SegmentDocument => {
  const doc = new Y.Doc({ gc: false });
  const lane = (device: DeviceId): Y.Array<Uint8Array> => doc.getArray<Uint8Array>(device);
  return {
    fold: (place, from, envelopes) => {
      if (from !== lane(place.device).length) throw new Error(`a run from ${from} does not follow the folded part`);
      Y.applyUpdate(doc, writeLaneUpdate(crypto, { place, from, envelopes }));
      if (lane(place.device).length !== from + envelopes.length) throw new Error('the document did not take the run');
    },
    folded: (device) => lane(device).length,
    envelopes: (device, from, to) => lane(device).slice(from, to),
    encode: () => Y.encodeStateAsUpdate(doc),
    dispose: () => doc.destroy(),
  };
};
