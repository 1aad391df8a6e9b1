/** When there was something to notify of for the first time: asks in words, before the browser asks. */
import { BellRing, X } from 'lucide-react';

import { drop } from '../../../shared/base/drop.ts';
import type { AppModel } from '../../app/app-model.ts';
import { useApp, useStore } from '../app-context.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import '../person/person.css';

export const AskToNotify = () => {
  const app = useApp();
  const { notify } = useStore(app.preferences);
  if (!useStore(app.notifier.wouldTell) || notify !== 'new') return null;
  return (
    <section className="reminder" aria-label={strings.notify.title}>
      <BellRing size={18} aria-hidden />
      <p className="reminder-text">
        <strong>{strings.notify.ask}</strong> {strings.notify.askText}
      </p>
      <Button look="quiet" onClick={() => turnOn(app)}>
        {strings.notify.askYes}
      </Button>
      <IconButton
        label={strings.notify.askNo}
        icon={<X size={16} aria-hidden />}
        onClick={() => app.preferences.change({ notify: 'off' })}
      />
    </section>
  );
};

/** Has the browser ask, if it must. */
export const turnOn = ({ preferences, services }: AppModel): void => {
  const { notifications, report } = services;
  const asked = notifications
    .ask()
    .then((answer) => preferences.change({ notify: answer === 'granted' ? 'on' : 'off' }));
  drop(asked, 'asking for notifications', report);
};
