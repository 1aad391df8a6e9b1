/** The name of a category: a click folds it in or out. */
import { ChevronDown, Plus } from 'lucide-react';
import type { HTMLAttributes } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { may } from '../../app/offered-acts.ts';
import { useApp } from '../app-context.ts';
import { IconButton } from '../primitives/button.tsx';
import { strings } from '../strings.ts';

type CategoryHeadProps = {
  community: CommunityView;
  name: string;
  isFolded: boolean;
  fold: () => void;
  roving: object;
  /** Takes a channel that is dropped on it. */
  drop: HTMLAttributes<HTMLElement>;
};

export const CategoryHead = ({ community, name, isFolded, fold, roving, drop }: CategoryHeadProps) => {
  const { dialog } = useApp();
  return (
    <div className="category" {...drop}>
      <h3 className="cut category-head">
        <button type="button" className="category-name" aria-expanded={!isFolded} onClick={fold} {...roving}>
          <ChevronDown size={14} aria-hidden className="category-arrow" />
          <span className="cut" dir="auto">
            {name}
          </span>
        </button>
      </h3>
      {may(community, 'manage-channels') ? (
        <IconButton
          label={strings.channels.createIn(name)}
          icon={<Plus size={16} aria-hidden />}
          onClick={() => dialog.set({ kind: 'community-settings', section: 'channels', channel: { newIn: name } })}
        />
      ) : null}
    </div>
  );
};
