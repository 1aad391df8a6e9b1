/** Above a message: what it answers, or the thread it stands in. A click leads there. */
import { CornerUpRight, MessagesSquare } from 'lucide-react';

import type { MessageView } from '../../../shared/model/views.ts';
import { threadOf } from '../../app/message-desk.ts';
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';
import { type MessagePlace, nameIn, wordsOf } from './message-place.ts';

type AnswerLineProps = {
  place: MessagePlace;
  message: MessageView;
  /** The message that it answers or whose thread it is in; undefined if that is not here. */
  answered: MessageView | undefined;
};

export const AnswerLine = ({ place, message, answered }: AnswerLineProps) => {
  const { messages } = useApp();
  const { replyTo, thread, channel } = message;
  const author = answered === undefined ? '' : nameIn(place, answered.author, answered.authorName);
  const words = answered === undefined ? strings.message.unknownReply : wordsOf(place, answered);
  if (replyTo === undefined) {
    return thread === undefined || place.inThread ? null : (
      <button
        type="button"
        tabIndex={-1}
        className="answer"
        title={answered === undefined ? strings.message.thread : strings.message.openThreadOf(author)}
        onClick={() => messages.thread.set(threadOf(message))}
      >
        <MessagesSquare size={14} aria-hidden />
        <span className="answer-author">{strings.message.inThread}</span>
        <span className="answer-text cut" dir="auto">
          {answered === undefined ? '' : words}
        </span>
      </button>
    );
  }
  if (answered === undefined) {
    return (
      <p className="answer">
        <CornerUpRight size={14} aria-hidden /> <span className="answer-text cut">{words}</span>
      </p>
    );
  }
  const from = { id: message.id, sortKey: message.sortKey };
  return (
    <button
      type="button"
      tabIndex={-1}
      className="answer"
      title={strings.message.jump}
      onClick={() => messages.jump.set({ channel, to: replyTo, from })}
    >
      <CornerUpRight size={14} aria-hidden />
      <span className="answer-author cut" dir="auto">
        {author}
      </span>
      <span className="answer-text cut" dir="auto">
        {words}
      </span>
    </button>
  );
};
