/** A few emoji and nothing else but spaces. */
const MOST = 27;
/** The longest sequences have about 20 units. */
const MAX_LENGTH = MOST * 20;
/**
 * By the browser's own list of emoji; the flag is younger than the compiler's target. For one at a time: a run of them can be
 * cut in many ways, which an expression would all try.
 */
const ONE_EMOJI = new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v');
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const isOnlyEmoji = (text: string): boolean => {
  if (text.length > MAX_LENGTH) return false;
  let count = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (segment.trim() === '') continue;
    count += 1;
    if (count > MOST || !ONE_EMOJI.test(segment)) return false;
  }
  return count > 0;
};
