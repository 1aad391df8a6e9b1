/** Words of the settings. Part of the one table in strings.ts. */
const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

export const settingsStrings = {
  settings: {
    title: 'Settings',
    sectionList: 'Sections of the settings',
    sections: {
      profile: 'Profile',
      devices: 'Your devices',
      appearance: 'Appearance',
      notifications: 'Notifications',
      people: 'People and privacy',
      network: 'Network',
      storage: 'Storage',
      about: 'About',
    },

    find: 'Find a setting',
    found: 'Settings found',
    foundCount: (count: number) => counted(count, 'setting', 'settings'),
    none: 'No setting is called that.',

    picture: 'Your picture',
    profileIn: 'Your profile in',
    profileSaved: 'Saved. Members see it as soon as you are connected.',
    phraseWritten: 'You wrote it down.',

    theme: 'Theme',
    themes: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
    contrast: 'Contrast',
    contrasts: { system: 'Same as the system', high: 'High' },
    textSize: 'Text size',
    pixels: (size: number) => `${size} px`,
    density: 'Spacing',
    densityHint: 'Compact shows more messages at once. The text stays as large as it is.',
    densities: { cosy: 'Cosy', compact: 'Compact' },
    motion: 'Movement',
    motions: { system: 'Same as the system', reduced: 'Reduced' },
    hours: 'Time of day',
    hoursNames: { system: 'Same as the system', '24': '18:30', '12': '6:30 PM' },
    enter: {
      title: 'Send messages with',
      names: { enter: 'Enter', ctrl: 'Ctrl+Enter' },
      hint: 'Ctrl+Enter sends, Enter begins a new line',
    },
    example: [
      ['Alice', 'High water is at six. Who has the key to the boathouse?'],
      ['Bob', 'I do. I will be there at five.'],
    ],
    keyboard: 'Keyboard shortcuts',

    storage: {
      what: 'All that you have read, and all that you wrote, is on this device. No server has it.',
      list: 'Communities on this device',
      held: (messages: number, channels: number) =>
        `${counted(messages, 'message', 'messages')} in ${counted(channels, 'channel', 'channels')}`,
      about: (held: string, size: string) => `${held}, about ${size}`,
      kept: (used: string, room: string) =>
        `To show and search it, ${used} are in use; there is room for ${room} more.`,
      unknown: 'How much room it takes cannot be told here.',
      community: 'Community',
    },

    versionName: 'Version',
    profileName: 'Profile',
    shell: 'Runs in',
    shells: (shell: 'electron' | 'standalone', platform: string) =>
      `${shell === 'electron' ? 'its own window' : 'a browser window'}, ${platform}`,
    fingerprintOf: (community: string) => `Fingerprint of ${community}`,
    licences: 'Licences',
    licencesText: 'Holdfast is free software under the MIT licence. It stands on the work of others:',
    licencesShow: 'Show whose work is in it',
    licencesMissing: 'The list of licences is not in this build.',
  },
} as const;
