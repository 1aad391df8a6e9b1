/** One message. */
import { memo } from 'react';

import type { MessageView } from '../../../shared/model/views.ts';
import type { Delivery } from '../../app/delivery.ts';
import type { OutboxEntry } from '../../app/outbox.ts';
import { useApp } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { ErrorBoundary } from '../primitives/error-boundary.tsx';
import { strings } from '../strings.ts';
import { dateAndTime, timeOfDay } from '../time-words.ts';
import { DeliveryButton } from './delivery-button.tsx';
import { MessageText } from './message-text.tsx';
import { OutboxNote } from './outbox-note.tsx';
import './message-row.css';

type MessageRowProps = {
  message: MessageView;
  /** The author's name now. */
  name: string;
  /** Begins a group. */
  first: boolean;
  /** Set while the text is not known to be on disk. */
  entry: OutboxEntry | undefined;
  /** Set for own messages. */
  delivery: Delivery | undefined;
  isLastOwn: boolean;
  tabIndex: 0 | -1;
};

export const MessageRow = memo((props: MessageRowProps) => {
  const { services } = useApp();
  const { message, name, first, entry, tabIndex } = props;
  const time = timeOfDay(message.sentAt);
  return (
    <li
      className={`message${first ? ' message-first' : ''}${entry === undefined ? '' : ` message-${entry.state.kind}`}`}
      data-testid="message"
      data-roving={message.id}
      data-sort={message.sortKey}
      tabIndex={tabIndex}
      aria-label={strings.timeline.spoken(name, time, message.text)}
    >
      <ErrorBoundary
        what="showing a message"
        report={services.report}
        fallback={() => <p className="dim">{strings.brokenRow}</p>}
      >
        <Content {...props} time={time} />
      </ErrorBoundary>
    </li>
  );
});

const Content = ({ message, name, first, entry, delivery, isLastOwn, time }: MessageRowProps & { time: string }) => (
  <>
    <span className="message-gutter">
      {first ? (
        <Avatar id={message.author} name={name} />
      ) : (
        <time className="message-hover-time" dateTime={new Date(message.sentAt).toISOString()}>
          {time}
        </time>
      )}
    </span>
    <div className="message-body">
      {first ? (
        <p className="message-head">
          <span className="message-author cut" dir="auto">
            {name}
          </span>
          <time
            className="message-time"
            dateTime={new Date(message.sentAt).toISOString()}
            title={dateAndTime(message.sentAt)}
          >
            {time}
          </time>
        </p>
      ) : null}
      <MessageText text={message.text} />
      {entry === undefined ? null : <OutboxNote entry={entry} />}
    </div>
    {delivery !== undefined || entry?.state.kind === 'saving' || entry?.state.kind === 'saved' ? (
      <DeliveryButton message={message} delivery={delivery ?? { kind: 'saving' }} isLastOwn={isLastOwn} />
    ) : null}
  </>
);
