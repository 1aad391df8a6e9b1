/** The recovery phrase, to be written on paper. It is asked for only when the words are to be seen. */
import { useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import './person.css';

export const PhraseDialog = ({ close }: { close: () => void }) => {
  const { services, preferences } = useApp();
  const [words, setWords] = useState<readonly string[]>();
  const show = (): void =>
    drop(
      services.peer.recoveryPhrase().then((phrase) => setWords(phrase.split(' '))),
      'showing the recovery phrase',
      services.report,
    );
  const later = (): void => {
    if (preferences.get().phrase === 'new') preferences.change({ phrase: 'later' });
    close();
  };
  return (
    <Dialog title={strings.phrase.title} onClose={close}>
      <DialogBody>
        <p>{strings.phrase.text}</p>
        <p className="dim small">{strings.phrase.warning}</p>
        {words === undefined ? null : (
          <ol className="phrase scroll" aria-label={strings.phrase.list} tabIndex={0}>
            {words.map((word, at) => (
              // the same word may stand twice
              <li key={`${at} ${word}`}>{word}</li>
            ))}
          </ol>
        )}
      </DialogBody>
      <DialogActions>
        <Button onClick={later}>{strings.phrase.later}</Button>
        {words === undefined ? (
          <Button look="primary" onClick={show}>
            {strings.phrase.show}
          </Button>
        ) : (
          <Button
            look="primary"
            onClick={() => {
              preferences.change({ phrase: 'written' });
              close();
            }}
          >
            {strings.phrase.done}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
};
