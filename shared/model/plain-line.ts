/**
 * What no name or status holds: control characters, ends of lines, and what turns the direction of reading, with which it
 * can look like another or rearrange the line it stands in.
 */
const NOT_IN_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** One line, no space around; it may be empty. */
export const isPlainLine = (text: string): boolean => text.trim() === text && !NOT_IN_A_LINE.test(text);
