/** The column of communities. They are put in order by dragging, or from their menu. */
import { Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { useApp } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';
import { PlaceMenu } from '../unread/place-menu.tsx';
import { useNewsOf } from '../unread/use-news.ts';
import { usePlaceMenu } from '../unread/use-place-menu.ts';
import { useCommunityActs } from './use-community-acts.tsx';
import { useRailOrder } from './use-rail-order.ts';
import './community-rail.css';

type CommunityRailProps = { communities: readonly CommunityView[]; current: CommunityView };

export const CommunityRail = ({ communities, current }: CommunityRailProps) => {
  const app = useApp();
  const newsOf = useNewsOf();
  const menu = usePlaceMenu<CommunityView>();
  const roving = useRoving([...communities.map(({ id }) => id), 'add'], current.id);
  const order = useRailOrder(communities);
  const actsOn = useCommunityActs(order.move);
  const rail = useCurrentInView(current);
  return (
    <nav ref={rail} className="rail scroll" aria-label={strings.regions.communities} data-region {...roving.listProps}>
      <ul className="rail-list">
        {communities.map((community) => (
          <li
            key={community.id}
            {...order.itemProps(community, newsOf(community.id).isUnread ? 'rail-item rail-unread' : 'rail-item')}
          >
            <button
              type="button"
              className="rail-button"
              title={community.name}
              aria-current={community.id === current.id ? 'page' : undefined}
              onClick={() => app.visit(community.id)}
              {...roving.itemProps(community.id)}
              {...menu.propsFor(community)}
            >
              <Avatar id={community.id} name={community.name} size="l" shape="square" />
              <span className="sr-only">{spoken(community, newsOf(community.id))}</span>
            </button>
            {newsOf(community.id).badge > 0 ? (
              <span className="rail-badge" aria-hidden>
                {strings.unread.many(newsOf(community.id).badge)}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="rail-button rail-add"
        title={strings.add.open}
        aria-label={strings.add.open}
        onClick={() => app.dialog.set({ kind: 'add-community' })}
        {...roving.itemProps('add')}
      >
        <Plus size={22} aria-hidden />
      </button>
      {menu.open === undefined ? null : (
        <PlaceMenu
          at={menu.open.at}
          scope={{ community: menu.open.place.id }}
          name={menu.open.place.name}
          isDirect={false}
          more={actsOn(menu.open.place)}
          close={menu.close}
        />
      )}
    </nav>
  );
};

/** With many communities the one on screen may be far down. */
const useCurrentInView = ({ id }: CommunityView) => {
  const rail = useRef<HTMLElement>(null);
  useEffect(() => {
    rail.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  return rail;
};

const spoken = (
  community: CommunityView,
  { badge, count, isUnread }: ReturnType<ReturnType<typeof useNewsOf>>,
): string => {
  const extra = community.state === 'joining' ? strings.shell.joining : undefined;
  const news = isUnread ? strings.unread.spoken(count) : undefined;
  const called = badge > 0 ? strings.unread.mentions(badge) : undefined;
  return [community.name, extra, news, called].filter((part) => part !== undefined).join(', ');
};
