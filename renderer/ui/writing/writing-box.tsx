/**
 * A text field for messages: offers people, channels and emoji while one writes, and formats by keys. In it names stand for
 * ids (`renderer/app/mention-text.ts`).
 */
import { type ComponentProps, type KeyboardEvent, type RefObject, useEffect, useId } from 'react';

import { inTone } from '../../app/emoji/emoji-book.ts';
import { emojiBook } from '../../app/emoji/load-emoji.ts';
import { type Format, formatSelection, isInCode, isInFence } from '../../app/format-text.ts';
import { commandFor } from '../../app/key-bindings.ts';
import type { Names } from '../../app/names.ts';
import { useApp } from '../app-context.ts';
import { IS_MAC } from '../shell/platform-keys.ts';
import { strings } from '../strings.ts';
import { replaceText } from './replace-text.ts';
import { suggestionId, SuggestionList } from './suggestion-list.tsx';
import { useSuggestions } from './use-suggestions.ts';

type WritingBoxProps = Pick<
  ComponentProps<'textarea'>,
  'className' | 'aria-label' | 'aria-describedby' | 'placeholder'
> & {
  box: RefObject<HTMLTextAreaElement | null>;
  names: Names;
  /** Whether roles and everyone are offered. */
  mayCallAll: boolean;
  value: string;
  onText: (text: string) => void;
  /** For what the field does not take itself. */
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  'data-composer'?: string;
};

export const WritingBox = ({ box, names, mayCallAll, value, onText, onKeyDown, ...rest }: WritingBoxProps) => {
  const { preferences, announcement } = useApp();
  const list = useId();
  const suggesting = useSuggestions(box, names, mayCallAll);
  const count = suggesting.offered.length;
  const isOffering = count > 0;
  useEffect(() => {
    if (isOffering) announcement.set(strings.suggest.offered(count));
  }, [isOffering, count, announcement]);
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Keys that end a composition (Japanese, Chinese, …) belong to the input method.
    if (event.nativeEvent.isComposing || suggesting.onKey(event)) return;
    const field = event.currentTarget;
    const command = commandFor(event.nativeEvent, IS_MAC);
    if (command === 'bold' || command === 'italic' || command === 'code') {
      event.preventDefault();
      return format(field, command);
    }
    // the browser begins the line
    if (event.key === 'Enter' && !event.ctrlKey && isInFence(field.value, field.selectionStart)) return;
    onKeyDown(event);
  };
  const change = (field: HTMLTextAreaElement): void => {
    onText(field.value);
    suggesting.look();
    if (field.value.length > value.length) queueMicrotask(() => putEmoji(field, preferences.get().skinTone));
  };
  return (
    <>
      <textarea
        {...rest}
        ref={box}
        rows={1}
        value={value}
        dir="auto"
        // of several lines no combobox can be made (ARIA in HTML); the rest of that pattern holds, and what is offered is said
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={isOffering ? list : undefined}
        aria-activedescendant={isOffering ? suggestionId(list, suggesting.chosen) : undefined}
        onChange={(event) => change(event.currentTarget)}
        onSelect={suggesting.look}
        onBlur={suggesting.close}
        onKeyDown={onKey}
      />
      {isOffering ? <SuggestionList id={list} field={box} suggesting={suggesting} /> : null}
    </>
  );
};

const format = (field: HTMLTextAreaElement, how: Format): void => {
  const { selectionStart, selectionEnd, value } = field;
  const { from, to, text, selectFrom, selectTo } = formatSelection(value, selectionStart, selectionEnd, how);
  replaceText(field, from, to, text);
  field.setSelectionRange(selectFrom, selectTo);
};

/** A short code whose last sign has just been typed becomes its emoji; in code it stays. */
const putEmoji = (field: HTMLTextAreaElement, tone: number): void => {
  const caret = field.selectionStart;
  const match = /:([a-z0-9_+-]{2,48}):$/.exec(field.value.slice(Math.max(0, caret - 50), caret));
  const entry = match === null ? undefined : emojiBook.get()?.byCode.get(match[1] ?? '');
  if (match === null || entry === undefined || isInCode(field.value, caret)) return;
  replaceText(field, caret - match[0].length, caret, inTone(entry, tone));
};
