import { shownComposer } from '../shell/regions.ts';
import { replaceText } from '../writing/replace-text.ts';

/** Puts text into the channel's composer where the cursor is, as if it had been typed there. */
export const insertInComposer = (text: string): void => {
  const box = shownComposer();
  if (!(box instanceof HTMLTextAreaElement)) return;
  const { selectionStart, selectionEnd, value } = box;
  const isAfterWord = selectionStart > 0 && !/\s/.test(value[selectionStart - 1] ?? '');
  replaceText(box, selectionStart, selectionEnd, isAfterWord ? ` ${text}` : text);
};
