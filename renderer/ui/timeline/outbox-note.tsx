/** Why a text was not sent, and what can be done with it. */
import { CircleAlert } from 'lucide-react';

import { withNames } from '../../app/mention-text.ts';
import type { Names } from '../../app/names.ts';
import type { OutboxEntry } from '../../app/outbox.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { CopyButton } from '../primitives/copy-button.tsx';
import { strings } from '../strings.ts';

export const OutboxNote = ({ entry, names }: { entry: OutboxEntry; names: Names }) => {
  const { outbox } = useApp();
  const { state, key } = entry;
  if (state.kind !== 'failed' && state.kind !== 'unsure') return null;
  return (
    <div className="outbox-note" data-testid="not-sent">
      <p className="outbox-reason" role="alert">
        <CircleAlert size={16} aria-hidden />
        <span>{state.kind === 'failed' ? `${strings.outbox.failed}: ${state.message}` : strings.outbox.unsure}</span>
      </p>
      <div className="outbox-actions">
        <Button look="quiet" onClick={() => outbox.retry(key)}>
          {strings.outbox.retry}
        </Button>
        <CopyButton text={withNames(entry.text, names)} label={strings.outbox.copy} />
        <Button look="danger" onClick={() => outbox.discard(key)}>
          {strings.outbox.discard}
        </Button>
      </div>
    </div>
  );
};
