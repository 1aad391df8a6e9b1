import { expect, test } from 'vitest';

import { findSettings } from '../app/setting-search.ts';
import { SETTING_NAMES, SETTINGS_SECTIONS } from '../app/settings-table.ts';
import { offersFor, type SwitcherItem } from '../app/switcher.ts';
import { settingWords, wordsOfSection } from './setting-words.ts';
import { strings } from './strings.ts';

const found = (text: string, isMember = true): string[] =>
  findSettings(settingWords, text, isMember).flatMap((group) =>
    group.found.map(({ name }) => `${group.section} ${name}`),
  );
const first = (text: string): string | undefined => found(text)[0];

test.each([
  ['text size', 'appearance text-size'],
  ['night', 'appearance theme'],
  ['do not disturb', 'notifications quiet'],
  ['turn', 'network relays'],
  ['wi-fi', 'network lan'],
  ['avatar', 'profile picture'],
  ['24 words', 'profile phrase'],
  ['unblock', 'people blocked'],
  ['export', 'storage save-file'],
  ['licen', 'about licences'],
])('who looks for “%s” finds first: %s', (text, name) => {
  expect(first(text)).toBe(name);
});

test.each(SETTING_NAMES)('%s is found by what it is called', (name) => {
  const [label] = settingWords.settings[name];
  expect(found(label).join(' ').split(' ')).toContain(name);
});

test('by the name of a section all of it is found, together', () => {
  const [group] = findSettings(settingWords, 'appearance', true);
  expect(group?.section).toBe('appearance');
  expect(group?.found.map(({ name }) => name).toSorted()).toEqual([
    'contrast',
    'density',
    'enter',
    'hours',
    'keys',
    'motion',
    'text-size',
    'theme',
  ]);
});

test('what was found is marked in the label, and only there', () => {
  const [group] = findSettings(settingWords, 'contr', true);
  expect(group?.found[0]).toEqual({ name: 'contrast', label: 'Contrast', marks: [0, 1, 2, 3, 4] });
  expect(findSettings(settingWords, 'night', true)[0]?.found[0]?.marks).toEqual([]);
});

test('nothing is found for nothing, and for what nobody calls a setting', () => {
  expect(found('')).toEqual([]);
  expect(found('   ')).toEqual([]);
  expect(found('zeppelin')).toEqual([]);
});

test('who is in no community is not sent to what only members have', () => {
  expect(found('avatar', false)).toEqual([]);
  expect(found('theme', false)).toContain('appearance theme');
});

test.each([
  ['licences', 'about'],
  ['night', 'appearance'],
  ['badge', 'notifications'],
  ['hide my address', 'network'],
])('by the same words the switcher finds a section: “%s” leads to %s', (text, section) => {
  const items = SETTINGS_SECTIONS.map((command): SwitcherItem => {
    const name = strings.switcher.settings(settingWords.sections[command]);
    return { kind: 'command', key: command, name, note: wordsOfSection(command), command };
  });
  const [offer] = offersFor(items, text, { recent: [], waiting: new Set(), here: undefined });
  expect(offer?.item.key).toBe(section);
});
