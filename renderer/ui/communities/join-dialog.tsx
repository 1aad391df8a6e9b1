/** Paste a link, see what it is, confirm. Nothing is sent to anybody before the confirmation. */
import { type SubmitEvent, useCallback, useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { InvitePreview } from '../../../shared/keys/invite.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { ConfirmJoin } from './confirm-join.tsx';

type JoinDialogProps = { invite: string | undefined; close: () => void };

export const JoinDialog = ({ invite, close }: JoinDialogProps) => {
  const { services } = useApp();
  const [link, setLink] = useState(invite ?? '');
  const [preview, setPreview] = useState<InvitePreview>();
  const [error, setError] = useState<string>();

  const read = useCallback(
    (text: string): void => {
      const reading = services.previewInvite(text).then((read) => {
        if (read.ok) setPreview(read.value);
        else setError(read.message);
      });
      drop(reading, 'reading an invite', (what, cause) => {
        services.report(what, cause);
        setError(strings.unexpected);
      });
    },
    [services],
  );
  useEffect(() => {
    if (invite !== undefined) read(invite);
  }, [invite, read]);

  if (preview !== undefined) {
    return <ConfirmJoin link={link.trim()} preview={preview} back={() => setPreview(undefined)} close={close} />;
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (link.trim() === '') setError(strings.join.linkMissing);
    else read(link.trim());
  };
  return (
    <Dialog title={strings.join.title} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <p className="dim">{strings.join.text}</p>
          <Field
            label={strings.join.link}
            hint={strings.welcome.joinHint}
            error={error}
            mono
            value={link}
            autoFocus
            onText={(text) => {
              setLink(text);
              setError(undefined);
            }}
          />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit">
            {strings.join.continue}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
