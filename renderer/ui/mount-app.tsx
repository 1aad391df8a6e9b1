/** Puts the page into a container. `main.tsx` gives the services; everything else is in here. */
import '@fontsource-variable/inter/wght.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/looks.css';
import { createRoot } from 'react-dom/client';

import type { DialogState } from '../app/app-model.ts';
import { createPreferences } from '../app/preferences.ts';
import type { Services } from '../app/services.ts';
import { createStore, type Store } from '../app/store.ts';
import { followLook } from './follow-look.ts';
import { LifeGate } from './shell/life-gate.tsx';

export type MountedApp = {
  /** Shows the join dialog with an invite that was opened from outside. Nothing is joined before the user confirms. */
  openInvite: (invite: string) => void;
  dispose: () => void;
};

/** @param dialog open from the start, instead of none */
export const mountApp = (container: HTMLElement, services: Services, dialog?: DialogState): MountedApp => {
  const preferences = createPreferences(services.preferences);
  const stopLook = followLook(preferences, container.ownerDocument.documentElement);
  const open: Store<DialogState | undefined> = createStore(dialog);
  const root = createRoot(container, {
    onUncaughtError: (error) => services.report('showing the page', error),
  });
  root.render(<LifeGate services={services} preferences={preferences} dialog={open} />);
  return {
    openInvite: (invite) => open.set({ kind: 'join', invite }),
    dispose: () => {
      stopLook();
      root.unmount();
    },
  };
};
