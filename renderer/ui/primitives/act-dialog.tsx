/** Asks before something is done that others notice: what it does in plain words, perhaps a reason, one verb. */
import { type SubmitEvent, useState } from 'react';

import { strings } from '../strings.ts';
import { Button } from './button.tsx';
import { Check } from './check.tsx';
import { Dialog, DialogActions, DialogBody } from './dialog.tsx';
import { Field } from './field.tsx';
import './act-dialog.css';

type ActDialogProps = {
  title: string;
  does: readonly string[];
  submit: string;
  danger?: boolean;
  asksReason?: boolean;
  /** Who reads the reason, and where. */
  reasonHint?: string;
  /** Must be ticked first. */
  sure?: string;
  busy: boolean;
  error: string | undefined;
  act: (reason: string) => void;
  close: () => void;
};

export const ActDialog = (props: ActDialogProps) => {
  const { title, does, submit, danger, asksReason, reasonHint, sure, busy, error, act, close } = props;
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(sure === undefined);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isSure) act(reason.trim());
  };
  return (
    <Dialog title={title} onClose={close}>
      <form onSubmit={onSubmit} noValidate>
        <DialogBody>
          <ul className="act-does">
            {does.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {asksReason === true ? (
            <Field
              label={strings.reason}
              hint={reasonHint ?? strings.reasonHint}
              value={reason}
              maxLength={256}
              autoFocus
              onText={setReason}
            />
          ) : null}
          {sure === undefined ? null : <Check label={sure} checked={isSure} onChange={setSure} />}
          <Problem error={error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look={danger === true ? 'destroy' : 'primary'} type="submit" aria-busy={busy} disabled={!isSure}>
            {submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

/** What the core said when it refused. */
export const Problem = ({ error }: { error: string | undefined }) =>
  error === undefined ? null : (
    <p className="field-note field-error" role="alert">
      {error}
    </p>
  );
