/** Puts what was chosen about the look on the page's root, where the tokens hear of it. */
import { TEXT_SIZE } from '../app/look-choices.ts';
import type { Preferences, PreferencesStore } from '../app/preferences.ts';
import { setHours } from './time-words.ts';

/** @returns stops following */
export const followLook = (preferences: PreferencesStore, root: HTMLElement): (() => void) => {
  const wantsContrast = matchMedia('(prefers-contrast: more)');
  const wantsCalm = matchMedia('(prefers-reduced-motion: reduce)');
  const apply = (): void => {
    const chosen = preferences.get();
    setHours(chosen.hours);
    mark(root, 'theme', chosen.theme === 'system' ? undefined : chosen.theme);
    mark(root, 'contrast', chosen.contrast === 'high' || wantsContrast.matches ? 'high' : undefined);
    mark(root, 'density', chosen.density === 'compact' ? 'compact' : undefined);
    mark(root, 'motion', chosen.motion === 'reduced' || wantsCalm.matches ? 'reduced' : undefined);
    root.style.fontSize = fontSize(chosen);
  };
  apply();
  const stop = preferences.subscribe(apply);
  for (const query of [wantsContrast, wantsCalm]) query.addEventListener('change', apply);
  return () => {
    stop();
    for (const query of [wantsContrast, wantsCalm]) query.removeEventListener('change', apply);
  };
};

const mark = (root: HTMLElement, name: string, value: string | undefined): void => {
  if (value === undefined) delete root.dataset[name];
  else root.dataset[name] = value;
};

/** A part of what the browser is set to, so that both count. */
const fontSize = ({ textSize }: Preferences): string =>
  textSize === TEXT_SIZE.usual ? '' : `${((100 * textSize) / TEXT_SIZE.usual).toFixed(2)}%`;
