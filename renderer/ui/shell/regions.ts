/** F6: from one part of the window to the next. Parts carry `data-region`. */

const FOCUSABLE =
  '[data-composer], [tabindex="0"], a[href], button:not([tabindex="-1"]):not(:disabled), input:not(:disabled), textarea:not(:disabled)';

/** @returns false if there is only one part */
export const focusRegion = (step: 1 | -1): boolean => {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => isShown(region) && entryOf(region) !== null,
  );
  if (regions.length < 2) return false;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const from = at === -1 && step === -1 ? 0 : at;
  const next = regions[(from + step + regions.length) % regions.length];
  if (next !== undefined) entryOf(next)?.focus();
  return true;
};

/** Where one writes: under a thread in a narrow window, the channel's own composer is out of sight. */
export const shownComposer = (): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('[data-composer]')].find(isShown);

const isShown = (element: HTMLElement): boolean => element.checkVisibility({ visibilityProperty: true });

/** The composer before anything else, then the part's own tab stop. */
const entryOf = (region: HTMLElement): HTMLElement | null =>
  region.querySelector<HTMLElement>('[data-composer]') ?? region.querySelector<HTMLElement>(FOCUSABLE);
