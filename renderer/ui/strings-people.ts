/** Words about who is there, profile cards, and what one decides about others for oneself. Part of the one table in strings.ts. */
export const peopleStrings = {
  presence: {
    here: 'Online',
    away: 'Away',
    offline: 'Offline',
    invisible: 'Invisible',
    lastSeen: (when: string) => `Last seen ${when}`,
    group: 'Offline',
  },

  card: {
    label: (name: string) => `About ${name}`,
    open: (name: string) => `Show who ${name} is`,
    calledThemselves: (name: string) => `Calls themselves ${name}`,
    roles: 'Roles',
    about: 'About',
    fingerprint: 'Fingerprint',
    message: 'Message',
    mention: 'Mention',
    moderate: 'Moderate…',
    profile: 'Full profile',
    nickname: 'Give a nickname…',
    changeNickname: 'Change nickname…',
    mute: 'Mute',
    unmute: 'Stop muting',
    block: 'Block',
    unblock: 'Stop blocking',
    muted: 'You muted them: they make no notifications.',
    blocked: 'You blocked them: what they say is folded, and makes no notifications.',
    more: 'More',
  },

  status: {
    title: 'Your status',
    open: 'Set a status',
    text: 'What are you up to?',
    hint: 'Members of all your communities see it while you are online. It is sent along, never stored.',
    clear: 'Clear it',
    clearAfter: 'Clear after',
    keep: (when: string) => `Keep (until ${when})`,
    never: 'When I clear it',
    halfHour: '30 minutes',
    hour: '1 hour',
    fourHours: '4 hours',
    day: '24 hours',
    invisible: 'Look offline',
    invisibleHint:
      'Nobody is told that you are online or typing. Members whose devices are connected to yours could still find out.',
    hidesTyping: 'Do not show when I am typing',
    save: 'Save',
  },

  typing: {
    one: (name: string) => `${name} is typing…`,
    two: (a: string, b: string) => `${a} and ${b} are typing…`,
    many: 'Several people are typing…',
  },

  nickname: {
    title: (name: string) => `What you call ${name}`,
    label: 'Nickname',
    hint: 'Only you see it, on this device. Leave it empty to see their own name.',
    save: 'Save',
  },

  blocked: {
    message: 'Message from somebody you blocked',
    show: 'Show once',
    fold: 'Fold again',
    list: 'Blocked people',
    none: 'You have not blocked anybody. You can do that on a person’s profile card.',
    hint: 'What they say is folded, makes no notifications, and their direct messages are not listed. They are not told. Everybody else still sees them.',
    unblock: 'Stop blocking',
    done: (name: string) => `You blocked ${name}. What they say is folded.`,
    mutedDone: (name: string) => `You muted ${name}. They make no notifications.`,
    undo: 'Undo',
  },
} as const;
