/**
 * What is shown of a message whose bytes are gone: that it was there. Made from its envelope and from what names it, so
 * that it is the same on a device that once had its words and on one that never did.
 */
import { recordId } from '../base/ids.ts';
import { sortKeyOf } from '../lanes/hybrid-clock.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { EffectView, MessageRef, MessageView } from '../model/views.ts';

export type PlacedRecord = { place: LanePlace; record: StoredRecord };
export type Author = Pick<MessageView, 'author' | 'authorName'>;

/** @param named the deletes and purges that name the record, by sort key */
export const stubsOf = (author: Author, placed: PlacedRecord, named: readonly EffectView[]): MessageView[] => {
  const { place, record } = placed;
  const prefix = `${recordId(record.id)}.`;
  const first = new Map<string, EffectView>();
  for (const effect of named) {
    const { target } = effect;
    const isNamed =
      target.device === place.device && target.seq === record.envelope.seq && target.id.startsWith(prefix);
    const isAt = target.sortKey === sortKeyOf(record.envelope.clock, target.id);
    if (isNamed && isAt && !first.has(target.id)) first.set(target.id, effect);
  }
  return [...first.values()].map(({ target, act }) =>
    stubOf(author, placed, Number(target.id.slice(prefix.length)), 'thread' in act ? act.thread : undefined),
  );
};

/** What is the same for whatever a record says. */
export const placeOf = ({ place, record }: PlacedRecord, at: number, name = recordId(record.id)) => {
  const id = `${name}.${at}`;
  return {
    id,
    community: place.community,
    channel: place.channel,
    device: place.device,
    seq: record.envelope.seq,
    sentAt: record.envelope.clock.ms,
    sortKey: sortKeyOf(record.envelope.clock, id),
  };
};

/** Where a message stands of which only the envelope is left. */
const stubOf = (author: Author, placed: PlacedRecord, at: number, thread: MessageRef | undefined): MessageView => ({
  ...placeOf(placed, at),
  ...author,
  record: recordId(placed.record.id),
  text: '',
  ...(thread && { thread }),
});
