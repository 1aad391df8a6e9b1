/** Over the top of the timeline: how much is new and since when, and what came late, each with a way there. */
import { ArrowUp, CheckCheck, History } from 'lucide-react';

import { drop } from '../../../shared/base/drop.ts';
import type { ChannelView, MessageRef } from '../../../shared/model/views.ts';
import { firstUnread } from '../../app/first-unread.ts';
import { useApp, useStore } from '../app-context.ts';
import { strings } from '../strings.ts';
import { sinceWhen } from '../time-words.ts';
import './news-bar.css';

export const NewsBar = ({ channel }: { channel: ChannelView }) => {
  const { unread, services } = useApp();
  const counts = useStore(unread.counts).find((each) => each.channel === channel.id);
  const divider = useStore(unread.dividers).get(channel.id);
  const fresh = (counts?.count ?? 0) - (counts?.late.length ?? 0);
  return (
    <div className="news-bars">
      {counts?.from !== undefined && divider !== undefined ? (
        <FreshBar
          channel={channel}
          divider={divider}
          words={strings.unread.since(fresh, sinceWhen(counts.from, services.now()))}
        />
      ) : null}
      {counts !== undefined && counts.late.length > 0 ? <LateBar channel={channel} late={counts.late} /> : null}
    </div>
  );
};

const FreshBar = ({ channel, divider, words }: { channel: ChannelView; divider: string; words: string }) => {
  const app = useApp();
  const { unread, services, messages, toNewest } = app;
  const { community, id } = channel;
  const go = async (): Promise<void> => {
    const first = await firstUnread(app, channel, divider);
    if (first !== undefined) messages.jump.set({ channel: id, to: { id: first.id, sortKey: first.sortKey } });
  };
  const mark = (): void => {
    drop(unread.markRead({ community, channel: id }), 'marking a channel as read', services.report);
    toNewest.update((count) => count + 1);
  };
  return (
    <div className="news-bar late" role="group" aria-label={words} data-testid="news-bar">
      <button
        type="button"
        className="news-bar-words"
        title={strings.unread.jump}
        onClick={() => drop(go(), 'going to what is new', services.report)}
      >
        <ArrowUp size={14} aria-hidden /> {words}
      </button>
      <button type="button" className="news-bar-act" onClick={mark}>
        {strings.unread.markRead} <CheckCheck size={14} aria-hidden />
      </button>
    </div>
  );
};

const LateBar = ({ channel, late }: { channel: ChannelView; late: readonly string[] }) => {
  const { unread, messages } = useApp();
  const words = strings.unread.late(late.length);
  const go = (): void => {
    const to = refOf(late[0] ?? '');
    unread.sawLate({ community: channel.community, channel: channel.id });
    messages.jump.set({ channel: channel.id, to });
  };
  return (
    <button type="button" className="news-bar news-bar-late" title={strings.unread.lateHint} onClick={go}>
      <History size={14} aria-hidden /> {words}
    </button>
  );
};

/** A sort key is 16 hex digits, a point, and the id. */
const refOf = (sortKey: string): MessageRef => ({ id: sortKey.slice(17), sortKey });
