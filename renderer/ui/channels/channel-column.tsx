/** The community's name, its channels, and who I am here. */
import { Hash, Pencil, Settings, UserPlus } from 'lucide-react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import { ariaKeys } from '../../app/key-bindings.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { IconButton } from '../primitives/button.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { IS_MAC } from '../shell/platform-keys.ts';
import { strings } from '../strings.ts';
import './channel-column.css';

type ChannelColumnProps = {
  community: CommunityView;
  channels: readonly ChannelView[];
  current: ChannelView | undefined;
};

export const ChannelColumn = ({ community, channels, current }: ChannelColumnProps) => {
  const { dialog } = useApp();
  const joined = community.state === 'joined';
  return (
    <nav className="channels" aria-label={strings.regions.channels} data-region>
      <header className="column-head">
        <h2 className="channels-name cut" dir="auto" title={community.name}>
          {community.name}
        </h2>
        {joined ? (
          <IconButton
            label={strings.invite.open}
            icon={<UserPlus size={18} aria-hidden />}
            onClick={() => dialog.set({ kind: 'invite-people', community: community.id })}
          />
        ) : null}
      </header>
      <div className="channels-body scroll">
        {channels.length === 0 ? (
          <p className="channels-none">{joined ? strings.shell.noChannels : strings.shell.joining}</p>
        ) : (
          <ChannelList community={community} channels={channels} current={current} />
        )}
      </div>
      <Me community={community} />
    </nav>
  );
};

const ChannelList = ({ community, channels, current }: ChannelColumnProps) => {
  const { visit, unread, drafts } = useApp();
  const counts = useStore(unread.counts);
  const filled = useStore(drafts.filled);
  const roving = useRoving(
    channels.map(({ id }) => id),
    current?.id,
  );
  return (
    <ul className="channels-list" aria-label={strings.shell.channels} {...roving.listProps}>
      {channels.map((channel) => {
        const waiting = counts.find((entry) => entry.channel === channel.id)?.count ?? 0;
        const isCurrent = channel.id === current?.id;
        const hasDraft = !isCurrent && filled.has(draftKey(community.id, channel.id));
        return (
          <li key={channel.id}>
            <button
              type="button"
              className={waiting > 0 ? 'channel channel-unread' : 'channel'}
              aria-current={isCurrent ? 'page' : undefined}
              onClick={() => visit(community.id, channel.id)}
              {...roving.itemProps(channel.id)}
            >
              <Hash size={18} aria-hidden className="channel-sign" />
              <span className="cut channel-name" dir="auto">
                {channel.name}
              </span>
              {hasDraft ? <Pencil size={14} role="img" aria-label={strings.shell.draft} /> : null}
              {waiting > 0 ? (
                <span className="count" aria-label={strings.shell.unread(waiting)}>
                  {waiting > 99 ? '99+' : waiting}
                </span>
              ) : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
};

const Me = ({ community }: { community: CommunityView }) => {
  const { dialog, preferences } = useApp();
  const { memberName } = useStore(preferences);
  const members = useQuery(`members ${community.id}`, ({ services }) => services.queries.members(community.id));
  const me = members?.find(({ id }) => id === community.me);
  const name = me?.name ?? memberName;
  return (
    <footer className="me">
      <Avatar id={me?.id ?? community.device} name={name} size="s" />
      <span className="me-words">
        <span className="cut me-name" dir="auto">
          {name}
        </span>
        <span className="me-note">{strings.shell.you}</span>
      </span>
      <IconButton
        label={strings.shell.settings}
        icon={<Settings size={18} aria-hidden />}
        aria-keyshortcuts={ariaKeys('settings', IS_MAC)}
        onClick={() => dialog.set({ kind: 'settings' })}
      />
    </footer>
  );
};
