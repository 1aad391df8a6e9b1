/** What can be done from anywhere, by name. Words are in the table of strings. */
import type { CommunityView } from '../../shared/model/views.ts';
import type { AppModel, DialogState } from './app-model.ts';
import { may } from './offered-acts.ts';
import { SETTINGS_SECTIONS, type SettingsSection } from './settings-table.ts';

export type CommandName =
  | 'search'
  | 'invite'
  | 'community'
  | 'members'
  | 'network-view'
  | 'code'
  | 'add'
  | 'light'
  | 'dark'
  | 'phrase'
  | 'keyboard'
  | 'leave'
  | SettingsSection;

type Place = CommunityView | undefined;
/** What opens, or what is done instead. */
type Command = {
  name: CommandName;
  isOffered?: (place: Place) => boolean;
  opens?: (place: Place) => DialogState | undefined;
  does?: (app: AppModel) => void;
};

const isIn = (place: Place): boolean => place?.state === 'joined';
const about = (make: (community: CommunityView) => DialogState) => (place: Place) =>
  place === undefined ? undefined : make(place);
const theme = (name: 'light' | 'dark'): Command => ({ name, does: (app) => app.preferences.change({ theme: name }) });

const COMMANDS: readonly Command[] = [
  { name: 'search', isOffered: (place) => place !== undefined, opens: () => ({ kind: 'search' }) },
  {
    name: 'invite',
    isOffered: (place) => place !== undefined && may(place, 'manage-invites'),
    opens: about(({ id }) => ({ kind: 'invite-people', community: id })),
  },
  { name: 'community', isOffered: isIn, opens: () => ({ kind: 'community-settings', section: 'overview' }) },
  {
    name: 'members',
    isOffered: isIn,
    does: ({ panels, preferences }) =>
      panels.room.get() === 'all'
        ? preferences.change({ showMembers: !preferences.get().showMembers })
        : panels.toggle('members'),
  },
  { name: 'network-view', opens: () => ({ kind: 'network' }) },
  { name: 'code', isOffered: isIn, opens: about(({ id }) => ({ kind: 'connect-by-code', community: id })) },
  { name: 'add', opens: () => ({ kind: 'add-community' }) },
  ...SETTINGS_SECTIONS.map((section): Command => ({ name: section, opens: () => ({ kind: 'settings', section }) })),
  theme('light'),
  theme('dark'),
  { name: 'phrase', opens: () => ({ kind: 'phrase' }) },
  { name: 'keyboard', opens: () => ({ kind: 'keyboard' }) },
  { name: 'leave', isOffered: isIn, opens: about(({ id }) => ({ kind: 'leave', community: id })) },
];

export const commandsFor = (place: Place): CommandName[] =>
  COMMANDS.filter(({ isOffered }) => isOffered?.(place) ?? true).map(({ name }) => name);

/** The dialog that was open gives way to the one that the command opens, if any. */
export const runCommand = (app: AppModel, name: CommandName, place: Place): void => {
  const command = COMMANDS.find((one) => one.name === name);
  app.dialog.set(command?.opens?.(place));
  command?.does?.(app);
};
