/** What a person can set, and in which section of the settings it stands. The words for it are in renderer/ui/setting-words.ts. */
export const SETTINGS_SECTIONS = [
  'profile',
  'devices',
  'appearance',
  'notifications',
  'people',
  'network',
  'storage',
  'about',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

const SETTINGS = {
  name: 'profile',
  picture: 'profile',
  'name-here': 'profile',
  'about-you': 'profile',
  phrase: 'profile',
  'own-devices': 'devices',
  'add-device': 'devices',
  theme: 'appearance',
  contrast: 'appearance',
  'text-size': 'appearance',
  density: 'appearance',
  motion: 'appearance',
  hours: 'appearance',
  enter: 'appearance',
  keys: 'appearance',
  notify: 'notifications',
  'notify-text': 'notifications',
  sound: 'notifications',
  quiet: 'notifications',
  invisible: 'people',
  typing: 'people',
  blocked: 'people',
  lan: 'network',
  'hide-address': 'network',
  relays: 'network',
  servers: 'network',
  kept: 'storage',
  'save-file': 'storage',
  'take-in-file': 'storage',
  version: 'about',
  diagnostics: 'about',
  licences: 'about',
} as const satisfies Readonly<Record<string, SettingsSection>>;

export type SettingName = keyof typeof SETTINGS;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** There is nothing to set about them before one is in a community. */
const OF_COMMUNITIES: ReadonlySet<SettingName> = new Set<SettingName>([
  'picture',
  'name-here',
  'about-you',
  'own-devices',
  'add-device',
  'kept',
  'save-file',
  'take-in-file',
]);

export const sectionOf = (name: SettingName): SettingsSection => SETTINGS[name];

export const isOfCommunities = (name: SettingName): boolean => OF_COMMUNITIES.has(name);
