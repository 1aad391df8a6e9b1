/** What is offered at the caret of a field, and the keys that choose from it. */
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { loadEmoji, emojiBook } from '../../app/emoji/load-emoji.ts';
import type { Names } from '../../app/names.ts';
import { type Asked, askedAt, emojiSuggestions, mentionSuggestions, type Suggestion } from '../../app/suggestions.ts';
import { useApp, useStore } from '../app-context.ts';
import { replaceText } from './replace-text.ts';

export type Suggesting = {
  asked: Asked | undefined;
  /** Empty when nothing is offered. */
  offered: readonly Suggestion[];
  chosen: number;
  choose: (at: number) => void;
  take: (suggestion: Suggestion) => void;
  /** To be called when the text or the caret has changed. */
  look: () => void;
  close: () => void;
  /** @returns whether the key was for the list */
  onKey: (event: KeyboardEvent) => boolean;
};

const NOTHING: readonly Suggestion[] = [];

export const useSuggestions = (
  box: RefObject<HTMLTextAreaElement | null>,
  names: Names,
  mayCallAll: boolean,
): Suggesting => {
  const [asked, setAsked] = useState<Asked>();
  const [chosen, choose] = useState(0);
  /** Escape closes the list for what is being typed there. */
  const [closedAt, setClosedAt] = useState<number>();
  const offered = useOffered(asked?.from === closedAt ? undefined : asked, names, mayCallAll);
  const look = (): void => {
    const field = box.current;
    const isPoint = field !== null && field.selectionStart === field.selectionEnd;
    const now = isPoint ? askedAt(field.value, field.selectionStart) : undefined;
    if (now?.from === asked?.from && now?.typed === asked?.typed) return;
    setAsked(now);
    choose(0);
    if (now?.from !== closedAt) setClosedAt(undefined);
  };
  const take = (suggestion: Suggestion): void => {
    const field = box.current;
    if (field === null || asked === undefined) return;
    replaceText(field, asked.from, field.selectionStart, suggestion.text);
    setAsked(undefined);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const suggestion = offered[chosen];
    if (suggestion === undefined || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.key === 'Enter' && isTypedInFull(asked, suggestion)) return false;
    const doIt = {
      ArrowDown: () => choose((chosen + 1) % offered.length),
      ArrowUp: () => choose((chosen + offered.length - 1) % offered.length),
      Enter: () => take(suggestion),
      Tab: () => take(suggestion),
      Escape: () => setClosedAt(asked?.from),
    }[event.key];
    if (doIt === undefined) return false;
    doIt();
    event.preventDefault();
    return true;
  };
  return { asked, offered, chosen, choose, take, look, close: () => setAsked(undefined), onKey };
};

/** Then there is nothing to complete, and Enter sends. */
const isTypedInFull = (asked: Asked | undefined, suggestion: Suggestion): boolean =>
  asked !== undefined &&
  suggestion.kind === 'mention' &&
  suggestion.named.handle.toLowerCase() === `${asked.sign}${asked.typed}`.toLowerCase();

const useOffered = (asked: Asked | undefined, names: Names, mayCallAll: boolean): readonly Suggestion[] => {
  const { services, preferences } = useApp();
  const book = useStore(emojiBook);
  const { skinTone } = useStore(preferences);
  const wantsEmoji = asked?.sign === ':';
  useEffect(() => {
    if (wantsEmoji) drop(loadEmoji(), 'reading the list of emoji', services.report);
  }, [wantsEmoji, services]);
  return useMemo(() => {
    if (asked === undefined) return NOTHING;
    if (asked.sign !== ':') return mentionSuggestions(asked, names, mayCallAll);
    return book === undefined ? NOTHING : emojiSuggestions(asked, book, skinTone);
  }, [asked, names, mayCallAll, book, skinTone]);
};
