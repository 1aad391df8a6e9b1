/** A few emoji and nothing else but spaces. */
const MOST = 27;
/** By the browser's own list of emoji; the flag is younger than the compiler's target. */
const ONLY_EMOJI = new RegExp(String.raw`^(?:\p{RGI_Emoji}\s*)+$`, 'v');
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const isOnlyEmoji = (text: string): boolean => {
  // the longest sequences have about 20 units
  if (text === '' || text.length > MOST * 20 || !ONLY_EMOJI.test(text)) return false;
  return [...graphemes.segment(text.replaceAll(/\s/g, ''))].length <= MOST;
};
