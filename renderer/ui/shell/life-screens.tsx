/** Screens of a window that is not in use: starting, opened elsewhere, broken. */
import { CircleAlert, Copy } from 'lucide-react';
import type { ReactNode } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { Services } from '../../app/services.ts';
import { Button } from '../primitives/button.tsx';
import { Logo } from '../primitives/logo.tsx';
import { strings } from '../strings.ts';
import './life-screens.css';

const Screen = ({ children, late }: { children: ReactNode; late?: boolean }) => (
  <main className={late === true ? 'life-screen late' : 'life-screen'}>
    <div className="life-card">
      <Logo />
      {children}
    </div>
  </main>
);

type StartingScreenProps = { restoring?: { done: number; all: number } | undefined };

export const StartingScreen = ({ restoring }: StartingScreenProps) => (
  <Screen late>
    <h1 className="life-title">{strings.starting.title}</h1>
    {restoring === undefined ? (
      <div className="life-wave" aria-hidden />
    ) : (
      <>
        <progress
          className="life-progress"
          value={restoring.done}
          max={restoring.all}
          aria-label={strings.starting.restoring}
        />
        <p className="dim" role="status">
          {strings.starting.restoring}
        </p>
        <p className="dim small">{strings.starting.restored(restoring.done / restoring.all)}</p>
      </>
    )}
  </Screen>
);

export const TakenOverScreen = () => (
  <Screen>
    <h1 className="life-title">{strings.takenOver.title}</h1>
    <p className="dim">{strings.takenOver.text}</p>
    <Button look="primary" onClick={reload}>
      {strings.takenOver.action}
    </Button>
  </Screen>
);

type FatalScreenProps = { services: Services; message: string; details?: string | undefined };

export const FatalScreen = ({ services, message, details }: FatalScreenProps) => (
  <Screen>
    <h1 className="life-title">
      <CircleAlert size={22} aria-hidden /> {strings.fatal.title}
    </h1>
    <p role="alert">{message}</p>
    <p className="dim">{strings.fatal.text}</p>
    {details === undefined ? null : (
      <pre className="life-details scroll" tabIndex={0}>
        {details}
      </pre>
    )}
    <div className="life-actions">
      <Button look="primary" onClick={reload}>
        {strings.fatal.reload}
      </Button>
      <Button
        icon={<Copy size={16} aria-hidden />}
        onClick={() => drop(services.copyText([message, details].join('\n')), 'copying details', services.report)}
      >
        {strings.fatal.copy}
      </Button>
    </div>
  </Screen>
);

const reload = (): void => window.location.reload();
