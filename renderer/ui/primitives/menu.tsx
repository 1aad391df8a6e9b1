/** A menu of acts. Arrows move in it, the first letter too; Escape and Tab close it. */
import { Check, ChevronRight } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';

import { Popover, type Spot } from './popover.tsx';
import { useRoving } from './use-roving.ts';

export type MenuItem = {
  key: string;
  label: string;
  icon: ReactNode;
  danger?: boolean;
  /** One of several that is chosen, or not. */
  checked?: boolean;
  /** Another menu. */
  opens?: boolean;
};

type MenuProps = {
  at: Spot;
  label: string;
  items: readonly MenuItem[];
  onChoose: (key: string) => void;
  onClose: () => void;
};

export const Menu = ({ at, label, items, onChoose, onClose }: MenuProps) => {
  const roving = useRoving(
    items.map(({ key }) => key),
    items.find(({ checked }) => checked === true)?.key,
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Tab') return toLetter(event);
    event.preventDefault();
    onClose();
  };
  return (
    <Popover at={at} role="menu" label={label} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="menu-list" role="none" {...roving.listProps}>
        {items.map(({ key, label: words, icon, danger, checked, opens }) => (
          <button
            key={key}
            type="button"
            role={checked === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked={checked}
            aria-haspopup={opens === true ? 'menu' : undefined}
            className={danger === true ? 'menu-item menu-danger' : 'menu-item'}
            onClick={() => onChoose(key)}
            {...roving.itemProps(key)}
          >
            {checked === undefined ? icon : <span className="menu-mark">{checked ? <Check size={16} /> : null}</span>}
            <span className="menu-words">{words}</span>
            {opens === true ? <ChevronRight size={16} aria-hidden /> : null}
          </button>
        ))}
      </div>
    </Popover>
  );
};

/** The next item that begins with this letter. */
const toLetter = (event: KeyboardEvent<HTMLElement>): void => {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const letter = event.key.toLocaleLowerCase();
  [...items.slice(at + 1), ...items.slice(0, at + 1)]
    .find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(letter))
    ?.focus();
};
