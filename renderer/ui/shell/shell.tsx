/** The window in use: communities, channels, conversation, members, and the network line under everything. */
import { useEffect, useLayoutEffect, useMemo } from 'react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { asListed } from '../../app/channel-sections.ts';
import { inOwnOrder } from '../../app/community-order.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { strings } from '../strings.ts';
import { AskToNotify } from '../unread/ask-to-notify.tsx';
import { useNewsOf } from '../unread/use-news.ts';
import { ChannelColumn } from '../channels/channel-column.tsx';
import { CommunityRail } from '../communities/community-rail.tsx';
import { ProfileCards } from '../members/profile-card.tsx';
import { UndoNote } from '../members/undo-note.tsx';
import { NetworkBar } from '../network/network-bar.tsx';
import { OutageBanner } from '../network/outage-banner.tsx';
import { JoiningScreen } from '../onboarding/joining-screen.tsx';
import { Welcome } from '../onboarding/welcome.tsx';
import { Conversation } from '../timeline/conversation.tsx';
import { PhraseReminder } from '../person/phrase-reminder.tsx';
import { Announcer } from './announcer.tsx';
import { Dialogs } from './dialogs.tsx';
import { PlacesButton } from './places-button.tsx';
import { RemovedNote } from './removed-note.tsx';
import { RequestsBanner } from './requests-banner.tsx';
import { SidePanel } from './side-panel.tsx';
import { useActivity } from './use-activity.ts';
import { StateNotices } from './state-notices.tsx';
import { useKeys } from './use-keys.ts';
import './shell.css';

const NO_CHANNELS: readonly ChannelView[] = [];
const NO_COMMUNITIES: readonly CommunityView[] = [];

export const Shell = () => {
  const { communities, community, channels, channel } = usePlace();
  useKeys(communities ?? NO_COMMUNITIES, community, channels ?? NO_CHANNELS, channel);
  useTitle(community, channel);
  // times that are on screen are written anew when this changes
  const { hours } = useStore(useApp().preferences);
  useActivity();
  useWatchPeople(community);
  const room = useRoom();
  if (communities === undefined) return null;
  return (
    <>
      <div className={community === undefined ? 'shell shell-first' : 'shell'} data-room={room}>
        {community === undefined ? (
          <div className="shell-main">
            <OutageBanner community={undefined} />
            <Welcome />
          </div>
        ) : (
          <Columns
            communities={communities}
            hours={hours}
            community={community}
            channels={channels}
            channel={channel}
          />
        )}
        <NetworkBar community={community} />
      </div>
      <Dialogs community={community} />
      <ProfileCards community={community} />
      <UndoNote />
      <Announcer community={community} channel={channel} />
    </>
  );
};

/** Communities and channels stand beside the conversation, or come over it. */
const Columns = ({ communities, ...props }: MainProps & { communities: readonly CommunityView[] }) => {
  const { panels } = useApp();
  const isAlone = useStore(panels.room) === 'conversation';
  const isOver = useStore(panels.over) === 'places';
  const { community, channels = NO_CHANNELS, channel } = props;
  const rail = <CommunityRail communities={communities} current={community} />;
  const column = <ChannelColumn community={community} channels={channels} current={channel} />;
  return (
    <>
      {isAlone ? null : rail}
      {isOver ? (
        <SidePanel panel="places" label={strings.shell.places}>
          {rail}
          {column}
        </SidePanel>
      ) : null}
      <div className="shell-sheet">
        {isAlone ? null : column}
        <Main {...props} />
      </div>
    </>
  );
};

type MainProps = {
  hours: string;
  community: CommunityView;
  channels: readonly ChannelView[] | undefined;
  channel: ChannelView | undefined;
};

const Main = ({ hours, community, channels, channel }: MainProps) => (
  <div className="shell-main">
    <OutageBanner community={community} />
    <StateNotices community={community} />
    <PhraseReminder />
    <AskToNotify />
    <RemovedNote community={community} />
    <RequestsBanner community={community} />
    {community.state === 'joining' ? (
      <>
        <div className="shell-places">
          <PlacesButton />
        </div>
        <JoiningScreen key={community.id} community={community} />
      </>
    ) : (
      <Conversation key={hours} community={community} channel={channel} hasRead={channels !== undefined} />
    )}
  </div>
);

/** Follows the width of the window, before anything is painted. */
const useRoom = () => {
  const { panels } = useApp();
  useLayoutEffect(() => {
    const fit = (): void => panels.fit(window.innerWidth);
    fit();
    window.addEventListener('resize', fit);
    return () => window.removeEventListener('resize', fit);
  }, [panels]);
  return useStore(panels.room);
};

/** The community last visited, or the first; in it the channel last visited, or the first. */
const usePlace = () => {
  const { lastCommunity, lastChannels, communityOrder } = useStore(useApp().preferences);
  const found = useQuery('communities', ({ services }) => services.queries.communities());
  const communities = useMemo(() => found && inOwnOrder(found, communityOrder), [found, communityOrder]);
  const community = communities?.find(({ id }) => id === lastCommunity) ?? communities?.[0];
  const channels = useChannels(community);
  const wanted = community === undefined ? undefined : lastChannels[community.id];
  const channel = channels?.find(({ id }) => id === wanted) ?? channels?.[0];
  return { communities, community, channels, channel };
};

const useChannels = (community: CommunityView | undefined): readonly ChannelView[] | undefined => {
  const found = useQuery(`channels ${community?.id ?? ''}`, ({ services }) =>
    community === undefined ? Promise.resolve([]) : services.queries.channels(community.id),
  );
  return useMemo(() => found && asListed(found), [found]);
};

const useWatchPeople = (community: CommunityView | undefined): void => {
  const { presence } = useApp().people;
  const id = community?.id;
  useEffect(() => (id === undefined ? undefined : presence.watch(id)), [presence, id]);
};

const nameOf = ({ kind, name }: ChannelView): string => (kind === 'direct' ? name : `#${name}`);

const useTitle = (community: CommunityView | undefined, channel: ChannelView | undefined): void => {
  const { notifications } = useApp().services;
  const { badge, isUnread } = useNewsOf()();
  const place = channel === undefined ? community?.name : `${nameOf(channel)} · ${community?.name ?? ''}`;
  const title = `${badge > 0 ? `(${strings.unread.many(badge)}) ` : isUnread ? '• ' : ''}${place === undefined ? '' : `${place} · `}Holdfast`;
  useEffect(() => {
    document.title = title;
    notifications.setBadge(badge);
  }, [title, badge, notifications]);
};
