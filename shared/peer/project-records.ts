/** Durable records → messages to show. Records whose governance or key is not known here yet wait. */
import { type ChannelId, opId, recordId } from '../base/ids.ts';
import { sortKeyOf } from '../lanes/hybrid-clock.ts';
import type { StoredRecord } from '../lanes/lane.ts';
import { readOps } from '../lanes/ops.ts';
import { decryptBody, type LanePlace } from '../lanes/record.ts';
import type { MessageView } from '../model/views.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Community } from './community.ts';

export type PlacedRecord = { place: LanePlace; record: StoredRecord };

/**
 * @returns messages of a record in order; `wait` if the governance its author knew, or its key, is not here yet; an
 * empty list if it says nothing that can be shown
 */
export const projectRecord = (crypto: Crypto, community: Community, placed: PlacedRecord): MessageView[] | 'wait' => {
  const { place, record } = placed;
  const { envelope, body } = record;
  const device = community.state()?.devices.get(place.device);
  const epoch = community.epoch(opId(envelope.epoch));
  const knowsGovernance = envelope.gov.every((head) => community.log.has(opId(head)));
  if (device === undefined || epoch === undefined || !knowsGovernance) return 'wait';
  const plaintext = body && decryptBody(crypto, place, envelope, body, epoch.recordKey);
  const ops = (plaintext && readOps(plaintext)) ?? [];
  const author = community.state()?.members.get(device.member);
  const id = recordId(record.id);
  return ops.flatMap((op, i) =>
    op.kind !== 'post'
      ? []
      : [
          {
            id: `${id}.${i}`,
            record: id,
            community: place.community,
            channel: place.channel as ChannelId,
            author: device.member,
            authorName: author?.name ?? '',
            device: place.device,
            seq: envelope.seq,
            text: op.text,
            sentAt: envelope.clock.ms,
            sortKey: sortKeyOf(envelope.clock, `${id}.${i}`),
          },
        ],
  );
};
