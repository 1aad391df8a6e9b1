/** One message. */
import { memo, type ReactNode, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { MessageView } from '../../../shared/model/views.ts';
import type { Delivery } from '../../app/delivery.ts';
import type { Editing } from '../../app/message-desk.ts';
import type { OutboxEntry } from '../../app/outbox.ts';
import { useApp } from '../app-context.ts';
import { useOpenCard } from '../members/open-card.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { ErrorBoundary } from '../primitives/error-boundary.tsx';
import { strings } from '../strings.ts';
import { dateAndTime, timeOfDay } from '../time-words.ts';
import { AnswerLine } from './answer-line.tsx';
import { BlockedMessage } from './blocked-message.tsx';
import { DeliveryButton } from './delivery-button.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageEditor } from './message-editor.tsx';
import { mentionsMe, type MessagePlace, nameIn, offersFor, wordsOf } from './message-place.ts';
import { OutboxNote } from './outbox-note.tsx';
import { Reactions } from './reactions.tsx';
import { RowActs, type RowActsControl, useRowActs } from './row-acts.tsx';
import './message-row.css';

type MessageRowProps = {
  place: MessagePlace;
  message: MessageView;
  /** The message that it answers, or whose thread it is in, if that is here. */
  answered: MessageView | undefined;
  /** Begins a group. */
  first: boolean;
  /** Set while the text is not known to be on disk. */
  entry: OutboxEntry | undefined;
  /** Set for own messages. */
  delivery: Delivery | undefined;
  isLastOwn: boolean;
  /** Set while its text is being changed. */
  editing: Editing | undefined;
  /** The reader was sent here. */
  isTold: boolean;
  tabIndex: 0 | -1;
};

export const MessageRow = memo((props: MessageRowProps) => {
  const { services } = useApp();
  const { place, message, first, entry, editing, isTold, tabIndex } = props;
  const row = useRef<HTMLLIElement>(null);
  const acts = useRowActs(row, entry === undefined);
  const time = timeOfDay(message.sentAt);
  const name = nameIn(place, message.author, message.authorName);
  return (
    <li
      ref={row}
      className={classOf(first, entry, isTold, mentionsMe(place, message))}
      data-testid="message"
      data-roving={message.id}
      data-sort={message.sortKey}
      tabIndex={tabIndex}
      aria-label={strings.timeline.spoken(name, time, wordsOf(place, message))}
      {...acts.rowProps}
    >
      <ErrorBoundary
        what="showing a message"
        report={services.report}
        fallback={() => <p className="dim">{strings.brokenRow}</p>}
      >
        <Content {...props} time={time} name={name} acts={acts} />
        {entry === undefined && editing === undefined && acts.isActive ? (
          <RowActs place={place} message={message} acts={acts} />
        ) : null}
      </ErrorBoundary>
    </li>
  );
});

const classOf = (first: boolean, entry: OutboxEntry | undefined, isTold: boolean, isForMe: boolean): string =>
  [
    'message',
    first ? 'message-first' : '',
    entry === undefined ? '' : `message-${entry.state.kind}`,
    isForMe ? 'message-mentions-me' : '',
    isTold ? 'told' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');

type ContentProps = MessageRowProps & { time: string; name: string; acts: RowActsControl };

/** What somebody said whom the reader has blocked is shown when they ask for it, until they go elsewhere. */
const Content = (props: ContentProps) => {
  const [isShown, setShown] = useState(false);
  const isBlocked = props.place.isBlocked(props.message.author);
  if (!isBlocked) return <Whole {...props} />;
  const fold = <BlockedMessage isShown={isShown} toggle={() => setShown(!isShown)} tabIndex={props.tabIndex} />;
  return isShown ? (
    <Whole {...props} first fold={fold} />
  ) : (
    <>
      <span className="message-gutter" />
      <div className="message-body">{fold}</div>
    </>
  );
};

const Whole = (props: ContentProps & { fold?: ReactNode }) => {
  const { place, message, answered, name, first, entry, time, acts, editing } = props;
  const app = useApp();
  const done = (): void => {
    // Back to where changing it began, if that was a composer.
    const composer = editing?.composer;
    const box = composer === undefined ? null : document.querySelector<HTMLElement>(`[data-composer="${composer}"]`);
    if (box === null) acts.focusRow();
    else box.focus();
  };
  return (
    <>
      <Gutter {...props} />
      <div className="message-body">
        {first ? <AnswerLine place={place} message={message} answered={answered} /> : null}
        {props.fold}
        {first ? <Head message={message} name={name} time={time} /> : null}
        {editing === undefined ? (
          <MessageBody place={place} message={message} tabIndex={props.tabIndex} />
        ) : (
          <MessageEditor place={place} message={message} editing={editing} done={done} />
        )}
        <Reactions
          place={place}
          message={message}
          react={(emoji, on) =>
            drop(app.messages.perform(message, { kind: 'react', emoji, on }), 'reacting', app.services.report)
          }
          mayReact={offersFor(place, message).includes('react')}
        />
        {entry === undefined ? null : <OutboxNote entry={entry} names={place.names} />}
      </div>
      <DeliverySign {...props} />
    </>
  );
};

const Gutter = ({ message, name, first, time }: ContentProps) => (
  <span className="message-gutter">
    {first ? (
      <FaceButton message={message} name={name} />
    ) : (
      <time className="message-hover-time" dateTime={new Date(message.sentAt).toISOString()}>
        {time}
      </time>
    )}
  </span>
);

type AuthorProps = { message: MessageView; name: string };

/** For the mouse; for keys there is the list of members. */
const FaceButton = ({ message: { author, community }, name }: AuthorProps) => (
  <button type="button" className="message-face" tabIndex={-1} aria-hidden {...useOpenCard({ id: author, community })}>
    <Avatar id={author} name={name} />
  </button>
);

const Head = ({ message: { author, community, sentAt }, name, time }: AuthorProps & { time: string }) => (
  <p className="message-head">
    <button
      type="button"
      className="message-author cut"
      tabIndex={-1}
      dir="auto"
      aria-haspopup="dialog"
      aria-label={strings.card.open(name)}
      {...useOpenCard({ id: author, community })}
    >
      {name}
    </button>
    <time className="message-time" dateTime={new Date(sentAt).toISOString()} title={dateAndTime(sentAt)}>
      {time}
    </time>
  </p>
);

const DeliverySign = ({ message, delivery, entry, isLastOwn }: ContentProps) =>
  delivery !== undefined || entry?.state.kind === 'saving' || entry?.state.kind === 'saved' ? (
    <DeliveryButton message={message} delivery={delivery ?? { kind: 'saving' }} isLastOwn={isLastOwn} />
  ) : null;
