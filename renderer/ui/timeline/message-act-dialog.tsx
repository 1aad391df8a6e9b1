/** Delete, hide, purge: says what it does and for whom before it is done. */
import type { MessageView } from '../../../shared/model/views.ts';
import type { MessageChange } from '../../app/message-desk.ts';
import { useApp } from '../app-context.ts';
import { ActDialog } from '../primitives/act-dialog.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';

type Kind = 'delete-message' | 'hide-message' | 'purge-message';
type MessageActDialogProps = { kind: Kind; message: MessageView; close: () => void };

const WORDS = {
  'delete-message': strings.deleteMessage,
  'hide-message': strings.hideMessage,
  'purge-message': strings.purgeMessage,
};

export const MessageActDialog = ({ kind, message, close }: MessageActDialogProps) => {
  const { messages } = useApp();
  const { busy, error, run } = useAct();
  const { title, does, submit } = WORDS[kind];
  return (
    <ActDialog
      title={title}
      does={does}
      submit={submit}
      danger={kind !== 'hide-message'}
      asksReason={kind !== 'delete-message'}
      reasonHint={strings.message.reasonHint}
      {...(kind === 'purge-message' ? { sure: strings.purgeMessage.sure } : {})}
      busy={busy}
      error={error}
      act={(reason) => run(kind, () => messages.ask(message, changeFor(kind, reason)), close)}
      close={close}
    />
  );
};

const changeFor = (kind: Kind, reason: string): MessageChange => {
  const because = reason === '' ? {} : { reason };
  if (kind === 'delete-message') return { kind: 'delete' };
  return kind === 'hide-message' ? { kind: 'hide', on: true, ...because } : { kind: 'purge', ...because };
};
