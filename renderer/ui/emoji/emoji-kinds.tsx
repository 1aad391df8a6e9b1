/** Leads to each kind of emoji. */
import {
  Clock,
  Dumbbell,
  Flag,
  Leaf,
  Lightbulb,
  type LucideIcon,
  Plane,
  Shapes,
  Smile,
  User,
  Utensils,
} from 'lucide-react';

import { EMOJI_GROUPS } from '../../app/emoji/emoji-book.ts';
import type { Section } from '../../app/emoji/picker-rows.ts';
import { IconButton } from '../primitives/button.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';

const ICONS: Readonly<Record<Section, LucideIcon>> = {
  recent: Clock,
  0: Smile,
  1: User,
  3: Leaf,
  4: Utensils,
  5: Plane,
  6: Dumbbell,
  7: Lightbulb,
  8: Shapes,
  9: Flag,
};
const SECTIONS: readonly Section[] = ['recent', ...EMOJI_GROUPS];
const KEYS = SECTIONS.map(String);

export const EmojiKinds = ({ onShow }: { onShow: (section: Section) => void }) => {
  const roving = useRoving(KEYS, KEYS[0], 'horizontal');
  return (
    <div className="emoji-kinds" role="toolbar" aria-label={strings.emoji.categories} {...roving.listProps}>
      {SECTIONS.map((section) => {
        const Icon = ICONS[section];
        return (
          <IconButton
            key={section}
            label={section === 'recent' ? strings.emoji.recent : strings.emoji.groups[section]}
            icon={<Icon size={18} aria-hidden />}
            onClick={() => onShow(section)}
            {...roving.itemProps(String(section))}
          />
        );
      })}
    </div>
  );
};
