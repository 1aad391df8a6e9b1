/** Words about what is written: marks, mentions, emoji. Part of the one table in strings.ts. */
export const textStrings = {
  markup: {
    /** Stands for it where a text is shown in one line, or read out. */
    spoiler: '(spoiler)',
    openSpoiler: 'Spoiler, hidden. Activate to show it',
    unknown: {
      member: '@unknown member',
      role: '@unknown role',
      everyone: '@everyone',
      channel: '#unknown channel',
    },
    profileOf: (name: string) => `Mention of ${name}. Show profile`,
    goTo: (channel: string) => `Go to #${channel}`,
    code: (language: string) => (language === '' ? 'Code' : `Code in ${language}`),
  },

  suggest: {
    list: { '@': 'People and roles', '#': 'Channels', ':': 'Emoji' },
    offered: (count: number) =>
      count === 1 ? '1 suggestion. Enter takes it' : `${count} suggestions. Arrows choose, Enter takes one`,
    everyone: 'Everyone who can read this channel',
    role: 'Role',
  },

  emoji: {
    open: 'Choose an emoji',
    react: 'React with',
    search: 'Search emoji',
    grid: 'Emoji',
    categories: 'Kinds of emoji',
    none: 'No emoji is called that.',
    loading: 'Reading the list of emoji…',
    failed: 'The list of emoji could not be read. Close this and try again.',
    skinTone: 'Skin tone',
    skinTones: ['Yellow', 'Light', 'Medium-light', 'Medium', 'Medium-dark', 'Dark'],
    recent: 'Used lately',
    groups: {
      0: 'Smileys and emotion',
      1: 'People and body',
      3: 'Animals and nature',
      4: 'Food and drink',
      5: 'Travel and places',
      6: 'Activities',
      7: 'Objects',
      8: 'Symbols',
      9: 'Flags',
    },
  },
} as const;
