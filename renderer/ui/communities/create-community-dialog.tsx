import { type SubmitEvent, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { OwnNameField, useOwnName } from './own-name-field.tsx';

export const CreateCommunityDialog = ({ close }: { close: () => void }) => {
  const app = useApp();
  const own = useOwnName();
  // what is used is seen: also a picture that was chosen where one did not join after all
  const [asksName] = useState(own.isProposed || app.firstPicture.chosen.get() !== undefined);
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);

  const create = async (): Promise<void> => {
    const created = await app.services.peer.createCommunity({ name: name.trim(), memberName: own.keep() });
    setBusy(false);
    if (!created.ok) return setError(created.message);
    app.firstPicture.keepFor(created.value.community);
    app.firstPicture.choose();
    app.keepInvite(created.value.community, created.value.invite);
    app.visit(created.value.community, created.value.channel);
    close();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (busy || own.error !== undefined) return;
    if (name.trim() === '') return setError(strings.create.nameMissing);
    setBusy(true);
    const failed = (what: string, cause: unknown): void => {
      app.services.report(what, cause);
      setBusy(false);
      setError(strings.unexpected);
    };
    drop(create(), 'creating a community', failed);
  };
  return (
    <Dialog title={strings.create.title} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <p className="dim">{strings.create.text}</p>
          {asksName ? <OwnNameField own={own} showError={tried} /> : null}
          <Field
            label={strings.create.name}
            hint={strings.create.nameHint}
            error={error}
            value={name}
            maxLength={64}
            autoFocus
            onText={(text) => {
              setName(text);
              setError(undefined);
            }}
          />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit" aria-busy={busy}>
            {busy ? strings.create.busy : strings.create.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
