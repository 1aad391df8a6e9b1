/** A list of messages: in the timeline, and in a thread. */
import { useEffect, useMemo, useRef, useState } from 'react';

import type { MessageView } from '../../../shared/model/views.ts';
import { deliveryReader, directDeliveryReader } from '../../app/delivery.ts';
import { withNames } from '../../app/mention-text.ts';
import type { OutboxEntry } from '../../app/outbox.ts';
import type { TimelineRow } from '../../app/timeline-rows.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { useRoving } from '../primitives/use-roving.ts';
import { dayName } from '../time-words.ts';
import { type MessagePlace, offersFor } from './message-place.ts';
import { MessageRow } from './message-row.tsx';
import { NewRow } from './new-row.tsx';

type MessageRowsProps = {
  label: string;
  place: MessagePlace;
  rows: readonly TimelineRow[];
  waiting: readonly OutboxEntry[];
  /** The message to which the reader was sent. */
  told?: string | undefined;
};

export const MessageRows = ({ label, place, rows, waiting, told }: MessageRowsProps) => {
  const { services, messages } = useApp();
  const readDelivery = useDelivery(place);
  const answered = useAnswered(place, rows);
  const editing = useStore(messages.editing);
  useEditLast(place, rows);
  const keys = rows.filter(({ kind }) => kind === 'message').map(({ key }) => key);
  const roving = useRoving(keys, keys.at(-1));
  const { me } = place.community;
  const lastOwn = rows.findLast((row) => row.kind === 'message' && row.message.author === me)?.key;
  return (
    <ul className="timeline-rows" aria-label={label} {...roving.listProps}>
      {rows.map((row) => {
        if (row.kind === 'day') {
          return (
            <li key={row.key} className="day">
              <span>{dayName(row.at, services.now())}</span>
            </li>
          );
        }
        if (row.kind === 'new') return <NewRow key={row.key} at={row.at} hasDay={row.day} />;
        const { message } = row;
        const entry = waiting.find(({ key }) => key === row.key);
        return (
          <MessageRow
            key={row.key}
            place={place}
            message={message}
            answered={answered.get((message.replyTo ?? message.thread)?.id ?? '')}
            first={row.first}
            entry={entry}
            delivery={message.author === me && entry === undefined ? readDelivery(message) : undefined}
            isLastOwn={row.key === lastOwn}
            editing={editing?.id === message.id && entry === undefined ? editing : undefined}
            isTold={told === message.id}
            tabIndex={roving.itemProps(row.key).tabIndex}
          />
        );
      })}
    </ul>
  );
};

const useDelivery = ({ community, channel, people }: MessagePlace) => {
  const receipts = useQuery(`receipts ${channel.id}`, ({ services: { queries } }) =>
    queries.receipts(community.id, channel.id),
  );
  return useMemo(() => {
    const members = [...people.values()].filter(({ status }) => status === 'active');
    return channel.with === undefined
      ? deliveryReader(receipts ?? [], members, community.me)
      : directDeliveryReader(receipts ?? [], members, community.me, channel.with);
  }, [receipts, people, community.me, channel.with]);
};

type Known = ReadonlyMap<string, MessageView>;
const NONE: Known = new Map();

/** The messages that those on screen answer, by id. What was known stays until the next answer. */
const useAnswered = ({ community, channel }: MessagePlace, rows: readonly TimelineRow[]): Known => {
  const sortKeys = useMemo(() => answeredBy(rows), [rows]);
  const found = useQuery(`answered ${channel.id} ${sortKeys.join(' ')}`, ({ services: { queries } }) =>
    sortKeys.length === 0 ? Promise.resolve([]) : queries.messagesAt(community.id, channel.id, sortKeys),
  );
  const known = useMemo(() => found && new Map(found.map((message) => [message.id, message])), [found]);
  const [shown, setShown] = useState<Known>(NONE);
  if (known !== undefined && known !== shown) setShown(known);
  return shown;
};

const answeredBy = (rows: readonly TimelineRow[]): string[] => {
  const refs = rows.flatMap((row) => (row.kind === 'message' ? [row.message.replyTo ?? row.message.thread] : []));
  return [...new Set(refs.flatMap((ref) => (ref === undefined ? [] : [ref.sortKey])))].sort();
};

/** Changes the last own message when its composer asks for it. */
const useEditLast = (place: MessagePlace, rows: readonly TimelineRow[]): void => {
  const { messages } = useApp();
  const asked = useStore(messages.editLast);
  const done = useRef(asked);
  useEffect(() => {
    if (done.current === asked) return;
    done.current = asked;
    if (asked.composer !== place.composer) return;
    const row = rows.findLast((one) => one.kind === 'message' && offersFor(place, one.message).includes('edit'));
    if (row?.kind !== 'message') return;
    const text = withNames(row.message.text, place.names);
    messages.editing.set({ id: row.message.id, text, composer: asked.composer });
  }, [asked, place, rows, messages]);
};
