/** Tells screen readers of new arrivals, politely and not too often. */
import { useEffect, useRef } from 'react';

import type { ChannelView, CommunityView, MessageView } from '../../../shared/model/views.ts';
import { useApp, useStore } from '../app-context.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { useNames, useRoles, wordsWith } from '../members/use-names.ts';
import { strings } from '../strings.ts';

const SAY_EVERY_MS = 1_000;
/** That are read out; of more only how many. */
const FEW = 3;

type AnnouncerProps = { community: CommunityView | undefined; channel: ChannelView | undefined };

export const Announcer = ({ community, channel }: AnnouncerProps) => {
  const said = useStore(useApp().announcement);
  return (
    <div className="sr-only" role="log" aria-live="polite">
      {said}
      {community === undefined ? null : <Arrivals community={community} channel={channel} />}
    </div>
  );
};

type ArrivalsProps = { community: CommunityView; channel: ChannelView | undefined };

const Arrivals = ({ community, channel }: ArrivalsProps) => {
  const { services, announcement } = useApp();
  const channelId = channel?.id;
  const names = useNames(community, useEverybody(community.id), useRoles(community));
  const known = useRef(names);
  useEffect(() => {
    known.current = names;
  }, [names]);
  useEffect(() => {
    let waiting: MessageView[] = [];
    const stop = services.peer.subscribe((event) => {
      if (event.kind === 'message' && event.message.channel === channelId) waiting.push(event.message);
    });
    const inWords = ({ authorName, text }: MessageView): string =>
      strings.timeline.arrived(authorName, wordsWith(known.current, text));
    const timer = setInterval(() => {
      if (waiting.length === 0) return;
      announcement.set(waiting.length > FEW ? strings.shell.unread(waiting.length) : waiting.map(inWords).join(' '));
      waiting = [];
    }, SAY_EVERY_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [services, announcement, channelId]);
  return null;
};
