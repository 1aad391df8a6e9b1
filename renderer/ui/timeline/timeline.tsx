/** The messages of a channel, a stretch of them at a time. */
import { ArrowDown, Undo2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';

import type { ChannelView, CommunityView, MemberView } from '../../../shared/model/views.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import type { OutboxEntry } from '../../app/outbox.ts';
import { type TimelineRow, timelineRows } from '../../app/timeline-rows.ts';
import type { TimelineWindow } from '../../app/timeline-window.ts';
import { useApp, useStore } from '../app-context.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { strings } from '../strings.ts';
import { Beginning } from './beginning.tsx';
import { useMessagePlace } from './message-place.ts';
import { MessageRows } from './message-rows.tsx';
import { outboxMessages } from './outbox-messages.ts';
import { RefusalNote } from './refusal-note.tsx';
import { useJump } from './use-jump.ts';
import { NewsBar } from './news-bar.tsx';
import { type Opening, useOpening } from './use-opening.ts';
import { useSeen } from './use-seen.ts';
import { useTimeline } from './use-timeline.ts';
import { useTimelineScroll } from './use-timeline-scroll.ts';
import './timeline.css';

type TimelineProps = {
  community: CommunityView;
  channel: ChannelView;
  /** By a thread, in a narrow window. */
  isCovered: boolean;
};

export const Timeline = (props: TimelineProps) => {
  const opening = useOpening(props.channel);
  return opening === undefined ? <div className="timeline" /> : <OpenTimeline {...props} opening={opening} />;
};

const OpenTimeline = ({ community, channel, isCovered, opening }: TimelineProps & { opening: Opening }) => {
  const control = useTimeline(channel, opening);
  const everybody = useEverybody(community.id);
  const members = useMemo(() => everybody.filter(({ status }) => status === 'active'), [everybody]);
  const waiting = useOutbox(channel, control.shown);
  const rows = useRows(control.shown, control.newest ? waiting : NOTHING, everybody, community, channel);
  const place = useMessagePlace(community, channel, everybody, draftKey(community.id, channel.id));
  const scroll = useTimelineScroll(control, rows);
  const { box, drawn, onScroll, atEnd, toNewest: scrollToNewest } = scroll;
  const { told, goBack, forget } = useJump(channel, control, scroll);
  const toNewest = useCallback((): void => {
    forget();
    scrollToNewest();
  }, [forget, scrollToNewest]);
  const look = useSeen(channel, control, scroll, isCovered);
  useToNewest(toNewest);
  return (
    <div className="timeline">
      <div
        className="timeline-box scroll"
        ref={box}
        onScroll={() => {
          onScroll();
          look();
        }}
        data-testid="timeline"
      >
        <div className="timeline-content">
          {control.shown?.hasOlder === true ? <p className="timeline-older">{strings.timeline.loading}</p> : null}
          {control.shown?.hasOlder === false ? (
            <Beginning community={community} channel={channel} members={members} empty={rows.length === 0} />
          ) : null}
          <MessageRows label={strings.regions.messages} place={place} rows={drawn} waiting={waiting} told={told} />
        </div>
      </div>
      <NewsBar channel={channel} />
      <div className="timeline-pills">
        {goBack === undefined ? null : (
          <button type="button" className="timeline-pill" onClick={goBack}>
            <Undo2 size={16} aria-hidden /> {strings.message.back}
          </button>
        )}
        {atEnd && control.newest ? null : <NewestButton channel={channel} onClick={toNewest} />}
      </div>
      <RefusalNote />
    </div>
  );
};

const NewestButton = ({ channel, onClick }: { channel: ChannelView; onClick: () => void }) => {
  const unread = useStore(useApp().unread.counts).find((entry) => entry.channel === channel.id)?.count ?? 0;
  return (
    <button
      type="button"
      className="timeline-pill"
      aria-label={unread > 0 ? strings.timeline.newerLabel(strings.unread.many(unread)) : strings.timeline.toNewest}
      onClick={onClick}
    >
      <ArrowDown size={16} aria-hidden />{' '}
      {unread > 0 ? strings.timeline.newer(strings.unread.many(unread)) : strings.timeline.toNewest}
    </button>
  );
};

const NOTHING: readonly OutboxEntry[] = [];

const useRows = (
  shown: TimelineWindow | undefined,
  waiting: readonly OutboxEntry[],
  members: readonly MemberView[],
  community: CommunityView,
  channel: ChannelView,
): readonly TimelineRow[] => {
  const after = useStore(useApp().unread.dividers).get(channel.id);
  const { me } = community;
  const myName = members.find(({ id }) => id === community.me)?.name ?? '';
  return useMemo(() => {
    const messages = shown?.messages ?? [];
    const all = [...messages, ...outboxMessages(waiting, community, myName, messages)];
    return timelineRows(all, after === undefined ? undefined : { after, me });
  }, [shown, waiting, community, myName, after, me]);
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
