/** Everything a person decides for themselves: a list of sections and the chosen one. */
import { Bell, Info, Network, Palette, HardDrive, Smartphone, User, Users } from 'lucide-react';
import { useRef, useState } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import type { SettingsState } from '../../app/app-model.ts';
import { commandFor } from '../../app/key-bindings.ts';
import { sectionOf, type SettingName, SETTINGS_SECTIONS, type SettingsSection } from '../../app/settings-table.ts';
import { useApp } from '../app-context.ts';
import { NetworkChoicesPart } from '../network/network-choices.tsx';
import { Devices } from '../person/devices.tsx';
import { Dialog } from '../primitives/dialog.tsx';
import { Sections } from '../primitives/sections.tsx';
import { IS_MAC } from '../shell/platform-keys.ts';
import { strings } from '../strings.ts';
import { AboutSettings } from './about-settings.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { PeopleSettings } from './people-settings.tsx';
import { ProfileSettings } from './profile-settings.tsx';
import { AskedSetting } from './setting.tsx';
import { SettingSearch } from './setting-search.tsx';
import { StorageSettings } from './storage-settings.tsx';
import './settings-dialog.css';

type SettingsDialogProps = {
  state: SettingsState;
  community: CommunityView | undefined;
  close: () => void;
};

const ICONS = {
  profile: <User size={16} aria-hidden />,
  devices: <Smartphone size={16} aria-hidden />,
  appearance: <Palette size={16} aria-hidden />,
  notifications: <Bell size={16} aria-hidden />,
  people: <Users size={16} aria-hidden />,
  network: <Network size={16} aria-hidden />,
  storage: <HardDrive size={16} aria-hidden />,
  about: <Info size={16} aria-hidden />,
} as const;

export const SettingsDialog = ({ state, community, close }: SettingsDialogProps) => {
  const { dialog } = useApp();
  const [text, setText] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const { section = 'profile' } = state;
  const go = (setting: SettingName): void => {
    setText('');
    dialog.set({ kind: 'settings', section: sectionOf(setting), setting });
  };
  return (
    <Dialog title={strings.settings.title} wide="full" onClose={close}>
      <Sections
        search={<SettingSearch box={box} isMember={community !== undefined} text={text} onText={setText} onGo={go} />}
        isSearching={text.trim() !== ''}
        onKeyDown={(event) => {
          if (commandFor(event.nativeEvent, IS_MAC) !== 'search') return;
          event.preventDefault();
          box.current?.focus();
        }}
        label={strings.settings.sectionList}
        sections={SETTINGS_SECTIONS}
        shown={section}
        names={strings.settings.sections}
        icons={ICONS}
        onChoose={(name) => dialog.set({ kind: 'settings', section: name })}
      >
        <h3 className="settings-title">{strings.settings.sections[section]}</h3>
        <AskedSetting value={state}>
          <Section section={section} community={community} />
        </AskedSetting>
      </Sections>
    </Dialog>
  );
};

const Section = ({ section, community }: { section: SettingsSection; community: CommunityView | undefined }) => {
  switch (section) {
    case 'profile':
      return <ProfileSettings current={community} />;
    case 'devices':
      return <Devices />;
    case 'appearance':
      return <AppearanceSettings />;
    case 'notifications':
      return <NotificationSettings />;
    case 'people':
      return <PeopleSettings />;
    case 'network':
      return <NetworkChoicesPart />;
    case 'storage':
      return <StorageSettings />;
    case 'about':
      return <AboutSettings community={community} />;
  }
};
