/** Words about what is new: unread messages, mentions, muting, notifications. Part of the one table in strings.ts. */
import type { Level } from '../../shared/model/personal.ts';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What is counted at most. */
const MOST = 99;

const many = (count: number): string => (count > MOST ? `${MOST}+` : `${count}`);

export const unreadStrings = {
  unread: {
    many,
    spoken: (count: number) =>
      count > MOST ? `more than ${MOST} new messages` : plural(count, 'new message', 'new messages'),
    mentions: (count: number) => plural(count, 'mention', 'mentions'),
    divider: 'New',
    dividerOn: (day: string) => `New · ${day}`,
    since: (count: number, time: string) => `${many(count)} new since ${time}`,
    jump: 'Go to the first new message',
    late: (count: number) => plural(count, 'earlier message arrived', 'earlier messages arrived'),
    lateHint: 'They were written before what you have read, and arrived only now. Go to the first one',
    markRead: 'Mark as read',
    marked: 'Marked as read',
  },

  places: {
    menu: (name: string) => `Actions for ${name}`,
    more: (name: string) => `More about ${name}`,
    mute: 'Mute',
    unmute: 'Hear from it again',
    mutedUntil: (time: string) => `Muted until ${time}`,
    mutedForEver: 'Muted',
    muteFor: {
      quarter: 'For 15 minutes',
      hour: 'For 1 hour',
      day: 'For 8 hours',
      ever: 'Until I turn it on',
    },
    notifications: 'Notifications',
    levels: {
      all: 'All messages',
      mentions: 'Mentions and replies only',
      nothing: 'Nothing',
    } satisfies Record<Level, string>,
    asCommunity: (level: string) => `As in the community (${level})`,
    usual: (level: string) => `The usual (${level})`,
  },

  inbox: {
    open: 'Mentions',
    openWith: (count: number) => `Mentions, ${count} unread`,
    title: 'Mentions',
    none: 'Nobody has mentioned you yet',
    noneHint:
      'Messages that name you, your roles or everyone, and replies to you, are collected here, from all communities.',
    allRead: 'Mark all as read',
    putAway: (author: string) => `Mark the message by ${author} as read`,
    how: {
      member: 'named you',
      role: 'named a role of yours',
      everyone: 'called everyone',
      reply: 'answered you',
    },
    where: (channel: string, community: string) => `${channel} · ${community}`,
    gone: 'This message was taken away.',
    isNew: 'unread',
  },

  notify: {
    title: 'Notifications',
    ask: 'Somebody wrote while you were elsewhere.',
    askText: 'Holdfast can show such messages on your desktop. You choose later which, for each community and channel.',
    askYes: 'Turn on notifications',
    askNo: 'Not now',
    on: 'Show notifications on this desktop',
    onHint: 'For what a community’s or channel’s menu says. Direct messages always, unless muted.',
    denied:
      'Your browser does not allow it. Allow notifications for this page in the browser’s own settings, then turn it on again.',
    unsupported: 'This window cannot show notifications.',
    text: 'Show what was said',
    textHint: 'Otherwise only who wrote, and where.',
    hidden: 'New message',
    sound: 'Sound',
    sounds: { system: 'As the system does it', holdfast: 'Holdfast’s own', none: 'None' },
    quiet: 'Do not disturb',
    quietHint: 'No notification and no sound. Unread marks and mentions go on.',
    quietChoices: {
      off: 'Off',
      hour: 'For 1 hour',
      day: 'For 8 hours',
      ever: 'Until I turn it off',
    },
    quietUntil: (time: string) => `On until ${time}`,
    quietForEver: 'On until you turn it off',
    message: (author: string, channel: string | undefined, community: string) =>
      channel === undefined ? `${author} · ${community}` : `${author} · #${channel} · ${community}`,
    more: (title: string, count: number) => `${title} (${count} new)`,
  },
} as const;
