/** The looks that the gallery shows beside each other, and how an address says them. */
import type { ChosenLook } from './scene-services.ts';

export const LOOKS = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'high contrast, light': { theme: 'light', contrast: 'high' },
  'high contrast, dark': { theme: 'dark', contrast: 'high' },
} as const;

export type LookName = keyof typeof LOOKS;

const TEXTS = ['theme', 'contrast', 'density', 'motion', 'hours'] as const;

/** What is no such choice is left to the preferences to refuse. */
export const lookIn = (asked: URLSearchParams): ChosenLook => {
  const size = asked.get('textSize');
  const texts = TEXTS.flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(texts), ...(size === null ? {} : { textSize: Number(size) }) };
};
