/** Words about what is done to messages, threads and direct messages. Part of the one table in strings.ts. */
export const messageStrings = {
  refused: 'That was not done',

  message: {
    actions: 'Message actions',
    menu: (author: string) => `Actions for the message by ${author}`,
    reply: 'Reply',
    thread: 'Open thread',
    react: 'React',
    edit: 'Edit',
    delete: 'Delete',
    versions: 'Earlier versions',
    copy: 'Copy text',
    link: 'Copy link',
    forward: 'Forward',
    report: 'Report',
    'mark-unread': 'Mark unread from here',
    who: 'Who is this',
    pin: 'Pin',
    unpin: 'Unpin',
    hide: 'Hide',
    show: 'Show again',
    purge: 'Purge',
    edited: 'edited',
    pinned: 'Pinned',
    deleted: 'Deleted by its author',
    hidden: (by: string, reason: string) => `Hidden by ${by}${reason === '' ? '' : `: ${reason}`}`,
    purged: (by: string, reason: string) =>
      `Purged by ${by}${reason === '' ? '' : `: ${reason}`}. What it said is gone.`,
    reasonHint: 'Members read it in the place of the message.',
    reveal: 'Show',
    conceal: 'Conceal',
    somebody: 'somebody',
    jump: 'Go to the message that this answers',
    unknownReply: 'A message that is not here',
    back: 'Back to where you were',
    inThread: 'In a thread',
    openThreadOf: (author: string) => `Open the thread of ${author}`,
  },

  edit: {
    label: 'Edit message',
    save: 'Save',
    hint: 'Enter saves, Escape cancels',
    hintCtrl: 'Ctrl+Enter saves, Escape cancels',
    empty: 'A message cannot be empty. To take it away, delete it.',
  },

  deleteMessage: {
    title: 'Delete this message?',
    does: [
      'Its text is removed from every device that hears of it. Others may have read or copied it.',
      'This cannot be undone.',
    ],
    submit: 'Delete',
  },
  hideMessage: {
    title: 'Hide this message?',
    does: ['Members see that you hid it, and why. Moderators can still read it, and show it again.'],
    submit: 'Hide',
  },
  purgeMessage: {
    title: 'Purge this message?',
    does: [
      'For what must not be kept by anybody, such as illegal content.',
      'Its bytes are destroyed on every device that hears of it, also yours. Nobody can bring them back.',
      'That you purged it stays visible.',
    ],
    sure: 'I am sure that it must be destroyed',
    submit: 'Purge',
  },

  reactions: {
    list: 'Reactions',
    who: (emoji: string, names: string) => `${emoji} by ${names}`,
    you: 'you',
  },

  replying: {
    to: (author: string) => `Replying to ${author}`,
    cancel: 'Cancel reply',
    hint: 'Escape cancels the reply',
  },

  thread: {
    title: 'Thread',
    close: 'Close thread',
    composer: 'Reply in the thread',
    messages: 'Messages in the thread',
    none: 'Nobody has answered in this thread yet.',
    rootGone: 'The message that began this thread is gone. Nobody can write in it any more.',
  },

  pins: {
    open: 'Pinned messages',
    title: 'Pinned messages',
    none: 'Nothing is pinned in this channel.',
    jump: 'Go to message',
  },

  direct: {
    list: 'Direct messages',
    composer: (name: string) => `Message ${name}`,
    beginning: (name: string) => `Between you and ${name}`,
    note: 'Nobody else can read this. Members can see that the two of you exchange messages, and when.',
  },
} as const;
