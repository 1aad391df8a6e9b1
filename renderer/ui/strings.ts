/** Every word the page says, in one table, so that it can be translated. */
import type { Delivery } from '../app/delivery.ts';
import type { KeyCommand } from '../app/key-bindings.ts';
import type { Fact } from '../app/network-report.ts';
import type { CarrierHealth, CarrierKind, LinkView, Route } from '../../shared/model/status.ts';
import { codeStrings } from './strings-code.ts';
import { communityStrings } from './strings-community.ts';
import { doorStrings } from './strings-door.ts';
import { fileStrings } from './strings-file.ts';
import { messageStrings } from './strings-messages.ts';
import { networkStrings } from './strings-network.ts';
import { passingOnStrings } from './strings-passing-on.ts';
import { peopleStrings } from './strings-people.ts';
import { personStrings } from './strings-person.ts';
import { searchStrings } from './strings-search.ts';
import { textStrings } from './strings-text.ts';
import { pictureStrings } from './strings-picture.ts';
import { settingsStrings } from './strings-settings.ts';
import { switcherStrings } from './strings-switcher.ts';
import { unreadStrings } from './strings-unread.ts';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const strings = {
  ...codeStrings,
  ...communityStrings,
  ...doorStrings,
  ...fileStrings,
  ...messageStrings,
  ...networkStrings,
  ...passingOnStrings,
  ...peopleStrings,
  ...personStrings,
  ...searchStrings,
  ...textStrings,
  ...pictureStrings,
  ...settingsStrings,
  ...switcherStrings,
  ...unreadStrings,

  product: 'Holdfast',
  tagline: 'Communities that hold when servers fail.',
  unexpected: 'Something went wrong inside Holdfast. Your text is kept; try again.',

  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  copied: 'Copied',
  copyFailed: 'Could not copy. Select the text and copy it by hand.',

  regions: {
    communities: 'Communities',
    channels: 'Channels',
    timeline: 'Conversation',
    members: 'Members',
    messages: 'Messages',
    network: 'Network',
  },

  starting: {
    title: 'Opening Holdfast…',
    restoring: 'Reading back what is saved on this device. Nothing is lost.',
    restored: (part: number) => `${Math.floor(part * 100)} % read`,
  },
  takenOver: {
    title: 'Opened in another window',
    text: 'Holdfast is running in another window of this profile. Only one window at a time may write, so this one stopped. Nothing is lost.',
    action: 'Use Holdfast here',
  },
  fatal: {
    title: 'Holdfast cannot go on',
    text: 'What is saved on this device stays saved. Reload to try again; if it fails again, copy the details and send them to us.',
    reload: 'Reload',
    copy: 'Copy details',
  },
  brokenRow: 'This message cannot be shown.',
  brokenView: 'This part of the window failed. The rest goes on working.',
  tryAgain: 'Try again',

  welcome: {
    title: 'Welcome to Holdfast',
    text: 'Your communities live on their members’ own devices. When a server fails, the conversation goes on.',
    name: 'Your name',
    nameHint: 'What people in your communities will see. It can be any name.',
    nameMissing: 'Write a name first, so that people know who you are.',
    nameTooLong: 'A name has at most 64 characters.',
    create: 'Create a community',
    createHint: 'Start a new place and invite people to it.',
    join: 'Join with an invite',
    joinHint: 'You were sent a link that begins with holdfast://, or a picture of a code',
    promises: ['No account, no e-mail address', 'Works offline', 'Encrypted between members'],
  },

  add: { title: 'Add a community', open: 'Add a community' },
  create: {
    title: 'Create a community',
    text: 'It begins on this device. Invite people, and every member keeps a copy.',
    name: 'Community name',
    nameHint: 'You can invite people as soon as it is created.',
    nameMissing: 'Give the community a name.',
    submit: 'Create',
    busy: 'Creating…',
  },

  join: {
    title: 'Join a community',
    text: 'Paste the invite link or the code you were given. Nothing happens before you confirm.',
    link: 'Invite link',
    linkMissing: 'Paste an invite link or a code first.',
    continue: 'Continue',
    confirmTitle: 'Join this community?',
    community: 'Community',
    fingerprint: 'Fingerprint',
    fingerprintHint: 'Compare it with your inviter by voice if you want to be sure it is the same community.',
    inviter: 'Invited by',
    history: 'History',
    historyFull: 'You will get all earlier messages',
    historyFromJoin: 'You will get messages from the moment you join',
    address: 'Members connect to your device directly, so they will be able to see your network address.',
    unproven: 'The name and inviter are what the link says. Only the fingerprint is proof.',
    submit: 'Join community',
    busy: 'Joining…',
  },

  joining: {
    title: (name: string) => `Waiting to be let into ${name}`,
    text: 'Holdfast is looking for a member who is online to let you in. This can take a moment, or until one of them opens Holdfast.',
    background:
      'It goes on in the background, also after a restart. You can close this window or use other communities meanwhile.',
    nobodyYet: 'Nobody has answered yet. Holdfast keeps asking. If it takes long, ask your inviter to open Holdfast.',
    steps: {
      asked: 'Your request is saved on this device',
      looking: 'Looking for a member who is online',
      approval: 'Waiting for somebody there to say yes',
      in: 'They let you in, and messages arrive',
    },
    refusedTitle: (name: string) => `${name} did not let you in`,
    refusedAction: 'Use another invite',
    joined: (name: string) => `You are in ${name}`,
  },

  shell: {
    skip: 'Skip to messages',
    unread: (count: number) => plural(count, 'new message', 'new messages'),
    draft: 'Draft',
    settings: 'Settings',
    showMembers: 'Show members',
    hideMembers: 'Hide members',
    places: 'Communities and channels',
    openPlaces: (news: string) => `Communities and channels${news === '' ? '' : `, ${news}`}`,
    channels: 'Channels',
    joining: 'waiting to be let in',
    noChannels: 'No channel has arrived yet. It comes with the first member you connect to.',
  },

  empty: {
    title: (channel: string) => `This is the beginning of #${channel}`,
    others: 'Nothing has been said here yet. Write the first message.',
  },

  timeline: {
    newer: (count: string) => `${count} new`,
    newerLabel: (count: string) => `${count} new, go to the newest`,
    toNewest: 'Go to the newest',
    beginning: (channel: string) => `The beginning of #${channel}`,
    loading: 'Reading earlier messages…',
    spoken: (author: string, time: string, text: string) => `${author}, ${time}: ${text}`,
    arrived: (author: string, text: string) => `${author}: ${text}`,
  },

  delivery: {
    title: 'Who has this message',
    sent: (time: string) => `Sent ${time}`,
    has: 'Has it',
    hasNot: 'Not yet',
    carries: 'Carries it, cannot read it',
    since: (time: string) => `since ${time}`,
    thisDevice: 'Saved on this device',
    alone: 'There is nobody else in this community yet.',
    later:
      'Whoever does not have it gets it from you or from any other member, as soon as two of you are online together.',
    details: (state: string) => `${state}. Show who has it`,
  },

  outbox: {
    saving: 'Saving…',
    failed: 'Not sent',
    unsure: 'Not known to be saved: Holdfast ended at that moment. Look whether it is above before you send it again.',
    retry: 'Retry',
    copy: 'Copy',
    discard: 'Delete',
    list: 'Messages not sent',
  },

  composer: {
    label: (channel: string) => `Message #${channel}`,
    send: 'Send message',
    hint: 'Enter sends, Shift+Enter begins a new line',
    paused: 'Sending is paused because Holdfast’s host on this device has stopped. Your text is kept.',
    noRoom: 'Sending is paused because the disk of this device is almost full. Your text is kept.',
    tooLong: (over: number) => `${plural(over, 'character', 'characters')} too many. A message holds at most 8,000.`,
  },

  invite: {
    open: 'Invite people',
    title: (name: string) => `Invite people to ${name}`,
    text: 'Send this link to people you trust. Whoever has it can ask to join while you or another member is online.',
    link: 'Invite link',
    copy: 'Copy link',
    making: 'Making a link…',
    again: 'Make a new link',
    note: 'The link holds no messages and no member list. Do not post it where strangers read.',
  },

  network: {
    title: 'Network',
    works: 'What works now',
    fails: 'What does not work now',
    nothingFails: 'Nothing is wrong.',
    devices: 'Members’ devices',
    carriers: 'Meeting points',
    carriersHint: 'Meeting points only help devices find each other. Messages do not pass through them.',
    noCarriers: 'None. Switch the local network on below, add a server, or connect by a code.',
    noCarriersHidden: 'None. While your address is hidden, only a server helps: add one below.',
    noDevices: 'Join or create a community to see its members’ devices here.',
    member: 'Member',
    device: 'Device',
    state: 'State',
    route: 'How',
    since: 'Since',
    roundTrip: 'There and back',
    milliseconds: (ms: number) => `${Math.round(ms)} ms`,
    choices: {
      title: 'How this device meets others',
      lan: 'Find members on the local network',
      lanHint:
        'Works without the internet. Others on the same network can see that somebody uses Holdfast, not who or what.',
      lanHidden: 'Off while your address is hidden, since others on the network would see it.',
      servers: 'Meeting servers',
      serversHint:
        'A server helps over the internet. It sees that your device is online, and no names or messages. None is needed.',
      address: 'Address of a server',
      addressHint: 'Like wss://meet.example.org or ws://192.0.2.7:4444',
      add: 'Add server',
      remove: (server: string) => `Stop using ${server}`,
      tooMany: (most: number) => `${most} servers are the limit. Take one out first.`,
      noAddress: 'Type the address of a server first.',
      relays: 'Relays and address helpers',
      relaysHint:
        'A relay (TURN) passes messages on, still encrypted, where two devices cannot reach each other directly; an address helper (STUN) tells a device how others see its address. None is needed on one local network.',
      relayAddress: 'Address of a relay or helper',
      relayAddressHint: 'Like turn:relay.example.org:3478 or stun:helper.example.org:3478',
      username: 'User name',
      password: 'Password',
      loginHint: 'A relay has both; whoever runs it tells you. An address helper has neither.',
      addRelay: 'Add relay',
      removeRelay: (relay: string) => `Stop using ${relay}`,
      loggedInAs: (username: string) => `as ${username}`,
      hide: 'Hide my address from members',
      hideHint:
        'Connections go through a relay only. The local network and remembered addresses are not used, since they would tell where you are. Servers and relays that you enter still see your address.',
      cutOff:
        'No new connection can be made: your address is hidden and there is no relay. Add a relay below, or stop hiding your address.',
    },
    copy: 'Copy diagnostics',
    copyHint: 'Without names, addresses, keys or messages.',
    thisDevice: 'this device',
    ownHub: 'This device',
    details: 'Show network details',
  },

  keyboard: { title: 'Keyboard shortcuts', writing: 'Begin writing a message', any: 'Any letter' },

  openLink: {
    title: 'Open this link in your browser?',
    text: 'It leads to',
    whole: 'The whole address',
    open: 'Open link',
  },

  banner: {
    hostTitle: 'Holdfast’s host on this device has stopped',
    hostText:
      'Nothing can be saved, so sending is paused. You can read everything, and your text is kept. Sending resumes when the host is back.',
    diskTitle: 'The disk of this device is almost full',
    diskText:
      'Nothing more is stored, so sending and fetching are paused. You can read everything, and your text is kept. Make room on the disk, and it goes on by itself.',
    dismiss: 'Hide this notice',
  },
} as const;

