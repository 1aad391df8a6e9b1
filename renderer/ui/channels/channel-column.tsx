/** The community's name, its channels, and who I am here. */
import { Pencil, Settings, SlidersHorizontal, UserPlus } from 'lucide-react';

import { Fragment, useMemo } from 'react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { type ChannelSection, channelSections } from '../../app/channel-sections.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import { ariaKeys } from '../../app/key-bindings.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { may } from '../../app/offered-acts.ts';
import { CategoryHead } from './category-head.tsx';
import { ChannelSign } from './channel-sign.tsx';
import { IconButton } from '../primitives/button.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { IS_MAC } from '../shell/platform-keys.ts';
import { strings } from '../strings.ts';
import { useChannelDrag } from './use-channel-drag.ts';
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

/** One tab stop for all sections. A category folds in, but for what is unread in it and the channel that is open. */
const ChannelList = ({ community, channels, current }: ChannelColumnProps) => {
  const { preferences, unread } = useApp();
  const folded = useStore(preferences).folded[community.id] ?? NONE_FOLDED;
  const waiting = useStore(unread.counts);
  const sections = useMemo(() => channelSections(channels), [channels]);
  const isShown = ({ id }: ChannelView): boolean =>
    id === current?.id || waiting.some(({ channel, count }) => channel === id && count > 0);
  const shownIn = ({ kind, name, channels: all }: ChannelSection): readonly ChannelView[] =>
    kind === 'category' && folded.includes(name) ? all.filter(isShown) : all;
  const roving = useRoving(
    sections.flatMap((section) => [
      ...(section.kind === 'category' ? [headKey(section)] : []),
      ...shownIn(section).map(({ id }) => id),
    ]),
    current?.id,
  );
  const drag = useChannelDrag(community, channels);
  const fold = (name: string): void => {
    const next = folded.includes(name) ? folded.filter((other) => other !== name) : [...folded, name];
    preferences.change({ folded: { ...preferences.get().folded, [community.id]: next } });
  };
  return (
    <div {...roving.listProps}>
      {sections.map((section) => (
        <Fragment key={headKey(section)}>
          {section.kind === 'category' ? (
            <CategoryHead
              community={community}
              name={section.name}
              isFolded={folded.includes(section.name)}
              fold={() => fold(section.name)}
              roving={roving.itemProps(headKey(section))}
              drop={drag.onto(section.name)}
            />
          ) : (
            <SectionTitle kind={section.kind} />
          )}
          <ul className="channels-list" aria-label={labelOf(section)}>
            {shownIn(section).map((channel) => (
              <li key={channel.id} {...drag.of(channel)}>
                <ChannelButton
                  community={community}
                  channel={channel}
                  isCurrent={channel.id === current?.id}
                  roving={roving.itemProps(channel.id)}
                />
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </div>
  );
};

const NONE_FOLDED: readonly string[] = [];

const headKey = ({ kind, name }: ChannelSection): string => `${kind} ${name}`;

const labelOf = ({ kind, name }: ChannelSection): string => {
  if (kind === 'category') return name;
  if (kind === 'open') return strings.shell.channels;
  return kind === 'direct' ? strings.direct.list : strings.channels.archived;
};

const SectionTitle = ({ kind }: { kind: 'open' | 'direct' | 'archived' }) =>
  kind === 'open' ? null : <h3 className="channels-title">{labelOf({ kind, name: '', channels: [] })}</h3>;

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
