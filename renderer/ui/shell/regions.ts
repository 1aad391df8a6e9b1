/** F6: from one part of the window to the next. Parts carry `data-region`. */

const FOCUSABLE =
  '[data-composer], [tabindex="0"], a[href], button:not([tabindex="-1"]):not(:disabled), input:not(:disabled), textarea:not(:disabled)';

/** @returns false if there is only one part */
export const focusRegion = (step: 1 | -1): boolean => {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => entryOf(region) !== null,
  );
  if (regions.length < 2) return false;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const from = at === -1 && step === -1 ? 0 : at;
  const next = regions[(from + step + regions.length) % regions.length];
  if (next !== undefined) entryOf(next)?.focus();
  return true;
};

/** The composer before anything else, then the part's own tab stop. */
const entryOf = (region: HTMLElement): HTMLElement | null =>
  region.querySelector<HTMLElement>('[data-composer]') ?? region.querySelector<HTMLElement>(FOCUSABLE);
