/** Changes an own message where it stands. */
import { type KeyboardEvent, useEffect, useRef } from 'react';

import { MAX_TEXT_LENGTH } from '../../../shared/lanes/op-schemas.ts';
import type { MessageView } from '../../../shared/model/views.ts';
import { sends } from '../../app/look-choices.ts';
import { withTokens } from '../../app/mention-text.ts';
import type { Editing } from '../../app/message-desk.ts';
import { useApp, useStore } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import { WritingBox } from '../writing/writing-box.tsx';
import type { MessagePlace } from './message-place.ts';

type MessageEditorProps = {
  place: MessagePlace;
  message: MessageView;
  editing: Editing;
  /** Gives focus back. */
  done: () => void;
};

export const MessageEditor = ({ place, message, editing, done }: MessageEditorProps) => {
  const { messages, preferences } = useApp();
  const { enterSends } = useStore(preferences);
  const { me } = place.community;
  const { busy, error, setError, run } = useAct();
  const box = useRef<HTMLTextAreaElement>(null);
  const text = withTokens(editing.text.trim(), place.names);
  useEffect(() => {
    const field = box.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);

  const end = (): void => {
    messages.editing.set(undefined);
    done();
  };
  const save = (): void => {
    if (text === message.text) return end();
    if (text === '') return setError(strings.edit.empty);
    if (text.length > MAX_TEXT_LENGTH) return setError(strings.composer.tooLong(text.length - MAX_TEXT_LENGTH));
    run('editing', () => messages.ask(message, { kind: 'edit', text }), end);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') end();
    else if (event.key === 'Enter' && sends(event, preferences.get())) save();
    else return;
    event.preventDefault();
  };
  return (
    <div className="editor">
      <WritingBox
        box={box}
        names={place.names}
        mayCallAll={me !== undefined && place.isLoud(me)}
        className="field-input field-area editor-text scroll"
        value={editing.text}
        aria-label={strings.edit.label}
        onText={(next) => messages.editing.set({ ...editing, text: next })}
        onKeyDown={onKeyDown}
      />
      <div className="editor-acts">
        <span className="dim small">{enterSends ? strings.edit.hint : strings.edit.hintCtrl}</span>
        <Button look="quiet" onClick={end}>
          {strings.cancel}
        </Button>
        <Button look="primary" aria-busy={busy} onClick={save}>
          {strings.edit.save}
        </Button>
      </div>
      <Problem error={error} />
    </div>
  );
};
