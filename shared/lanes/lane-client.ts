import { inDomain } from '../base/domain.ts';
import { idBytes } from '../base/ids.ts';
import { createWriter } from '../base/writer.ts';
import type { Crypto } from '../ports/crypto.ts';
import { isSamePlace, type LanePlace } from './record.ts';

/** Mostly the next frame is of the same lane. */
let latest: { place: LanePlace; client: number } | undefined;

/** A lane's Yjs client id: the first 53 bits of a hash of its place. Derived, so that replicas are byte-identical. */
export const laneClientOf = (crypto: Crypto, place: LanePlace): number => {
  if (latest !== undefined && isSamePlace(latest.place, place)) return latest.client;
  const client = hashedClientOf(crypto, place);
  latest = { place, client };
  return client;
};

const hashedClientOf = (crypto: Crypto, place: LanePlace): number => {
  const digest = crypto.hash(
    inDomain(
      'holdfast/lane/1',
      idBytes(place.community),
      idBytes(place.channel),
      createWriter().varuint(place.segment).done(),
      idBytes(place.device),
    ),
  );
  const view = new DataView(digest.buffer, digest.byteOffset, 8);
  return view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11);
};
