/** Where a message is written. What is typed is a draft at once; it leaves the box only into the outbox. */
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { MAX_TEXT_LENGTH } from '../../../shared/lanes/op-schemas.ts';
import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import { useApp, useStore } from '../app-context.ts';
import { IconButton } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { NoComposer } from './no-composer.tsx';
import './composer.css';

type ComposerProps = { community: CommunityView; channel: ChannelView };

export const Composer = (props: ComposerProps) =>
  props.community.state === 'joined' && props.channel.mayPost ? <Writing {...props} /> : <NoComposer {...props} />;

const Writing = ({ community, channel }: ComposerProps) => {
  const app = useApp();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraft(community, channel);
  const paused = useStore(app.services.status)?.host.state === 'down';
  const over = text.length - MAX_TEXT_LENGTH;
  const canSend = text.trim() !== '' && over <= 0 && !paused;
  useEffect(() => box.current?.focus(), []);

  const send = (): void => {
    if (!canSend) return;
    app.outbox.send(community.id, channel.id, text.trim());
    app.toNewest.update((count) => count + 1);
    setText('');
    app.drafts.flush();
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends a composition (Japanese, Chinese, …) belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const label =
    channel.kind === 'direct' ? strings.direct.composer(channel.name) : strings.composer.label(channel.name);
  return (
    <div className="composer" data-region>
      <div className={paused ? 'composer-frame composer-paused' : 'composer-frame'}>
        <textarea
          ref={box}
          className="composer-text scroll"
          rows={1}
          value={text}
          dir="auto"
          data-composer
          aria-label={label}
          aria-describedby={paused || over > 0 ? 'composer-note' : undefined}
          placeholder={label}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          label={strings.composer.send}
          icon={<SendHorizontal size={18} aria-hidden />}
          disabled={!canSend}
          onClick={send}
        />
      </div>
      <p
        id="composer-note"
        className={paused || over > 0 ? 'composer-note composer-problem' : 'composer-note'}
        role="status"
      >
        {paused ? strings.composer.paused : over > 0 ? strings.composer.tooLong(over) : strings.composer.hint}
      </p>
    </div>
  );
};

const useDraft = (community: CommunityView, channel: ChannelView): [string, (text: string) => void] => {
  const { drafts, services } = useApp();
  const key = draftKey(community.id, channel.id);
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
