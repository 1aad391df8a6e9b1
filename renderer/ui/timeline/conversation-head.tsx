/** The name of a channel, and the buttons that open what belongs to it. */
import { MessageCircle, MessagesSquare, Pin, Search, Users } from 'lucide-react';

import type { ChannelView } from '../../../shared/model/views.ts';
import { ariaKeys } from '../../app/key-bindings.ts';
import { useApp, useStore } from '../app-context.ts';
import { ChannelSign } from '../channels/channel-sign.tsx';
import { IconButton } from '../primitives/button.tsx';
import { PlacesButton } from '../shell/places-button.tsx';
import { IS_MAC } from '../shell/platform-keys.ts';
import { panelId } from '../shell/side-panel.tsx';
import { strings } from '../strings.ts';
import { InboxButton } from '../unread/inbox-button.tsx';

type ConversationHeadProps = { channel: ChannelView | undefined; seesMembers: boolean };

export const ConversationHead = ({ channel, seesMembers }: ConversationHeadProps) => (
  <header className="column-head">
    <PlacesButton />
    {channel === undefined ? null : (
      <>
        <Title channel={channel} />
        <SearchButton />
        <ThreadsButton channel={channel} />
        <PinsButton channel={channel} />
        <InboxButton />
      </>
    )}
    <MembersButton seesMembers={seesMembers} />
  </header>
);

/** Shows or hides the column; where there is no room for it, it opens and closes a panel. */
const MembersButton = ({ seesMembers }: { seesMembers: boolean }) => {
  const { preferences, messages, panels } = useApp();
  const isRoomy = useStore(panels.room) === 'all';
  const toggle = (): void => {
    if (!isRoomy) return panels.toggle('members');
    messages.thread.set(undefined);
    preferences.change({ showMembers: !seesMembers });
  };
  return (
    <IconButton
      label={seesMembers ? strings.shell.hideMembers : strings.shell.showMembers}
      icon={<Users size={18} aria-hidden />}
      {...(isRoomy
        ? { 'aria-pressed': seesMembers }
        : { 'aria-expanded': seesMembers, 'aria-controls': seesMembers ? panelId('members') : undefined })}
      onClick={toggle}
    />
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
      <span className="conversation-topic">
        <span className="cut" dir="auto">
          {channel.topic}
        </span>
      </span>
    )}
  </h1>
);
