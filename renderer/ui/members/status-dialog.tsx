/** What others are told of this person: a line of text, and whether they are seen at all. */
import { type SubmitEvent, useState } from 'react';

import { isStatus, MAX_STATUS } from '../../../shared/model/presence.ts';
import { useApp, useStore } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { Check } from '../primitives/check.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';

const MINUTE_MS = 60_000;
const CLEAR_AFTER = [
  { value: '0', label: strings.status.never },
  { value: '30', label: strings.status.halfHour },
  { value: '60', label: strings.status.hour },
  { value: '240', label: strings.status.fourHours },
  { value: '1440', label: strings.status.day },
];

export const StatusDialog = ({ close }: { close: () => void }) => {
  const { preferences, services } = useApp();
  const { status, isInvisible, hidesTyping } = useStore(preferences);
  const [text, setText] = useState(status);
  const [minutes, setMinutes] = useState('0');
  const save = (saved: string): void => {
    const ends = saved === '' || minutes === '0' ? 0 : services.now() + Number(minutes) * MINUTE_MS;
    preferences.change({ status: saved, statusUntil: ends });
    close();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save(tidy(text));
  };
  return (
    <Dialog title={strings.status.title} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <Field
            label={strings.status.text}
            hint={strings.status.hint}
            value={text}
            maxLength={MAX_STATUS}
            autoFocus
            onText={setText}
          />
          <Select label={strings.status.clearAfter} value={minutes} options={CLEAR_AFTER} onChange={setMinutes} />
          <Check
            label={strings.status.invisible}
            hint={strings.status.invisibleHint}
            checked={isInvisible}
            onChange={(checked) => preferences.change({ isInvisible: checked })}
          />
          <Check
            label={strings.status.hidesTyping}
            checked={hidesTyping}
            onChange={(checked) => preferences.change({ hidesTyping: checked })}
          />
        </DialogBody>
        <DialogActions>
          {status === '' ? null : <Button onClick={() => save('')}>{strings.status.clear}</Button>}
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit">
            {strings.status.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

/** Pasted text may hold what a status does not. */
const tidy = (text: string): string => {
  const line = text.trim();
  return isStatus(line)
    ? line
    : line
        .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
        .replaceAll(/\p{Bidi_Control}/gu, '')
        .trim();
};
