/** The messages of a channel, a stretch of them at a time. */
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';

import type { ChannelView, CommunityView, MemberView } from '../../../shared/model/views.ts';
import { deliveryReader } from '../../app/delivery.ts';
import type { OutboxEntry } from '../../app/outbox.ts';
import { type TimelineRow, timelineRows } from '../../app/timeline-rows.ts';
import type { TimelineWindow } from '../../app/timeline-window.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';
import { dayName } from '../time-words.ts';
import { Beginning } from './beginning.tsx';
import { MessageRow } from './message-row.tsx';
import { outboxMessages } from './outbox-messages.ts';
import { useReading } from './use-reading.ts';
import { useTimeline } from './use-timeline.ts';
import { useTimelineScroll } from './use-timeline-scroll.ts';
import './timeline.css';

type TimelineProps = { community: CommunityView; channel: ChannelView };

export const Timeline = ({ community, channel }: TimelineProps) => {
  const control = useTimeline(channel);
  const members = useQuery(`members ${community.id}`, ({ services }) => services.queries.members(community.id));
  const waiting = useOutbox(channel, control.shown);
  const rows = useRows(control.shown, control.newest ? waiting : NOTHING, members, community);
  const { box, onScroll, atEnd, toNewest } = useTimelineScroll(control, rows);
  useReading(channel.id, atEnd && control.newest);
  useToNewest(toNewest);
  return (
    <div className="timeline">
      <div className="timeline-box scroll" ref={box} onScroll={onScroll} data-testid="timeline">
        <div className="timeline-content">
          {control.shown?.hasOlder === true ? <p className="timeline-older">{strings.timeline.loading}</p> : null}
          {control.shown?.hasOlder === false ? (
            <Beginning channel={channel} members={members} empty={rows.length === 0} />
          ) : null}
          <Rows rows={rows} waiting={waiting} community={community} channel={channel} members={members ?? NOBODY} />
        </div>
      </div>
      {atEnd && control.newest ? null : <NewestButton channel={channel} onClick={toNewest} />}
    </div>
  );
};

const NewestButton = ({ channel, onClick }: { channel: ChannelView; onClick: () => void }) => {
  const unread = useStore(useApp().unread.counts).find((entry) => entry.channel === channel.id)?.count ?? 0;
  return (
    <button
      type="button"
      className="timeline-newest"
      aria-label={unread > 0 ? strings.timeline.newerLabel(unread) : strings.timeline.toNewest}
      onClick={onClick}
    >
      <ArrowDown size={16} aria-hidden /> {unread > 0 ? strings.timeline.newer(unread) : strings.timeline.toNewest}
    </button>
  );
};

const NOTHING: readonly OutboxEntry[] = [];
const NOBODY: readonly MemberView[] = [];

type RowsProps = {
  rows: readonly TimelineRow[];
  waiting: readonly OutboxEntry[];
  community: CommunityView;
  channel: ChannelView;
  members: readonly MemberView[];
};

const Rows = ({ rows, waiting, community, channel, members }: RowsProps) => {
  const { services } = useApp();
  const receipts = useQuery(`receipts ${channel.id}`, ({ services: { queries } }) =>
    queries.receipts(community.id, channel.id),
  );
  const readDelivery = useMemo(
    () => deliveryReader(receipts ?? [], members, community.me),
    [receipts, members, community.me],
  );
  const names = useMemo(() => new Map(members.map((member) => [member.id, member.name])), [members]);
  const keys = rows.filter(({ kind }) => kind === 'message').map(({ key }) => key);
  const roving = useRoving(keys, keys.at(-1));
  const lastOwn = rows.findLast((row) => row.kind === 'message' && row.message.author === community.me)?.key;
  return (
    <ul className="timeline-rows" aria-label={strings.regions.messages} {...roving.listProps}>
      {rows.map((row) => {
        if (row.kind === 'day') {
          return (
            <li key={row.key} className="day">
              <span>{dayName(row.at, services.now())}</span>
            </li>
          );
        }
        const entry = waiting.find(({ key }) => key === row.key);
        const mine = row.message.author === community.me;
        return (
          <MessageRow
            key={row.key}
            message={row.message}
            name={names.get(row.message.author) ?? row.message.authorName}
            first={row.first}
            entry={entry}
            delivery={mine && entry === undefined ? readDelivery(row.message) : undefined}
            isLastOwn={row.key === lastOwn}
            tabIndex={roving.itemProps(row.key).tabIndex}
          />
        );
      })}
    </ul>
  );
};

const useRows = (
  shown: TimelineWindow | undefined,
  waiting: readonly OutboxEntry[],
  members: readonly MemberView[] | undefined,
  community: CommunityView,
): readonly TimelineRow[] => {
  const myName = members?.find(({ id }) => id === community.me)?.name ?? '';
  return useMemo(
    () => timelineRows([...(shown?.messages ?? []), ...outboxMessages(waiting, community, myName)]),
    [shown, waiting, community, myName],
  );
};

/** What is on its way to the disk. What has arrived in the timeline is taken out. */
const useOutbox = (channel: ChannelView, shown: TimelineWindow | undefined): readonly OutboxEntry[] => {
  const { outbox } = useApp();
  const entries = useStore(outbox.entries);
  const shownIds = useMemo(() => new Set(shown?.messages.map(({ id }) => id)), [shown]);
  useEffect(() => outbox.settle(shownIds), [outbox, shownIds, entries]);
  return useMemo(
    () =>
      entries.filter(
        ({ channel: where, state }) => where === channel.id && !(state.kind === 'saved' && shownIds.has(state.id)),
      ),
    [entries, channel.id, shownIds],
  );
};

const useToNewest = (toNewest: () => void): void => {
  const asked = useStore(useApp().toNewest);
  const done = useRef(asked);
  useEffect(() => {
    if (done.current === asked) return;
    done.current = asked;
    toNewest();
  }, [asked, toNewest]);
};