export const deliveryText = (delivery: Delivery): string => {
  switch (delivery.kind) {
    case 'saving':
      return 'saving';
    case 'saved-here':
      return 'saved here';
    case 'with-some':
      return `with ${delivery.holders} of ${delivery.others}`;
    case 'with-everyone':
      return 'with everyone';
    case 'carried':
      return `carried by ${plural(delivery.holders, 'other', 'others')}`;
    case 'arrived':
      return 'arrived';
  }
};

export const factText: Readonly<Record<Fact, string>> = {
  reading: 'Reading everything that is on this device',
  saving: 'Writing: what you send is saved on this device at once',
  'no-saving': 'Writing: the host on this device has stopped, so nothing can be saved. Start Holdfast again',
  talking: 'Talking to connected members; messages go from device to device',
  'nobody-linked': 'No member of this community is connected right now',
  finding: 'Finding members who are online',
  'finding-some':
    'Finding members by those meeting points below that work. Others may not be found; connect them by codes',
  'no-finding': 'Finding members: no meeting point can be reached. Connections that are open stay open',
  'servers-down': 'The meeting servers do not answer. Holdfast keeps trying',
  hidden: 'Hiding your network address from members: connections go through a relay',
  'cut-off':
    'Making connections: your address is hidden, and there is no relay. Add one below, or stop hiding your address',
  'newer-met': doorStrings.newer.fact,
  later: 'What you send now goes out by itself when a member is connected',
};

