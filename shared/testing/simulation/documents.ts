/** Segment documents made anew from what a record store kept, as far as it counts. */
import { toHex } from '../../base/bytes.ts';
import type { CommunityId } from '../../base/ids.ts';
import { readPage } from '../../lanes/lane-page.ts';
import { createSegmentDocument, type SegmentDocument } from '../../lanes/segment-document.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { SimMachine } from './sim-machine.ts';

export const documentsOf = (machine: SimMachine, crypto: Crypto, id: CommunityId): string => {
  const community = machine.community(id);
  if (community === undefined) return '';
  const documents = new Map<string, SegmentDocument>();
  for (const page of machine
    .cache()
    .pages()
    .filter((one) => one.community === id)) {
    const { channel, device } = page;
    const records = readPage(crypto, { community: id, channel, device }, page.bytes);
    if (records === undefined) return `unreadable: ${page.seq}`;
    const count = community.lane(channel, device).durable();
    for (const { envelope, segment, index, bytes } of records) {
      if (envelope.seq >= count) break;
      const key = `${channel} ${segment}`;
      const document = documents.get(key) ?? createSegmentDocument(crypto);
      documents.set(key, document);
      if (document.folded(device) !== index) return `a gap before ${index}`;
      document.fold({ community: id, channel, device, segment }, index, [bytes]);
    }
  }
  const encoded = [...documents].map(([key, document]) => `${key} ${toHex(crypto.hash(document.encode()))}`).sort();
  for (const document of documents.values()) document.dispose();
  return encoded.join('\n');
};
