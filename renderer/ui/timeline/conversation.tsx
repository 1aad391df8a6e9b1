/** A channel: its head, its messages, the composer, and the members beside them. */
import { MessageCircle, MessagesSquare, Pin, Search, Users } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { ariaKeys } from '../../app/key-bindings.ts';
import { useApp, useStore } from '../app-context.ts';
import { ChannelSign } from '../channels/channel-sign.tsx';
import { Composer } from '../composer/composer.tsx';
import { TypingLine } from '../composer/typing-line.tsx';
import { MemberList } from '../members/member-list.tsx';
import { IconButton } from '../primitives/button.tsx';
import { ErrorBoundary } from '../primitives/error-boundary.tsx';
import { Button } from '../primitives/button.tsx';
import { IS_MAC } from '../shell/platform-keys.ts';
import { strings } from '../strings.ts';
import { InboxButton } from '../unread/inbox-button.tsx';
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
  const { preferences, services, messages } = useApp();
  const { showMembers } = useStore(preferences);
  const open = useStore(messages.thread);
  const thread = channel !== undefined && open?.channel === channel.id ? open : undefined;
  const seesMembers = showMembers && thread === undefined;
  return (
    <div className="conversation">
      <main className="conversation-main" aria-label={strings.regions.timeline}>
        <header className="column-head">
          {channel === undefined ? null : (
            <>
              <Title channel={channel} />
              <SearchButton />
              <ThreadsButton channel={channel} />
              <PinsButton channel={channel} />
              <InboxButton />
            </>
          )}
          <IconButton
            label={seesMembers ? strings.shell.hideMembers : strings.shell.showMembers}
            icon={<Users size={18} aria-hidden />}
            aria-pressed={seesMembers}
            onClick={() => {
              messages.thread.set(undefined);
              preferences.change({ showMembers: !seesMembers });
            }}
          />
        </header>
        {channel === undefined ? (
          <p className="conversation-none dim late">{hasRead ? strings.shell.noChannels : ''}</p>
        ) : (
          <ErrorBoundary
            key={channel.id}
            what="showing a channel"
            report={services.report}
            fallback={(retry) => <Broken retry={retry} />}
          >
            <Timeline key={channel.id} community={community} channel={channel} />
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
      {seesMembers ? <MemberList community={community} /> : null}
    </div>
  );
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

const SearchButton = () => {
  const { dialog } = useApp();
  return (
    <IconButton
      label={strings.search.open}
      icon={<Search size={18} aria-hidden />}
      aria-keyshortcuts={ariaKeys('search', IS_MAC)}
      onClick={() => dialog.set({ kind: 'search' })}
    />
  );
};

const ThreadsButton = ({ channel }: { channel: ChannelView }) => {
  const { dialog } = useApp();
  return (
    <IconButton
      label={strings.threads.open}
      icon={<MessagesSquare size={18} aria-hidden />}
      onClick={() => dialog.set({ kind: 'threads', channel })}
    />
  );
};

const PinsButton = ({ channel }: { channel: ChannelView }) => {
  const { dialog } = useApp();
  return (
    <IconButton
      label={strings.pins.open}
      icon={<Pin size={18} aria-hidden />}
      onClick={() => dialog.set({ kind: 'pins', channel })}
    />
  );
};

const Title = ({ channel }: { channel: ChannelView }) => (
  <h1 className="conversation-title">
    {channel.kind === 'direct' ? (
      <MessageCircle size={20} aria-hidden className="channel-sign" />
    ) : (
      <ChannelSign channel={channel} />
    )}
    <span className="cut" dir="auto">
      {channel.name}
    </span>
    {channel.topic === '' ? null : (
      <span className="cut conversation-topic" dir="auto">
        {channel.topic}
      </span>
    )}
  </h1>
);

const Broken = ({ retry }: { retry: () => void }) => (
  <div className="conversation-none">
    <p role="alert">{strings.brokenView}</p>
    <Button onClick={retry}>{strings.tryAgain}</Button>
  </div>
);
