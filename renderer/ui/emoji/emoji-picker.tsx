/**
 * Every emoji: to be searched, gone through by kind, or walked with the arrows while the focus stays in the search box.
 * The sheet has its size before the list is there.
 */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { type EmojiEntry, inTone } from '../../app/emoji/emoji-book.ts';
import { emojiBook, loadEmoji } from '../../app/emoji/load-emoji.ts';
import {
  type Cell,
  entryAt,
  firstCell,
  MAX_RECENT,
  type PickerRow,
  pickerRows,
  type Section,
  type Step,
  stepFrom,
} from '../../app/emoji/picker-rows.ts';
import { useApp, useStore } from '../app-context.ts';
import { unmirrored } from '../primitives/direction.ts';
import { Popover, type Spot } from '../primitives/popover.tsx';
import { strings } from '../strings.ts';
import { EmojiFoot } from './emoji-foot.tsx';
import { cellId, EmojiGrid } from './emoji-grid.tsx';
import { EmojiKinds } from './emoji-kinds.tsx';
import './emoji-picker.css';

type EmojiPickerProps = { at: Spot; label: string; onChoose: (emoji: string) => void; onClose: () => void };

/** In pixels, for those who place it; what it really takes is kept inside the window. */
export const EMOJI_SHEET = { width: 394, height: 478 };

const NO_ROWS: readonly PickerRow[] = [];

export const EmojiPicker = ({ at, label, onChoose, onClose }: EmojiPickerProps) => {
  const { preferences } = useApp();
  const { skinTone } = useStore(preferences);
  const { isLoaded, hasFailed } = useBook();
  const [typed, setTyped] = useState('');
  const all = useRows('');
  const found = useRows(typed);
  const rows = typed === '' ? all : found;
  const box = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState<Cell>();
  const [shownFrom, showFrom] = useState<{ section: Section }>();
  const grid = useId();
  const active = entryAt(rows, wanted) === undefined ? firstCell(rows) : wanted;
  const choose = (entry: EmojiEntry | undefined): void => {
    if (entry === undefined) return;
    const { recentEmoji } = preferences.get();
    const recent = [entry.emoji, ...recentEmoji.filter((one) => one !== entry.emoji)].slice(0, MAX_RECENT);
    preferences.change({ recentEmoji: recent });
    onChoose(inTone(entry, skinTone));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') choose(entryAt(rows, active));
    else if (isStep(event, typed, wanted) && active !== undefined)
      setWanted(stepFrom(rows, active, unmirrored(event.key) as Step));
    else return;
    event.preventDefault();
  };
  return (
    <Popover at={at} role="dialog" label={label} onClose={onClose}>
      <div className="emoji-picker">
        <input
          ref={box}
          className="field-input"
          role="combobox"
          aria-label={strings.emoji.search}
          placeholder={strings.emoji.search}
          aria-expanded={rows.length > 0}
          aria-haspopup="grid"
          aria-controls={grid}
          aria-activedescendant={active === undefined ? undefined : cellId(grid, active)}
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          maxLength={60}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setWanted(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        <EmojiKinds
          onShow={(section) => {
            setTyped('');
            setWanted(firstCell(all, section));
            showFrom({ section });
            box.current?.focus();
          }}
        />
        <EmojiGrid
          id={grid}
          rows={rows}
          tone={skinTone}
          active={active}
          isFollowed={wanted !== undefined}
          shownFrom={shownFrom}
          empty={isLoaded ? strings.emoji.none : hasFailed ? strings.emoji.failed : strings.emoji.loading}
          onActive={setWanted}
          onChoose={choose}
        />
        <EmojiFoot entry={entryAt(rows, active)} tone={skinTone} />
      </div>
    </Popover>
  );
};

/** To the side only where that is not needed to go through what was typed. */
const isStep = ({ key }: KeyboardEvent, typed: string, wanted: Cell | undefined): boolean =>
  key === 'ArrowDown' ||
  key === 'ArrowUp' ||
  ((key === 'ArrowLeft' || key === 'ArrowRight') && (typed === '' || wanted !== undefined));

const useBook = () => {
  const { services } = useApp();
  const isLoaded = useStore(emojiBook) !== undefined;
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const loading = loadEmoji().catch((error: unknown) => {
      setFailed(true);
      throw error;
    });
    drop(loading, 'reading the list of emoji', services.report);
  }, [services]);
  return { isLoaded, hasFailed };
};

const useRows = (typed: string): readonly PickerRow[] => {
  const book = useStore(emojiBook);
  const { preferences } = useApp();
  const { recentEmoji } = useStore(preferences);
  return useMemo(
    () => (book === undefined ? NO_ROWS : pickerRows(book, typed, recentEmoji)),
    [book, typed, recentEmoji],
  );
};
