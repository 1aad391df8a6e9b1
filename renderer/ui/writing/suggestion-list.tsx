/** The list over the field in which somebody writes. The focus stays in the field. */
import { Hash, Megaphone, Users } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

import type { Suggestion } from '../../app/suggestions.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { leftOf, startOf } from '../primitives/direction.ts';
import { strings } from '../strings.ts';
import type { Suggesting } from './use-suggestions.ts';
import './writing.css';

type SuggestionListProps = { id: string; field: RefObject<HTMLElement | null>; suggesting: Suggesting };

export const suggestionId = (list: string, at: number): string => `${list}-${at}`;

const GAP = 8;

export const SuggestionList = ({ id, field, suggesting }: SuggestionListProps) => {
  const { asked, offered, chosen, choose, take } = suggesting;
  const sheet = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [list, box] = [sheet.current, field.current];
    if (list === null || box === null) return undefined;
    if (!list.matches(':popover-open')) list.showPopover();
    const stand = (): void => standOver(list, box);
    stand();
    // the field may become another with the window, and a moment after it
    const observer = new ResizeObserver(stand);
    observer.observe(box);
    window.addEventListener('resize', stand);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', stand);
    };
  });
  useEffect(() => {
    document.getElementById(suggestionId(id, chosen))?.scrollIntoView({ block: 'nearest' });
  }, [id, chosen]);
  return (
    <div
      ref={sheet}
      id={id}
      popover="manual"
      role="listbox"
      className="popover suggestions"
      aria-label={strings.suggest.list[asked?.sign ?? '@']}
    >
      {offered.map((suggestion, at) => (
        // keys are the field's
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={suggestion.key}
          id={suggestionId(id, at)}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          className={at === chosen ? 'suggestion suggestion-chosen' : 'suggestion'}
          onPointerMove={() => choose(at)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(suggestion)}
        >
          <Offered suggestion={suggestion} />
        </div>
      ))}
    </div>
  );
};

const standOver = (list: HTMLElement, box: HTMLElement): void => {
  const frame = box.getBoundingClientRect();
  const { top, bottom } = frame;
  const width = Math.max(Math.min(frame.width, 420), 240);
  list.style.left = `${leftOf(startOf(frame), width)}px`;
  list.style.width = `${width}px`;
  const height = list.offsetHeight;
  const isOver = top - height - GAP >= 0;
  list.style.top = `${isOver ? top - height - GAP : bottom + GAP}px`;
};

const Offered = ({ suggestion }: { suggestion: Suggestion }) => {
  if (suggestion.kind === 'emoji') {
    return (
      <>
        <span className="suggestion-sign emoji" aria-hidden>
          {suggestion.emoji}
        </span>
        <span className="cut">:{suggestion.code}:</span>
      </>
    );
  }
  const { mention, name, handle } = suggestion.named;
  const isShared = handle.length > name.length + 1;
  const note = isShared ? handle.slice(name.length + 1) : NOTES[mention.kind];
  return (
    <>
      <span className="suggestion-sign">
        {mention.kind === 'member' ? (
          <Avatar id={mention.id} name={name} size="s" />
        ) : (
          <MentionSign kind={mention.kind} />
        )}
      </span>
      <span className="cut" dir="auto">
        {name}
      </span>
      <span className="cut dim small">{note}</span>
    </>
  );
};

const NOTES = { member: '', channel: '', role: strings.suggest.role, everyone: strings.suggest.everyone } as const;

const MentionSign = ({ kind }: { kind: 'channel' | 'role' | 'everyone' }) => {
  const Icon = kind === 'channel' ? Hash : kind === 'role' ? Users : Megaphone;
  return <Icon size={18} aria-hidden />;
};
