/**
 * Takes out of a text what is there only to break how others see it: marks piled high on a letter, signs that turn the
 * direction of everything after them, control characters, and long runs of blank lines. What is stored stays as it is.
 */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;
/** Skin tones on a skin tone: one sign without an end. */
const PILED_TONES = /(\p{Emoji_Modifier})\p{Emoji_Modifier}+/gu;
/** Forced directions, which no language needs; isolates and embeddings end with their line. */
const OVERRIDES = /[\u202d\u202e]/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;
const BLANK_LINES = /\n(?:[^\S\n]*\n){4,}/g;

export const tidyText = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(CONTROLS, '')
    .replaceAll(OVERRIDES, '')
    .replaceAll(PILED_MARKS, '$1')
    .replaceAll(PILED_TONES, '$1')
    .replaceAll(BLANK_LINES, '\n\n\n\n')
    .trim();
