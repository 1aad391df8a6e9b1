/** The community's name, its channels, and who I am here. */
import { BellOff, ChevronDown, Ellipsis, Pencil, SlidersHorizontal, UserPlus } from 'lucide-react';

import { Fragment, type MouseEvent, useMemo } from 'react';

import { FOR_EVER } from '../../../shared/model/personal.ts';
import type { MemberId } from '../../../shared/base/ids.ts';
import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { type ChannelSection, channelSections } from '../../app/channel-sections.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import { useApp, useStore } from '../app-context.ts';
import { may } from '../../app/offered-acts.ts';
import { CategoryHead } from './category-head.tsx';
import type { ShownNews } from '../../app/shown-news.ts';
import { Me } from '../members/me.tsx';
import { usePresence } from '../members/presence-words.ts';
import { PresentAvatar } from '../members/present-avatar.tsx';
import { ChannelSign } from './channel-sign.tsx';
import { IconButton } from '../primitives/button.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';
import { sinceWhen } from '../time-words.ts';
import { PlaceMenu } from '../unread/place-menu.tsx';
import { useNews } from '../unread/use-news.ts';
import { usePlaceMenu } from '../unread/use-place-menu.ts';
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
        <h2 className="channels-name">
          {joined ? (
            <CommunityName community={community} />
          ) : (
            <span className="cut" dir="auto" title={community.name}>
              {community.name}
            </span>
          )}
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
  const { preferences } = useApp();
  const news = useNews();
  const folded = useStore(preferences).folded[community.id] ?? NONE_FOLDED;
  const sections = useMemo(() => channelSections(channels), [channels]);
  const isShown = (channel: ChannelView): boolean =>
    channel.id === current?.id || news(channel).isUnread || news(channel).badge > 0;
  const shownIn = ({ kind, name, channels: all }: ChannelSection): readonly ChannelView[] =>
    kind === 'category' && folded.includes(name) ? all.filter(isShown) : all;
  const roving = useRoving(
    sections.flatMap((section) => [
      ...(section.kind === 'category' ? [headKey(section)] : []),
      ...shownIn(section).map(({ id }) => id),
    ]),
    current?.id,
  );
  const menu = usePlaceMenu<ChannelView>();
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
              <li key={channel.id} className="channel-item" {...drag.of(channel)}>
                <ChannelButton
                  community={community}
                  channel={channel}
                  isCurrent={channel.id === current?.id}
                  news={news(channel)}
                  roving={{ ...roving.itemProps(channel.id), ...menu.propsFor(channel) }}
                />
                <MoreButton channel={channel} open={menu.openBy(channel)} />
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
      {menu.open === undefined ? null : (
        <PlaceMenu
          at={menu.open.at}
          scope={{ community: community.id, channel: menu.open.place.id }}
          name={menu.open.place.name}
          isDirect={menu.open.place.kind === 'direct'}
          close={menu.close}
        />
      )}
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

/** For the pointer; by keys the row itself opens its menu. */
const MoreButton = ({ channel, open }: { channel: ChannelView; open: (event: MouseEvent<HTMLElement>) => void }) => (
  <button
    type="button"
    tabIndex={-1}
    className="channel-more"
    aria-label={strings.places.more(channel.name)}
    aria-haspopup="menu"
    onClick={open}
  >
    <Ellipsis size={16} aria-hidden />
  </button>
);

/** Says whether the community is muted, and opens its menu. */
const CommunityName = ({ community }: { community: CommunityView }) => {
  const { attention } = useApp();
  useStore(attention.version);
  const menu = usePlaceMenu<CommunityView>();
  const isMuted = attention.mutedUntil({ community: community.id }) > 0;
  return (
    <>
      <button
        type="button"
        className="channels-menu"
        title={community.name}
        aria-haspopup="menu"
        onClick={menu.openBy(community)}
        {...menu.propsFor(community)}
      >
        <span className="cut" dir="auto">
          {community.name}
        </span>
        {isMuted ? <BellOff size={14} role="img" aria-label={strings.places.mutedForEver} /> : null}
        <ChevronDown size={16} aria-hidden />
      </button>
      {menu.open === undefined ? null : (
        <PlaceMenu
          at={menu.open.at}
          scope={{ community: community.id }}
          name={community.name}
          isDirect={false}
          close={menu.close}
        />
      )}
    </>
  );
};

type ChannelButtonProps = {
  community: CommunityView;
  channel: ChannelView;
  isCurrent: boolean;
  news: ShownNews;
  roving: object;
};

const ChannelButton = ({ community, channel, isCurrent, news, roving }: ChannelButtonProps) => {
  const { visit, drafts, services } = useApp();
  const filled = useStore(drafts.filled);
  const hasDraft = !isCurrent && filled.has(draftKey(community.id, channel.id));
  return (
    <button
      type="button"
      className={classOf(news)}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={() => visit(community.id, channel.id)}
      {...roving}
    >
      {channel.with !== undefined ? (
        <DirectSign member={channel.with} name={channel.name} />
      ) : (
        <ChannelSign channel={channel} />
      )}
      <span className="cut channel-name" dir="auto">
        {channel.name}
      </span>
      {hasDraft ? <Pencil size={14} role="img" aria-label={strings.shell.draft} /> : null}
      {news.mutedUntil > 0 ? (
        <BellOff size={14} role="img" aria-label={mutedWords(news.mutedUntil, services.now())} />
      ) : null}
      {news.isUnread ? <span className="sr-only">{strings.unread.spoken(news.count)}</span> : null}
      {news.badge > 0 ? <Badge count={news.badge} isDirect={channel.kind === 'direct'} /> : null}
    </button>
  );
};

const Badge = ({ count, isDirect }: { count: number; isDirect: boolean }) => (
  <span className="count" aria-hidden={isDirect}>
    <span aria-hidden>{strings.unread.many(count)}</span>
    {isDirect ? null : <span className="sr-only">{strings.unread.mentions(count)}</span>}
  </span>
);

const classOf = ({ isUnread, mutedUntil }: ShownNews): string =>
  `channel${isUnread ? ' channel-unread' : ''}${mutedUntil > 0 ? ' channel-muted' : ''}`;

const mutedWords = (until: number, now: number): string =>
  until === FOR_EVER ? strings.places.mutedForEver : strings.places.mutedUntil(sinceWhen(until, now));

const DirectSign = ({ member, name }: { member: MemberId; name: string }) => {
  const { state, words } = usePresence(undefined)(member);
  return (
    <>
      <PresentAvatar id={member} name={name} size="xs" state={state} />
      <span className="sr-only">{words}</span>
    </>
  );
};

const wordsWithoutChannels = ({ state }: CommunityView): string => {
  if (state === 'removed') return strings.removed.short;
  return state === 'joined' ? strings.shell.noChannels : strings.shell.joining;
};
