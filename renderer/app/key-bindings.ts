/** The one table of keys: it feeds what keys do, the keyboard dialog and `aria-keyshortcuts`. */
export type KeyCommand =
  | 'keyboard-help'
  | 'settings'
  | 'search'
  | 'switcher'
  | 'next-region'
  | 'previous-region'
  | 'previous-channel'
  | 'next-channel'
  | 'previous-unread'
  | 'next-unread'
  | 'inbox'
  | 'to-newest'
  | 'message-menu'
  | 'edit-last'
  | 'bold'
  | 'italic'
  | 'code'
  | `community-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;

export type KeyBinding = {
  command: KeyCommand;
  /** As in `aria-keyshortcuts`. `Mod` is Control, on a Mac also Meta. */
  keys: string;
  /** In the help, the nine communities are one line. */
  listed: boolean;
};

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export const KEY_BINDINGS: readonly KeyBinding[] = [
  { command: 'keyboard-help', keys: 'Mod+/', listed: true },
  { command: 'settings', keys: 'Mod+,', listed: true },
  { command: 'switcher', keys: 'Mod+K', listed: true },
  { command: 'search', keys: 'Mod+F', listed: true },
  { command: 'previous-channel', keys: 'Alt+ArrowUp', listed: true },
  { command: 'next-channel', keys: 'Alt+ArrowDown', listed: true },
  { command: 'previous-unread', keys: 'Alt+Shift+ArrowUp', listed: true },
  { command: 'next-unread', keys: 'Alt+Shift+ArrowDown', listed: true },
  { command: 'inbox', keys: 'Mod+Shift+M', listed: true },
  { command: 'next-region', keys: 'F6', listed: true },
  { command: 'previous-region', keys: 'Shift+F6', listed: true },
  { command: 'to-newest', keys: 'Escape', listed: true },
  { command: 'message-menu', keys: 'Shift+F10', listed: true },
  { command: 'edit-last', keys: 'ArrowUp', listed: true },
  { command: 'bold', keys: 'Mod+B', listed: true },
  { command: 'italic', keys: 'Mod+I', listed: true },
  { command: 'code', keys: 'Mod+E', listed: true },
  ...DIGITS.map((digit): KeyBinding => ({ command: `community-${digit}`, keys: `Mod+${digit}`, listed: digit === 1 })),
];

export type KeyPress = {
  key: string;
  /** The place on the keyboard, for layouts where the key's letter is another. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
};

export const commandFor = (press: KeyPress, isMac: boolean): KeyCommand | undefined =>
  press.isComposing ? undefined : KEY_BINDINGS.find((binding) => matches(binding.keys, press, isMac))?.command;

/** Does this key write a character, so that it should go to the composer? */
export const isPrintable = (press: KeyPress): boolean =>
  !press.isComposing &&
  !press.ctrlKey &&
  !press.metaKey &&
  !press.altKey &&
  Array.from(press.key).length === 1 &&
  press.key !== ' ';

const CODES: Readonly<Record<string, string>> = { '/': 'Slash', ',': 'Comma' };

const matches = (keys: string, press: KeyPress, isMac: boolean): boolean => {
  const parts = keys.split('+');
  const key = parts[parts.length - 1] ?? '';
  const wants = (name: string): boolean => parts.includes(name);
  if (wants('Mod') !== holdsMod(press, isMac) || wants('Alt') !== press.altKey) return false;
  // with Caps Lock a letter is a capital without Shift
  if (/^[A-Z]$/.test(key) && press.key.toUpperCase() === key) return wants('Shift') === press.shiftKey;
  if (press.key === key) return wants('Shift') === press.shiftKey || key === '/';
  // On layouts without this character, or with a non-Latin one, the place of the key decides.
  return press.code === codeOf(key) && wants('Mod') && !press.shiftKey && !hasOwnMeaning(press.key, key);
};

/** What stands in that place here: a letter or digit means its own shortcut, and these signs zoom (German: Slash is -). */
const hasOwnMeaning = (pressed: string, wanted: string): boolean =>
  /^[a-z\d]$/i.test(pressed) || (wanted in CODES && /^[-+=]$/.test(pressed));

const codeOf = (key: string): string | undefined => {
  if (/^[A-Z]$/.test(key)) return `Key${key}`;
  return CODES[key] ?? (/^\d$/.test(key) ? `Digit${key}` : undefined);
};

const holdsMod = (press: KeyPress, isMac: boolean): boolean =>
  isMac ? press.metaKey || press.ctrlKey : press.ctrlKey && !press.metaKey;

/** For `aria-keyshortcuts`. */
export const ariaKeys = (command: KeyCommand, isMac: boolean): string | undefined =>
  KEY_BINDINGS.find((binding) => binding.command === command)?.keys.replace('Mod', isMac ? 'Meta' : 'Control');
