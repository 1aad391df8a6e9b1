/** First start: a name, and two ways to go on. */
import { Check, ClipboardPaste } from 'lucide-react';
import { useState } from 'react';

import type { DialogState } from '../../app/app-model.ts';
import { useApp } from '../app-context.ts';
import { OwnNameField, useOwnName } from '../communities/own-name-field.tsx';
import { usePastedInvite } from '../communities/use-pasted-invite.ts';
import { Button } from '../primitives/button.tsx';
import { Choice } from '../primitives/choice.tsx';
import { Logo } from '../primitives/logo.tsx';
import { strings } from '../strings.ts';
import './welcome.css';

export const Welcome = () => {
  const { dialog } = useApp();
  const own = useOwnName();
  usePastedInvite();
  const [tried, setTried] = useState(false);
  const go = (next: DialogState): void => {
    setTried(true);
    if (own.error === undefined) {
      own.keep();
      dialog.set(next);
    } else document.querySelector<HTMLInputElement>('.welcome .field input')?.focus();
  };
  return (
    <main className="welcome scroll" data-region>
      <div className="welcome-card">
        <Logo />
        <div>
          <h1 className="welcome-title">{strings.welcome.title}</h1>
          <p className="welcome-text">{strings.welcome.text}</p>
        </div>
        <OwnNameField own={own} showError={tried} autoFocus />
        <div className="welcome-choices">
          <Choice
            kind="create"
            title={strings.welcome.create}
            hint={strings.welcome.createHint}
            onClick={() => go({ kind: 'create-community' })}
          />
          <Choice
            kind="join"
            title={strings.welcome.join}
            hint={strings.welcome.joinHint}
            onClick={() => go({ kind: 'join' })}
          />
        </div>
        <p className="welcome-paste">
          <ClipboardPaste size={16} aria-hidden /> {strings.paste.welcome}
        </p>
        <p className="welcome-before">
          <span className="dim">{strings.before.title}</span>
          <Button look="quiet" onClick={() => dialog.set({ kind: 'link-device' })}>
            {strings.before.link}
          </Button>
          <Button look="quiet" onClick={() => dialog.set({ kind: 'restore' })}>
            {strings.before.restore}
          </Button>
        </p>
        <ul className="welcome-promises">
          {strings.welcome.promises.map((promise) => (
            <li key={promise}>
              <Check size={14} aria-hidden /> {promise}
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
};
