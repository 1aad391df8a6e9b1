/** A channel: its head, its messages, the composer, and the members or a thread: beside them, or over them if there is no room. */
import { type FormEvent, type ReactNode, useEffect } from 'react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import type { OpenThread } from '../../app/message-desk.ts';
import { useApp, useStore } from '../app-context.ts';
import { Composer } from '../composer/composer.tsx';
import { TypingLine } from '../composer/typing-line.tsx';
import { MemberList } from '../members/member-list.tsx';
import { ErrorBoundary } from '../primitives/error-boundary.tsx';
import { Button } from '../primitives/button.tsx';
import { SidePanel } from '../shell/side-panel.tsx';
import { strings } from '../strings.ts';
import { ConversationHead } from './conversation-head.tsx';
import { ThreadPanel } from './thread-panel.tsx';
import { Timeline } from './timeline.tsx';
import './conversation.css';

type ConversationProps = {
  community: CommunityView;
  channel: ChannelView | undefined;
  /** Whether the channels have been read at all. */
  hasRead: boolean;
};

export const Conversation = ({ community, channel, hasRead }: ConversationProps) => {
  const { services } = useApp();
  const { thread, isCovered, members } = useBeside(channel);
  useUncovered(isCovered);
  return (
    <div className="conversation">
      <main
        className={isCovered ? 'conversation-main conversation-covered' : 'conversation-main'}
        aria-label={strings.regions.timeline}
      >
        <ConversationHead channel={channel} seesMembers={members !== undefined} />
        {channel === undefined ? (
          <p className="conversation-none dim late">{hasRead ? strings.shell.noChannels : ''}</p>
        ) : (
          <ErrorBoundary
            key={channel.id}
            what="showing a channel"
            report={services.report}
            fallback={(retry) => <Broken retry={retry} />}
          >
            <Timeline key={channel.id} community={community} channel={channel} isCovered={isCovered} />
            <TypingLine community={community} channel={channel} />
            <Writes channel={channel}>
              <Composer key={`composer ${channel.id}`} community={community} channel={channel} />
            </Writes>
          </ErrorBoundary>
        )}
      </main>
      {channel !== undefined && thread !== undefined ? (
        <Writes channel={channel}>
          <ThreadPanel key={thread.root.id} community={community} channel={channel} thread={thread} />
        </Writes>
      ) : null}
      {members === undefined ? null : <Members community={community} where={members} />}
    </div>
  );
};

type Beside = {
  thread: OpenThread | undefined;
  /** By the thread. */
  isCovered: boolean;
  members: 'beside' | 'over' | undefined;
};

const useBeside = (channel: ChannelView | undefined): Beside => {
  const { preferences, messages, panels } = useApp();
  const { showMembers } = useStore(preferences);
  const open = useStore(messages.thread);
  const isRoomy = useStore(panels.room) === 'all';
  const isOver = useStore(panels.over) === 'members';
  const thread = open !== undefined && open.channel === channel?.id ? open : undefined;
  if (isRoomy) return { thread, isCovered: false, members: showMembers && thread === undefined ? 'beside' : undefined };
  return { thread, isCovered: thread !== undefined, members: isOver ? 'over' : undefined };
};

const Members = ({ community, where }: { community: CommunityView; where: 'beside' | 'over' }) =>
  where === 'over' ? (
    <SidePanel panel="members" label={strings.regions.members}>
      <MemberList community={community} />
    </SidePanel>
  ) : (
    <MemberList community={community} />
  );

/** Who is sent to a message sees it: the thread over it is closed. */
const useUncovered = (isCovered: boolean): void => {
  const { jump, thread } = useApp().messages;
  useEffect(() => {
    if (!isCovered) return undefined;
    return jump.subscribe(() => {
      if (jump.get() !== undefined) thread.set(undefined);
    });
  }, [isCovered, jump, thread]);
};

/** What is typed in here is told to those who may read the channel. */
const Writes = ({ channel, children }: { channel: ChannelView; children: ReactNode }) => {
  const { typing } = useApp().people;
  const onInput = ({ target }: FormEvent): void => {
    const isComposer = target instanceof HTMLElement && target.closest('[data-composer]') !== null;
    const isEmpty = target instanceof HTMLTextAreaElement && target.value.trim() === '';
    if (isComposer && !isEmpty) typing.typed(channel.community, channel.id);
  };
  return (
    <div className="conversation-writes" onInput={onInput}>
      {children}
    </div>
  );
};

const Broken = ({ retry }: { retry: () => void }) => (
  <div className="conversation-none">
    <p role="alert">{strings.brokenView}</p>
    <Button onClick={retry}>{strings.tryAgain}</Button>
  </div>
);
