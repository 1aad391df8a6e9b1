/** Where a message is written. What is typed is a draft at once; it leaves the box only into the outbox. */
import { SendHorizontal, Smile } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { MAX_TEXT_LENGTH } from '../../../shared/lanes/op-schemas.ts';
import { mayMentionEveryone, withoutCode } from '../../../shared/model/mentions.ts';
import type { PeerStatus } from '../../../shared/model/status.ts';
import type { ChannelView, CommunityView, MessageView } from '../../../shared/model/views.ts';
import { answeredOf } from '../../app/answered.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import { withEmoji } from '../../app/emoji/emoji-book.ts';
import { emojiBook } from '../../app/emoji/load-emoji.ts';
import { withTokens } from '../../app/mention-text.ts';
import { sends } from '../../app/look-choices.ts';
import type { Replying } from '../../app/reply-keeper.ts';
import { useApp, useStore } from '../app-context.ts';
import { slowModeText } from '../channels/slow-mode-text.ts';
import { EMOJI_SHEET, EmojiPicker } from '../emoji/emoji-picker.tsx';
import { useEverybody } from '../members/use-everybody.ts';
import { useNames, useRoles } from '../members/use-names.ts';
import { IconButton } from '../primitives/button.tsx';
import { endOf } from '../primitives/direction.ts';
import { giveFocusBack } from '../primitives/give-focus-back.ts';
import type { Spot } from '../primitives/popover.tsx';
import { strings } from '../strings.ts';
import { replaceText } from '../writing/replace-text.ts';
import { WritingBox } from '../writing/writing-box.tsx';
import { NoComposer } from './no-composer.tsx';
import { ReplyingTo } from './replying-to.tsx';
import './composer.css';

type ComposerProps = {
  community: CommunityView;
  channel: ChannelView;
  /** The message whose thread is written in. */
  thread?: MessageView;
};

export const Composer = (props: ComposerProps) =>
  props.community.state === 'joined' && props.channel.mayPost ? <Writing {...props} /> : <NoComposer {...props} />;

const Writing = ({ community, channel, thread }: ComposerProps) => {
  const app = useApp();
  const noteId = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const key = draftKey(community.id, channel.id, thread?.id);
  const [text, setText] = useDraft(key);
  const replying = useReplying(key, box);
  const pause = pauseOf(useStore(app.services.status));
  const paused = pause !== undefined;
  const writing = useWriting(community, channel);
  const kept = writing.keep(text);
  const over = kept.length - MAX_TEXT_LENGTH;
  const canSend = kept !== '' && over <= 0 && !paused;
  const { replies } = app.messages;

  const send = (): void => {
    if (!canSend) return;
    app.outbox.send(community.id, channel.id, kept, {
      ...(replying === undefined ? {} : { replyTo: replying.message }),
      ...(thread === undefined ? {} : { thread: answeredOf(thread) }),
    });
    if (thread === undefined) app.toNewest.update((count) => count + 1);
    setText('');
    if (replying !== undefined) replies.cancel(key);
    app.drafts.flush();
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && replying !== undefined) replies.cancel(key);
    else if (event.key === 'Enter' && sends(event, app.preferences.get())) send();
    else return;
    event.preventDefault();
  };
  const label = labelOf(channel, thread);
  return (
    <div className="composer" data-region={thread === undefined ? '' : undefined}>
      {replying === undefined ? null : (
        <ReplyingTo community={community} replying={replying} cancel={() => replies.cancel(key)} />
      )}
      <div className={paused ? 'composer-frame composer-paused' : 'composer-frame'}>
        <WritingBox
          box={box}
          names={writing.names}
          mayCallAll={writing.mayCallAll}
          className="composer-text scroll"
          value={text}
          data-composer={key}
          aria-label={label}
          aria-describedby={paused || over > 0 ? noteId : undefined}
          placeholder={label}
          onText={setText}
          onKeyDown={onKeyDown}
        />
        <EmojiButton box={box} />
        <IconButton
          label={strings.composer.send}
          icon={<SendHorizontal size={18} aria-hidden />}
          disabled={!canSend}
          onClick={send}
        />
      </div>
      <Note id={noteId} pause={pause} over={over} slowMode={channel.slowMode} />
    </div>
  );
};