export const routeText: Readonly<Record<Route, string>> = {
  unknown: '—',
  loopback: 'on this computer',
  'local-network': 'local network',
  direct: 'direct',
  relay: 'through a relay',
};

export const linkStateText: Readonly<Record<LinkView['state'], string>> = {
  handshake: 'Checking who it is',
  joiner: 'Wants to join',
  open: 'Connected',
};

export const notConnected = 'Not connected';

export const carrierKindText: Readonly<Record<CarrierKind, string>> = {
  server: 'Server',
  incoming: 'Open to others on this device',
  lan: 'Local network',
  remembered: 'Remembered addresses of members',
  members: 'Members who are connected, for each other',
  code: 'Copied code',
};

/** How many are reached in that way, where that says more than “works”. */
export const carrierPeersText = ({ kind, state, peers }: CarrierHealth): string => {
  if (state !== 'up' || kind === 'server') return carrierStateText[state];
  if (peers === 0) return kind === 'lan' || kind === 'incoming' ? 'Works, nobody there yet' : carrierStateText[state];
  return `Works, ${peers} connected`;
};

export const carrierStateText = { connecting: 'Connecting', up: 'Works', down: 'Unreachable' } as const;

export const commandText: Readonly<Partial<Record<KeyCommand, string>>> = {
  'keyboard-help': 'Show keyboard shortcuts',
  settings: 'Open settings',
  switcher: 'Go to a channel, a person or a command',
  search: 'Search messages',
  'previous-channel': 'Previous channel',
  'next-channel': 'Next channel',
  'previous-unread': 'Previous unread channel',
  'next-unread': 'Next unread channel',
  inbox: 'Mentions',
  'next-region': 'Next part of the window',
  'previous-region': 'Previous part of the window',
  'to-newest': 'Mark as read and go to the newest message',
  'message-menu': 'What can be done to the message or channel in focus',
  'edit-last': 'Change your last message, in an empty message box',
  bold: 'Bold, while writing',
  italic: 'Italic, while writing',
  code: 'Code, while writing',
  'community-1': 'Community 1 to 9',
};
