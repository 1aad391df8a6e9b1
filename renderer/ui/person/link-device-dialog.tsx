/** On the new device: the code, then the number to compare. */
import { type SubmitEvent, useEffect, useState } from 'react';

import { useApp } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field, TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import './person.css';

export const LinkDeviceDialog = ({ close }: { close: () => void }) => {
  const { services, announcement } = useApp();
  const [code, setCode] = useState('');
  const [name, setName] = useState<string>(strings.link.defaultName);
  const [number, setNumber] = useState<string>();
  const { run, busy, error, setError } = useAct();
  useEffect(
    () =>
      services.peer.subscribe((event) => {
        if (event.kind === 'device-number') setNumber(event.number);
      }),
    [services],
  );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (code.trim() === '') return setError(strings.link.codeMissing);
    setNumber(undefined);
    run(
      'linking this device',
      () => services.peer.linkDevice({ code: code.trim(), deviceName: name.trim() }),
      (joined) => {
        announcement.set(strings.link.done(joined.length));
        close();
      },
    );
  };
  return (
    <Dialog title={strings.link.title} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <p className="dim">{strings.link.text}</p>
          <TextArea label={strings.link.code} value={code} maxLength={4096} autoFocus onText={setCode} />
          <Field label={strings.link.name} hint={strings.link.nameHint} value={name} maxLength={64} onText={setName} />
          {busy && number !== undefined ? (
            <section className="compare" role="status">
              <h3>{strings.link.compare}</h3>
              <p className="compare-number">{number}</p>
              <p>{strings.link.compareText}</p>
            </section>
          ) : null}
          <Problem error={error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit" aria-busy={busy} disabled={busy}>
            {busy ? strings.link.busy : strings.link.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
