/** Reactions are one emoji each. */
import { opSchemas } from '../../shared/lanes/op-schemas.ts';

export const COMMON_EMOJI = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '✅', '🌊'] as const;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** @returns the emoji, or undefined if it is not exactly one that the core takes */
export const oneEmoji = (text: string): string | undefined => {
  const emoji = text.trim();
  const isOne = [...graphemes.segment(emoji)].length === 1;
  const isPicture = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(emoji);
  return isOne && isPicture && opSchemas.react.shape.emoji.safeParse(emoji).success ? emoji : undefined;
};
