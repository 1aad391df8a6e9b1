/** Durable records → messages to show. Records whose governance or key is not known here yet wait. */
import { type ChannelId, opId, recordId } from '../base/ids.ts';
import { sortKeyOf } from '../lanes/hybrid-clock.ts';
import type { StoredRecord } from '../lanes/lane.ts';
import { readOps } from '../lanes/ops.ts';
import { decryptBody, type LanePlace } from '../lanes/record.ts';
import { may } from '../model/permissions.ts';
import type { MessageView } from '../model/views.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Community } from './community.ts';
import { knownToAuthor } from './judge-record.ts';

export type PlacedRecord = { place: LanePlace; record: StoredRecord };

/**
 * @returns messages of a record in order; `wait` if the governance its author knew, or its key, is not here yet; an
 * empty list if it says nothing that can be shown
 */
export const projectRecord = (crypto: Crypto, community: Community, placed: PlacedRecord): MessageView[] | 'wait' => {
  const { place, record } = placed;
  const { envelope, body } = record;
  const device = community.state()?.devices.get(place.device);
  const known = knownToAuthor(community, place, envelope);
  if (known === 'void') return [];
  const epoch = community.keys.epoch(opId(envelope.epoch));
  if (device === undefined || epoch === undefined || known === 'wait') return 'wait';
  const channel = place.channel as ChannelId;
  if (!may(known, place.device, 'post', channel)) return [];
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
            channel,
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
