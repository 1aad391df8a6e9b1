/** Everything a person decides for themselves: a list of sections and the chosen one. */
import { Bell, Info, Network, Palette, HardDrive, Smartphone, User, Users } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { SETTINGS_SECTIONS, type SettingsSection } from '../../app/app-model.ts';
import { useApp } from '../app-context.ts';
import { NetworkChoicesPart } from '../network/network-choices.tsx';
import { Devices } from '../person/devices.tsx';
import { Dialog } from '../primitives/dialog.tsx';
import { Sections } from '../primitives/sections.tsx';
import { strings } from '../strings.ts';
import { AboutSettings } from './about-settings.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { PeopleSettings } from './people-settings.tsx';
import { ProfileSettings } from './profile-settings.tsx';
import { StorageSettings } from './storage-settings.tsx';
import './settings-dialog.css';

type SettingsDialogProps = {
  section: SettingsSection | undefined;
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

export const SettingsDialog = ({ section = 'profile', community, close }: SettingsDialogProps) => {
  const { dialog } = useApp();
  return (
    <Dialog title={strings.settings.title} wide="full" onClose={close}>
      <Sections
        label={strings.settings.sectionList}
        sections={SETTINGS_SECTIONS}
        shown={section}
        names={strings.settings.sections}
        icons={ICONS}
        onChoose={(name) => dialog.set({ kind: 'settings', section: name })}
      >
        <h3 className="settings-title">{strings.settings.sections[section]}</h3>
        <Section section={section} community={community} />
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
