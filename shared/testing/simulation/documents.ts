/** Segment documents made anew from what a record store kept, as far as it counts. */
import { toHex } from '../../base/bytes.ts';
import type { CommunityId } from '../../base/ids.ts';
import { readLaneFrame } from '../../lanes/lane-frame.ts';
import type { LanePlace } from '../../lanes/record.ts';
import { createSegmentDocument, type SegmentDocument } from '../../lanes/segment-document.ts';
import type { Community } from '../../peer/community.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { SimMachine } from './sim-machine.ts';

export const documentsOf = (machine: SimMachine, crypto: Crypto, id: CommunityId): string => {
  const community = machine.community(id);
  if (community === undefined) return '';
  const documents = new Map<string, SegmentDocument>();
  for (const { frame, from } of machine
    .cache()
    .runs()
    .filter((run) => run.community === id)) {
    const run = readLaneFrame(crypto, id, frame, Number.MAX_SAFE_INTEGER);
    if (!run.ok) return `unreadable: ${run.error}`;
    const { place, envelopes } = run.value;
    const counting = envelopes.slice(0, Math.max(0, countIn(community, place) - from));
    if (counting.length === 0) continue;
    const key = `${place.channel} ${place.segment}`;
    const document = documents.get(key) ?? createSegmentDocument(crypto);
    documents.set(key, document);
    if (document.folded(place.device) !== from) return `a gap before ${from}`;
    document.fold(place, from, counting);
  }
  const encoded = [...documents].map(([key, document]) => `${key} ${toHex(crypto.hash(document.encode()))}`).sort();
  for (const document of documents.values()) document.dispose();
  return encoded.join('\n');
};

/** How many records of the lane in that segment count. */
const countIn = (community: Community, { channel, device, segment }: LanePlace): number => {
  const lane = community.lane(channel, device);
  let count = 0;
  for (let seq = 0; seq < lane.durable(); seq += 1) if (lane.record(seq)?.segment === segment) count += 1;
  return count;
};
