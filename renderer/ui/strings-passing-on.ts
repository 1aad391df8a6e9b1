/** Words about earlier versions, threads as a list, links to messages, passing on and reporting. Part of the one table in strings.ts. */
const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const passingOnStrings = {
  versions: {
    title: 'What this message said',
    open: (time: string) => `Edited ${time}. Show what it said before`,
    now: 'Now',
    first: 'First',
    gone: 'Its words are gone.',
  },

  threads: {
    open: 'Threads',
    title: (channel: string) => `Threads in ${channel}`,
    none: 'No thread has been begun here. Choose “Open thread” at a message to answer beside the conversation.',
    replies: (count: number) => plural(count, 'reply', 'replies'),
    gone: 'A message that is not here',
  },

  messageLink: {
    elsewhere: 'This link leads to a message of a community, or a channel, that you are not in.',
    inPlace: (place: string) => `Message in ${place}`,
    unknown: 'Message elsewhere',
  },

  forward: {
    title: 'Forward this message',
    to: 'Where to',
    find: 'Find a channel or a person',
    none: 'Nothing has this name.',
    comment: 'Say something with it',
    submit: 'Forward',
    direct: 'a direct message',
    from: (author: string, place: string) => `— ${author} in ${place}`,
    done: (place: string) => `Forwarded to ${place}`,
    note: 'A copy is sent. Who reads it there need not be able to open the link.',
  },

  report: {
    title: 'Report this message',
    does: [
      'Your report goes to the people below as a direct message. Nobody else can read it.',
      'It says who you are, whose message it is, what it says, and why you report it.',
    ],
    reason: 'What is wrong with it',
    reasonMissing: 'Say in a few words what is wrong, so that they can judge.',
    to: 'Who gets it',
    nobody: 'Nobody here moderates but you.',
    submit: 'Send report',
    head: (reason: string) => `**Report:** ${reason}`,
    done: 'Your report was saved. It reaches them as soon as one of their devices meets yours, or another member who has it.',
  },
} as const;
