/** Words of the switcher. Part of the one table in strings.ts. */
import type { CommandName } from '../app/commands.ts';
import type { SettingsSection } from '../app/settings-table.ts';

/** What it does, and other words by which it is looked for. */
const commands: Readonly<Record<Exclude<CommandName, SettingsSection>, readonly [string, string]>> = {
  search: ['Search messages', 'find'],
  invite: ['Invite people', 'link, QR code'],
  community: ['Community settings', 'channels, roles, bans, audit log'],
  members: ['Show or hide members', 'member list'],
  'network-view': ['Show network details', 'peers, connections, diagnostics, outage'],
  code: ['Connect by code', 'without a server, QR code'],
  add: ['Add a community', 'create, join'],
  light: ['Theme: Light', 'bright, white'],
  dark: ['Theme: Dark', 'night, black'],
  phrase: ['Recovery phrase', '24 words, backup'],
  keyboard: ['Keyboard shortcuts', 'keys, help'],
  leave: ['Leave this community', 'quit'],
};

export const switcherStrings = {
  switcher: {
    title: 'Go to',
    label: 'Where to go, or what to do',
    placeholder: 'Where do you want to go?',
    list: 'Places and commands',
    none: 'Nothing is called that.',
    kinds: { channel: 'channel', person: 'person', community: 'community', command: 'command' },
    keys: [
      ['#', 'channels'],
      ['@', 'people'],
      ['*', 'communities'],
      ['>', 'commands'],
    ],
    move: '↑ ↓ to choose, Enter to go',
    found: (count: number) => `${count} ${count === 1 ? 'place' : 'places'}`,
    commands,
    settings: (section: string) => `Settings: ${section}`,
  },
} as const;
