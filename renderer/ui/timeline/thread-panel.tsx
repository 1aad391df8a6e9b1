/** A thread: the message that began it, what was said in it, and a composer; in the place of the members. */
import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';

import type { ChannelView, CommunityView, MessageView } from '../../../shared/model/views.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import type { OpenThread } from '../../app/message-desk.ts';
import type { OutboxEntry } from '../../app/outbox.ts';
import { timelineRows } from '../../app/timeline-rows.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Composer } from '../composer/composer.tsx';
import { useEverybody } from '../members/use-everybody.ts';
import { IconButton } from '../primitives/button.tsx';
import { shownComposer } from '../shell/regions.ts';
import { strings } from '../strings.ts';
import { useMessagePlace } from './message-place.ts';
import { MessageRows } from './message-rows.tsx';
import { outboxMessages } from './outbox-messages.ts';
import './thread-panel.css';

type ThreadPanelProps = { community: CommunityView; channel: ChannelView; thread: OpenThread };

export const ThreadPanel = ({ community, channel, thread: { root } }: ThreadPanelProps) => {
  const { messages } = useApp();
  const composer = draftKey(community.id, channel.id, root.id);
  const everybody = useEverybody(community.id);
  const place = useMessagePlace(community, channel, everybody, composer, true);
  const said = useThread(community, channel, root);
  const waiting = useWaiting(root.id, said);
  const myName = everybody.find(({ id }) => id === community.me)?.name ?? '';
  const rows = useMemo(
    () => timelineRows([...(said ?? []), ...outboxMessages(waiting, community, myName, said ?? [])]),
    [said, waiting, community, myName],
  );
  const first = said?.find(({ id }) => id === root.id);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In newer browsers this answers with a promise, which is no clean-up.
    end.current?.scrollIntoView({ block: 'end' });
  }, [rows.length]);
  const close = (): void => {
    // in a narrow window the channel's composer can have focus only when the thread is gone
    flushSync(() => messages.thread.set(undefined));
    shownComposer()?.focus();
  };
  return (
    <aside className="thread" aria-label={strings.thread.title} data-region {...closesOnEscape(close)}>
      <header className="column-head">
        <h2 className="thread-title">{strings.thread.title}</h2>
        <IconButton label={strings.thread.close} icon={<X size={18} aria-hidden />} onClick={close} />
      </header>
      <div className="thread-body scroll" tabIndex={-1}>
        <MessageRows label={strings.thread.messages} place={place} rows={rows} waiting={waiting} />
        {said !== undefined && rows.length <= 2 ? <p className="thread-none dim">{strings.thread.none}</p> : null}
        <div ref={end} />
      </div>
      {said === undefined ? null : first === undefined || first.gone !== undefined ? (
        <p className="composer-none" role="note">
          {strings.thread.rootGone}
        </p>
      ) : (
        <Composer community={community} channel={channel} thread={first} />
      )}
    </aside>
  );
};

/** Unless Escape meant something nearer: a reply, a change, a menu. */
const closesOnEscape = (close: () => void) => ({
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  },
});

/** The message that began it, and what stands in it. */
const useThread = (
  community: CommunityView,
  channel: ChannelView,
  { sortKey }: OpenThread['root'],
): readonly MessageView[] | undefined =>
  useQuery(`thread ${channel.id} ${sortKey}`, async ({ services: { queries } }) => [
    ...(await queries.messagesAt(community.id, channel.id, [sortKey])),
    ...(await queries.thread(community.id, channel.id, sortKey)),
  ]);

/** What is on its way to the disk. The timeline beside it takes out what has arrived. */
const useWaiting = (root: string, said: readonly MessageView[] | undefined): readonly OutboxEntry[] => {
  const entries = useStore(useApp().outbox.entries);
  return useMemo(
    () =>
      entries.filter(
        ({ thread, state }) =>
          thread !== undefined &&
          `${thread.record}.${thread.op}` === root &&
          !(state.kind === 'saved' && said?.some(({ id }) => id === state.id) === true),
      ),
    [entries, root, said],
  );
};
