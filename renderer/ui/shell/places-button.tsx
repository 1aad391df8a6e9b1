/** Brings communities and channels over the conversation, where they do not stand beside it; says whether something is new. */
import { Menu } from 'lucide-react';

import { useApp, useStore } from '../app-context.ts';
import { IconButton } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { useNewsOf } from '../unread/use-news.ts';
import { panelId } from './side-panel.tsx';

export const PlacesButton = () => {
  const { room } = useApp().panels;
  return useStore(room) === 'conversation' ? <Shown /> : null;
};

const Shown = () => {
  const { panels } = useApp();
  const isOpen = useStore(panels.over) === 'places';
  const { badge, count, isUnread } = useNewsOf()();
  const called = badge > 0 ? strings.unread.mentions(badge) : '';
  const spoken = badge === 0 && isUnread ? strings.unread.spoken(count) : called;
  return (
    <span className="icon-button-place">
      <IconButton
        label={strings.shell.openPlaces(spoken)}
        icon={<Menu size={18} aria-hidden />}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId('places') : undefined}
        onClick={() => panels.toggle('places')}
      />
      {badge > 0 ? (
        <span className="icon-button-count" aria-hidden>
          {strings.unread.many(badge)}
        </span>
      ) : isUnread ? (
        <span className="icon-button-new" aria-hidden />
      ) : null}
    </span>
  );
};