const labelOf = ({ kind, name }: ChannelView, thread: MessageView | undefined): string => {
  if (thread !== undefined) return strings.thread.composer;
  return kind === 'direct' ? strings.direct.composer(name) : strings.composer.label(name);
};

/** Whom one can mention here, and how what is typed is kept. */
const useWriting = (community: CommunityView, channel: ChannelView) => {
  const { preferences } = useApp();
  const everybody = useEverybody(community.id);
  const roles = useRoles(community);
  const names = useNames(community, everybody, roles);
  const mayCallAll = useMemo(
    () => community.me !== undefined && mayMentionEveryone(everybody, roles, channel)(community.me),
    [community.me, everybody, roles, channel],
  );
  const keep = (text: string): string => {
    const typed = text.trim();
    const book = emojiBook.get();
    const drawn = book === undefined ? typed : withEmoji(typed, withoutCode(typed), book, preferences.get().skinTone);
    return withTokens(drawn, names);
  };
  return { names, mayCallAll, keep };
};

const EmojiButton = ({ box }: { box: RefObject<HTMLTextAreaElement | null> }) => {
  const [at, setAt] = useState<Spot>();
  const close = (): void => {
    setAt(undefined);
    giveFocusBack(() => box.current?.focus());
  };
  const put = (emoji: string): void => {
    const field = box.current;
    close();
    if (field !== null) replaceText(field, field.selectionStart, field.selectionEnd, emoji);
  };
  return (
    <>
      <IconButton
        label={strings.emoji.open}
        icon={<Smile size={18} aria-hidden />}
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => {
          const frame = currentTarget.getBoundingClientRect();
          setAt({ x: endOf(frame, EMOJI_SHEET.width), y: frame.top - EMOJI_SHEET.height });
        }}
      />
      {at === undefined ? null : <EmojiPicker at={at} label={strings.emoji.open} onChoose={put} onClose={close} />}
    </>
  );
};

/** Why nothing can be saved now, if so. */
const pauseOf = (status: PeerStatus | undefined): string | undefined => {
  if (status?.host.state === 'down') return strings.composer.paused;
  return status?.disk === 'full' ? strings.composer.noRoom : undefined;
};

type NoteProps = { id: string; pause: string | undefined; over: number; slowMode: number | undefined };

const Note = ({ id, pause, over, slowMode }: NoteProps) => {
  const { enterSends } = useStore(useApp().preferences);
  const keys = enterSends ? strings.composer.hint : strings.settings.enter.hint;
  return (
    <p
      id={id}
      className={pause !== undefined || over > 0 ? 'composer-note composer-problem' : 'composer-note'}
      role="status"
    >
      {pause !== undefined ? pause : over > 0 ? strings.composer.tooLong(over) : hintOf(slowMode, keys)}
    </p>
  );
};

const hintOf = (slowMode: number | undefined, keys: string): string =>
  slowMode === undefined ? keys : `${strings.channels.slowModeNote(slowModeText(slowMode))}. ${keys}`;

/** What this composer answers. Focus comes here when an answer is begun. */
const useReplying = (key: string, box: RefObject<HTMLTextAreaElement | null>): Replying | undefined => {
  const { messages, services } = useApp();
  const { replies } = messages;
  useEffect(() => drop(replies.load(key), 'reading a draft', services.report), [replies, key, services]);
  const replying = useStore(replies.replies).get(key);
  useEffect(() => {
    box.current?.focus();
  }, [box, replying]);
  return replying;
};

const useDraft = (key: string): [string, (text: string) => void] => {
  const { drafts, services } = useApp();
  const [text, setText] = useState('');
  const typed = useRef(false);
  useEffect(() => {
    let current = true;
    const loading = drafts.load(key).then((draft) => {
      if (current && !typed.current) setText(draft);
    });
    drop(loading, 'reading a draft', services.report);
    return () => {
      current = false;
    };
  }, [drafts, key, services]);
  const change = (next: string): void => {
    typed.current = true;
    setText(next);
    drafts.note(key, next);
  };
  return [text, change];
};
