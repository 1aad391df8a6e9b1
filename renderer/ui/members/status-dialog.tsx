/** What others are told of this person: a line of text, for as long as it holds. */
import { type SubmitEvent, useState } from 'react';

import { isStatus, MAX_STATUS } from '../../../shared/model/presence.ts';
import { useApp, useStore } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';
import { sinceWhen } from '../time-words.ts';

const MINUTE_MS = 60_000;
/** As long as was said before. */
const KEEP = 'keep';
const CLEAR_AFTER = [
  { value: '0', label: strings.status.never },
  { value: '30', label: strings.status.halfHour },
  { value: '60', label: strings.status.hour },
  { value: '240', label: strings.status.fourHours },
  { value: '1440', label: strings.status.day },
];

export const StatusDialog = ({ close }: { close: () => void }) => {
  const { preferences, services } = useApp();
  const { status, statusUntil } = useStore(preferences);
  const [text, setText] = useState(status);
  const ends = status === '' ? 0 : statusUntil;
  const [minutes, setMinutes] = useState(ends === 0 ? '0' : KEEP);
  const save = (saved: string): void => {
    preferences.change({ status: saved, statusUntil: saved === '' ? 0 : endOf(minutes, ends, services.now()) });
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
          <Select
            label={strings.status.clearAfter}
            value={minutes}
            options={ends === 0 ? CLEAR_AFTER : [keeping(sinceWhen(ends, services.now())), ...CLEAR_AFTER]}
            onChange={setMinutes}
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

const keeping = (end: string) => ({ value: KEEP, label: strings.status.keep(end) });

/** @returns 0 for never */
const endOf = (minutes: string, ends: number, now: number): number => {
  if (minutes === KEEP) return ends;
  return minutes === '0' ? 0 : now + Number(minutes) * MINUTE_MS;
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
