/** What a message says, as it is now: changed, pinned, hidden, or gone. */
import { EyeOff, Pin, Trash2 } from 'lucide-react';
import { useState } from 'react';

import type { MessageView } from '../../../shared/model/views.ts';
import { mayReveal } from '../../app/offered-acts.ts';
import { MarkupView } from '../markup/markup-view.tsx';
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';
import { dateAndTime } from '../time-words.ts';
import { type MessagePlace, wordsOf } from './message-place.ts';

/** @property tabIndex the row's */
type MessageBodyProps = { place: MessagePlace; message: MessageView; tabIndex: 0 | -1 };

export const MessageBody = ({ place, message, tabIndex }: MessageBodyProps) => {
  const [isRevealed, setRevealed] = useState(false);
  const { gone, hidden } = message;
  if (gone !== undefined) {
    return (
      <p className="message-stub">
        <Trash2 size={14} aria-hidden /> {wordsOf(place, message)}
      </p>
    );
  }
  if (hidden === undefined) return <Said place={place} message={message} tabIndex={tabIndex} />;
  return (
    <>
      <p className="message-stub">
        <EyeOff size={14} aria-hidden /> <span dir="auto">{wordsOf(place, message)}</span>
        {mayReveal(place.community, message) ? (
          <button type="button" tabIndex={tabIndex} className="stub-button" onClick={() => setRevealed(!isRevealed)}>
            {isRevealed ? strings.message.conceal : strings.message.reveal}
          </button>
        ) : null}
      </p>
      {isRevealed ? (
        <div className="message-revealed">
          <Said place={place} message={message} tabIndex={tabIndex} />
        </div>
      ) : null}
    </>
  );
};

const Said = ({ place, message, tabIndex }: MessageBodyProps) => {
  const { dialog } = useApp();
  const { text, author, editedAt, isPinned } = message;
  return (
    <div className="message-said">
      <MarkupView
        text={text}
        names={place.names}
        community={place.community.id}
        isLoud={place.isLoud(author)}
        tabIndex={tabIndex}
      />{' '}
      {editedAt === undefined ? null : (
        <button
          type="button"
          className="message-mark message-edited"
          tabIndex={-1}
          title={strings.versions.open(dateAndTime(editedAt))}
          onClick={() => dialog.set({ kind: 'versions', message })}
        >
          {strings.message.edited}
        </button>
      )}{' '}
      {isPinned === true ? (
        <span className="message-mark message-pinned">
          <Pin size={12} aria-hidden /> {strings.message.pinned}
        </span>
      ) : null}
    </div>
  );
};
