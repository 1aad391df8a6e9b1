/** The community's name, its channels, and who I am here. */
import { Pencil, Settings, SlidersHorizontal, UserPlus } from 'lucide-react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import { ariaKeys } from '../../app/key-bindings.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { may } from '../../app/offered-acts.ts';
import { ChannelSign } from './channel-sign.tsx';
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
        {may(community, 'manage-invites') ? (
          <IconButton
            label={strings.invite.open}
            icon={<UserPlus size={18} aria-hidden />}
            onClick={() => dialog.set({ kind: 'invite-people', community: community.id })}
          />
        ) : null}
        {joined ? (
          <IconButton
            label={strings.community.settings}
            icon={<SlidersHorizontal size={18} aria-hidden />}
            onClick={() => dialog.set({ kind: 'community-settings', section: 'overview' })}
          />
        ) : null}
      </header>
      <div className="channels-body scroll">
        {channels.length === 0 ? (
          <p className="channels-none">{wordsWithoutChannels(community)}</p>
        ) : (
          <ChannelList community={community} channels={channels} current={current} />
        )}
      </div>
      <Me community={community} />
    </nav>
  );
};

/** One tab stop for both lists: channels, and under them the conversations of two. */
const ChannelList = ({ community, channels, current }: ChannelColumnProps) => {
  const open = channels.filter(({ kind, isArchived }) => kind === 'channel' && !isArchived);
  const archived = channels.filter(({ kind, isArchived }) => kind === 'channel' && isArchived);
  const direct = channels.filter(({ kind }) => kind === 'direct');
  const roving = useRoving(
    [...open, ...archived, ...direct].map(({ id }) => id),
    current?.id,
  );
  const list = (label: string, shown: readonly ChannelView[], isTitled: boolean) =>
    shown.length === 0 ? null : (
      <>
        {isTitled ? <h3 className="channels-title">{label}</h3> : null}
        <ul className="channels-list" aria-label={label}>
          {shown.map((channel) => (
            <li key={channel.id}>
              <ChannelButton
                community={community}
                channel={channel}
                isCurrent={channel.id === current?.id}
                roving={roving.itemProps(channel.id)}
              />
            </li>
          ))}
        </ul>
      </>
    );
  return (
    <div {...roving.listProps}>
      {list(strings.shell.channels, open, false)}
      {list(strings.direct.list, direct, true)}
      {list(strings.channels.archived, archived, true)}
    </div>
  );
};

type ChannelButtonProps = { community: CommunityView; channel: ChannelView; isCurrent: boolean; roving: object };

const ChannelButton = ({ community, channel, isCurrent, roving }: ChannelButtonProps) => {
  const { visit, unread, drafts } = useApp();
  const counts = useStore(unread.counts);
  const filled = useStore(drafts.filled);
  const waiting = counts.find((entry) => entry.channel === channel.id)?.count ?? 0;
  const hasDraft = !isCurrent && filled.has(draftKey(community.id, channel.id));
  return (
    <button
      type="button"
      className={waiting > 0 ? 'channel channel-unread' : 'channel'}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={() => visit(community.id, channel.id)}
      {...roving}
    >
      {channel.kind === 'direct' ? (
        <Avatar id={channel.with ?? channel.id} name={channel.name} size="xs" />
      ) : (
        <ChannelSign channel={channel} />
      )}
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
  );
};

const wordsWithoutChannels = ({ state }: CommunityView): string => {
  if (state === 'removed') return strings.removed.short;
  return state === 'joined' ? strings.shell.noChannels : strings.shell.joining;
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
      <button
        type="button"
        className="me-words"
        disabled={me === undefined}
        onClick={() => me && dialog.set({ kind: 'profile', community: community.id, member: me.id })}
      >
        <span className="cut me-name" dir="auto">
          {name}
        </span>
        <span className="me-note">{strings.shell.you}</span>
      </button>
      <IconButton
        label={strings.shell.settings}
        icon={<Settings size={18} aria-hidden />}
        aria-keyshortcuts={ariaKeys('settings', IS_MAC)}
        onClick={() => dialog.set({ kind: 'settings' })}
      />
    </footer>
  );
};
