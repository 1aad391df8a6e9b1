/**
 * Puts a text in the place of a stretch of a field, as if it had been typed: the field's own undo takes it back. There is no
 * other way to do that than this old command.
 */
export const replaceText = (field: HTMLTextAreaElement, from: number, to: number, text: string): void => {
  field.focus();
  field.setSelectionRange(from, to);
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
};
