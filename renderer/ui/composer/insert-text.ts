/** Puts text into the channel's composer where the cursor is, as if it had been typed there. */
export const insertInComposer = (text: string): void => {
  const box = document.querySelector<HTMLTextAreaElement>('[data-region] textarea[data-composer]');
  if (box === null) return;
  box.focus();
  const { selectionStart, selectionEnd, value } = box;
  const lead = selectionStart > 0 && !/\s/.test(value[selectionStart - 1] ?? '') ? ' ' : '';
  box.setRangeText(lead + text, selectionStart, selectionEnd, 'end');
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
