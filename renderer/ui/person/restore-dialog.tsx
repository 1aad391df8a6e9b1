/** The 24 words make this device the person's again. They are kept nowhere but in the box. */
import { type SubmitEvent, useState } from 'react';

import { useApp } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';

export const RestoreDialog = ({ close }: { close: () => void }) => {
  const { services, dialog, preferences } = useApp();
  const [words, setWords] = useState('');
  const [restored, setRestored] = useState(false);
  const { run, busy, error } = useAct();
  const count = words.split(/\s+/).filter((word) => word !== '').length;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(
      'restoring',
      () => services.peer.restoreFromPhrase(words),
      () => {
        preferences.change({ phrase: 'written' });
        setWords('');
        setRestored(true);
      },
    );
  };
  return (
    <Dialog title={strings.restore.title} onClose={close}>
      {restored ? (
        <>
          <DialogBody>
            <p role="status">{strings.restore.done}</p>
          </DialogBody>
          <DialogActions>
            <Button look="primary" onClick={() => dialog.set({ kind: 'join' })}>
              {strings.welcome.join}
            </Button>
          </DialogActions>
        </>
      ) : (
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <p className="dim">{strings.restore.text}</p>
            <TextArea
              label={strings.restore.words}
              hint={strings.restore.wordsHint(count)}
              rows={4}
              value={words}
              maxLength={512}
              autoFocus
              onText={setWords}
            />
            <Problem error={error} />
          </DialogBody>
          <DialogActions>
            <Button onClick={close}>{strings.cancel}</Button>
            <Button look="primary" type="submit" aria-busy={busy} disabled={count !== 24}>
              {strings.restore.submit}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
};
