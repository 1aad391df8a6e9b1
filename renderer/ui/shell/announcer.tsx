/** Tells screen readers of new arrivals, politely and not too often. */
import { useEffect } from 'react';

import type { ChannelView } from '../../../shared/model/views.ts';
import { useApp, useStore } from '../app-context.ts';
import { strings } from '../strings.ts';

const SAY_EVERY_MS = 1_000;

type AnnouncerProps = { channel: ChannelView | undefined };

export const Announcer = ({ channel }: AnnouncerProps) => {
  const { services, announcement } = useApp();
  const said = useStore(announcement);
  const channelId = channel?.id;
  useEffect(() => {
    let waiting: string[] = [];
    const stop = services.peer.subscribe((event) => {
      if (event.kind !== 'message' || event.message.channel !== channelId) return;
      waiting.push(strings.timeline.arrived(event.message.authorName, event.message.text));
    });
    const timer = setInterval(() => {
      if (waiting.length === 0) return;
      announcement.set(waiting.length > 3 ? strings.shell.unread(waiting.length) : waiting.join(' '));
      waiting = [];
    }, SAY_EVERY_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [services, announcement, channelId]);
  return (
    <div className="sr-only" role="log" aria-live="polite">
      {said}
    </div>
  );
};
