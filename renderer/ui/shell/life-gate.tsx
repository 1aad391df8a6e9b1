/** Decides between the app and the screens for a window that is not, or no longer, in use. */
import { useEffect, useState } from 'react';

import { createAppModel, type DialogState } from '../../app/app-model.ts';
import type { PreferencesStore } from '../../app/preferences.ts';
import type { Services } from '../../app/services.ts';
import type { Store } from '../../app/store.ts';
import { AppContext, useStore } from '../app-context.ts';
import { strings } from '../strings.ts';
import { ErrorBoundary } from '../primitives/error-boundary.tsx';
import { FatalScreen, StartingScreen, TakenOverScreen } from './life-screens.tsx';
import { Shell } from './shell.tsx';

type LifeGateProps = {
  services: Services;
  preferences: PreferencesStore;
  dialog: Store<DialogState | undefined>;
};

export const LifeGate = ({ services, preferences, dialog }: LifeGateProps) => {
  const life = useStore(services.life);
  switch (life.kind) {
    case 'starting':
      return <StartingScreen restoring={life.restoring} />;
    case 'taken-over':
      return <TakenOverScreen />;
    case 'error':
      return <FatalScreen services={services} message={life.message} details={life.details} />;
    case 'running':
      return (
        <ErrorBoundary
          what="showing the page"
          report={services.report}
          fallback={() => <FatalScreen services={services} message={strings.unexpected} />}
        >
          <Running services={services} preferences={preferences} dialog={dialog} />
        </ErrorBoundary>
      );
  }
};

const Running = ({ services, preferences, dialog }: LifeGateProps) => {
  const [app] = useState(() =>
    createAppModel(services, preferences, { dialog, after, unexpected: strings.unexpected, words: NOTIFY_WORDS }),
  );
  useEffect(() => {
    app.outbox.restore().catch((error: unknown) => services.report('reading unsent messages', error));
    const flush = (): void => {
      app.drafts.flush();
      app.personal.flush();
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      app.dispose();
    };
  }, [app, services]);
  return (
    <AppContext value={app}>
      <Shell />
    </AppContext>
  );
};

const { message: title, more, hidden } = strings.notify;
const NOTIFY_WORDS = { title, more, hidden };

const after = (ms: number, action: () => void): (() => void) => {
  const timer = setTimeout(action, ms);
  return () => clearTimeout(timer);
};
