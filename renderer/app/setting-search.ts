/** Finds single settings by what they are called, by other words for them, and by the name of their section. */
import fuzzysort from 'fuzzysort';

import { isOfCommunities, sectionOf, SETTING_NAMES, type SettingName, type SettingsSection } from './settings-table.ts';

export type SettingWords = {
  sections: Readonly<Record<SettingsSection, string>>;
  /** What it is called on the screen, and other words for it. */
  settings: Readonly<Record<SettingName, readonly [string, string]>>;
};

/** @param marks which UTF-16 units of the label were found */
export type FoundSetting = { name: SettingName; label: string; marks: readonly number[] };
export type FoundGroup = { section: SettingsSection; found: readonly FoundSetting[] };

/** Below it, letters are only somewhere in the words. */
const FAR_FETCHED = 0.5;
/** Of the label, of other words, of the section. */
const WEIGHTS = [1, 0.9, 0.7] as const;

/** @returns the best section first, and in it the best setting */
export const findSettings = (words: SettingWords, text: string, isMember: boolean): FoundGroup[] => {
  if (text.trim() === '') return [];
  const offered = SETTING_NAMES.filter((name) => isMember || !isOfCommunities(name)).map((name) => {
    const [label, others] = words.settings[name];
    return { name, label, others, section: words.sections[sectionOf(name)] };
  });
  const found = fuzzysort.go(text.trim(), offered, {
    keys: ['label', 'others', 'section'],
    threshold: FAR_FETCHED,
    scoreFn: (result) => Math.max(...WEIGHTS.map((weight, at) => weight * (result[at]?.score ?? 0))),
  });
  const groups = new Map<SettingsSection, FoundSetting[]>();
  for (const result of found) {
    const { name, label } = result.obj;
    const group = groups.get(sectionOf(name)) ?? [];
    group.push({ name, label, marks: [...(result[0]?.indexes ?? [])] });
    groups.set(sectionOf(name), group);
  }
  return [...groups].map(([section, group]) => ({ section, found: group }));
};
