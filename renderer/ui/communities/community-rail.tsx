/** The column of communities. */
import { Plus } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import type { UnreadCount } from '../../app/unread.ts';
import { useApp, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';
import './community-rail.css';

type CommunityRailProps = { communities: readonly CommunityView[]; current: CommunityView };

export const CommunityRail = ({ communities, current }: CommunityRailProps) => {
  const app = useApp();
  const unread = useStore(app.unread.counts);
  const roving = useRoving([...communities.map(({ id }) => id), 'add'], current.id);
  return (
    <nav className="rail scroll" aria-label={strings.regions.communities} data-region {...roving.listProps}>
      <ul className="rail-list">
        {communities.map((community) => (
          <li key={community.id} className="rail-item">
            <button
              type="button"
              className="rail-button"
              title={community.name}
              aria-current={community.id === current.id ? 'page' : undefined}
              aria-label={spoken(community, waitingIn(unread, community))}
              onClick={() => app.visit(community.id)}
              {...roving.itemProps(community.id)}
            >
              <Avatar id={community.id} name={community.name} size="l" shape="square" />
            </button>
            {waitingIn(unread, community) > 0 && community.id !== current.id ? <span className="rail-dot" /> : null}
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
    </nav>
  );
};

const waitingIn = (unread: readonly UnreadCount[], community: CommunityView): number =>
  unread.filter((entry) => entry.community === community.id).reduce((sum, { count }) => sum + count, 0);

const spoken = (community: CommunityView, waiting: number): string => {
  const extra = community.state === 'joining' ? strings.shell.joining : undefined;
  const news = waiting > 0 ? strings.shell.unread(waiting) : undefined;
  return [community.name, extra, news].filter((part) => part !== undefined).join(', ');
};
