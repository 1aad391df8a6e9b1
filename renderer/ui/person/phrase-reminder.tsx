/** After the first community: asks once to write down the recovery phrase. Settings go on reminding. */
import { KeyRound, X } from 'lucide-react';

import { useApp, useStore } from '../app-context.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import './person.css';

export const PhraseReminder = () => {
  const { preferences, dialog } = useApp();
  const { phrase } = useStore(preferences);
  if (phrase !== 'new') return null;
  return (
    <section className="reminder" aria-label={strings.phrase.title}>
      <KeyRound size={18} aria-hidden />
      <p className="reminder-text">
        <strong>{strings.phrase.remindTitle}.</strong> {strings.phrase.remindText}
      </p>
      <Button look="quiet" onClick={() => dialog.set({ kind: 'phrase' })}>
        {strings.phrase.remindOpen}
      </Button>
      <IconButton
        label={strings.phrase.later}
        icon={<X size={16} aria-hidden />}
        onClick={() => preferences.change({ phrase: 'later' })}
      />
    </section>
  );
};
