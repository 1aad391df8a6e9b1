import { describe, expect, test } from 'vitest';

import { ariaKeys, commandFor, isPrintable, KEY_BINDINGS, type KeyPress } from './key-bindings.ts';

/** @param code the place on an American keyboard */
const press = (key: string, code: string, ...held: ('ctrl' | 'meta' | 'alt' | 'shift')[]): KeyPress => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
  isComposing: false,
});
const onPc = (pressed: KeyPress): string | undefined => commandFor(pressed, false);
const onMac = (pressed: KeyPress): string | undefined => commandFor(pressed, true);

describe('on an American keyboard', () => {
  test.each([
    [press('/', 'Slash', 'ctrl'), 'keyboard-help'],
    [press(',', 'Comma', 'ctrl'), 'settings'],
    [press('f', 'KeyF', 'ctrl'), 'search'],
    [press('F', 'KeyF', 'ctrl'), 'search'],
    [press('а', 'KeyF', 'ctrl'), 'search'],
    [press('1', 'Digit1', 'ctrl'), 'community-1'],
    [press('9', 'Digit9', 'ctrl'), 'community-9'],
    [press('ArrowUp', 'ArrowUp', 'alt'), 'previous-channel'],
    [press('ArrowDown', 'ArrowDown', 'alt'), 'next-channel'],
    [press('F6', 'F6'), 'next-region'],
    [press('F6', 'F6', 'shift'), 'previous-region'],
    [press('Escape', 'Escape'), 'to-newest'],
    [press('ArrowUp', 'ArrowUp'), 'edit-last'],
    [press('F10', 'F10', 'shift'), 'message-menu'],
    [press('2', 'Numpad2', 'ctrl'), 'community-2'],
  ])('$key does what the table says', (pressed, command) => {
    expect(onPc(pressed)).toBe(command);
  });

  test.each([
    ['a letter', press('a', 'KeyA')],
    ['a sign without Control', press('/', 'Slash')],
    ['another modifier too', press('1', 'Digit1', 'ctrl', 'alt')],
    ['Shift too', press('!', 'Digit1', 'ctrl', 'shift')],
    ['Shift and a letter', press('F', 'KeyF', 'ctrl', 'shift')],
    ['another letter in its place', press('u', 'KeyF', 'ctrl')],
    ['the tenth digit', press('0', 'Digit0', 'ctrl')],
    ['Shift with an arrow', press('ArrowUp', 'ArrowUp', 'shift')],
    ['an arrow down alone', press('ArrowDown', 'ArrowDown')],
    ['the Windows key', press('1', 'Digit1', 'meta')],
    ['the Windows key and Control', press('1', 'Digit1', 'ctrl', 'meta')],
    ['Control and F6', press('F6', 'F6', 'ctrl')],
    ['question mark', press('?', 'Slash', 'ctrl', 'shift')],
  ])('%s is no command', (_what, pressed) => {
    expect(onPc(pressed)).toBeUndefined();
  });
});

describe('on a Mac', () => {
  test('Command does what Control does elsewhere, and Control does too', () => {
    expect(onMac(press('/', 'Slash', 'meta'))).toBe('keyboard-help');
    expect(onMac(press('3', 'Digit3', 'ctrl'))).toBe('community-3');
    expect(onMac(press('3', 'Digit3'))).toBeUndefined();
  });

  test('screen readers are told of the key that people know', () => {
    expect(ariaKeys('settings', true)).toBe('Meta+,');
    expect(ariaKeys('settings', false)).toBe('Control+,');
    expect(ariaKeys('previous-channel', true)).toBe('Alt+ArrowUp');
  });
});

describe('on keyboards of other countries', () => {
  test.each([
    ['Russian, comma', press('б', 'Comma', 'ctrl'), 'settings'],
    ['Russian, slash', press('.', 'Slash', 'ctrl'), 'keyboard-help'],
    ['Greek, question mark', press('΄', 'Slash', 'ctrl'), 'keyboard-help'],
    ['Persian, digit', press('۱', 'Digit1', 'ctrl'), 'community-1'],
    ['French, first digit', press('&', 'Digit1', 'ctrl'), 'community-1'],
    ['French, second digit', press('é', 'Digit2', 'ctrl'), 'community-2'],
    ['Czech, first digit', press('+', 'Digit1', 'ctrl'), 'community-1'],
    ['French, comma', press(',', 'KeyM', 'ctrl'), 'settings'],
    ['German, slash over the seven', press('/', 'Digit7', 'ctrl', 'shift'), 'keyboard-help'],
    ['Bépo, where F has the place of slash', press('f', 'Slash', 'ctrl'), 'search'],
    ['German, seven', press('7', 'Digit7', 'ctrl'), 'community-7'],
  ])('%s is found', (_what, pressed, command) => {
    expect(onPc(pressed)).toBe(command);
  });

  test.each([
    ['German: Control and minus makes the page smaller', press('-', 'Slash', 'ctrl')],
    ['Dvorak: Control and W closes', press('w', 'Comma', 'ctrl')],
    ['Dvorak: Control and Z undoes', press('z', 'Slash', 'ctrl')],
    ['Bépo: Control and W closes', press('w', 'BracketRight', 'ctrl')],
    ['Programmer Dvorak: no digit stands for another', press('7', 'Digit2', 'ctrl', 'shift')],
    ['Russian: the same places without Control', press('б', 'Comma')],
    ['French: digit with Shift', press('1', 'Digit1', 'ctrl', 'shift')],
  ])('%s', (_what, pressed) => {
    expect(onPc(pressed)).toBeUndefined();
  });
});

describe('with an input method', () => {
  test('no key is a command while a word is being composed', () => {
    expect(onPc({ ...press('Escape', 'Escape'), isComposing: true })).toBeUndefined();
    expect(onPc({ ...press('1', 'Digit1', 'ctrl'), isComposing: true })).toBeUndefined();
    expect(isPrintable({ ...press('k', 'KeyK'), isComposing: true })).toBe(false);
  });
});

describe('what goes to the composer', () => {
  test.each(['a', 'Z', 'é', 'ж', '1', '?', '中', '😀'])('%s is written', (key) => {
    expect(isPrintable(press(key, 'KeyA', 'shift'))).toBe(true);
  });

  test.each([' ', 'Enter', 'Dead', 'F6', 'ArrowUp', 'Unidentified', ''])('"%s" is not', (key) => {
    expect(isPrintable(press(key, 'KeyA'))).toBe(false);
  });

  test.each(['ctrl', 'meta', 'alt'] as const)('nothing is with %s', (held) => {
    expect(isPrintable(press('a', 'KeyA', held))).toBe(false);
  });
});

test('no two commands have the same keys, and no command has two', () => {
  expect(new Set(KEY_BINDINGS.map(({ keys }) => keys)).size).toBe(KEY_BINDINGS.length);
  expect(new Set(KEY_BINDINGS.map(({ command }) => command)).size).toBe(KEY_BINDINGS.length);
  expect(KEY_BINDINGS.filter(({ command, listed }) => listed && command.startsWith('community-'))).toHaveLength(1);
});
