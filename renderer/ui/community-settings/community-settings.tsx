/** Everything about a community, as far as the own rights go: a list of sections and the chosen one. */
import type { CommunityView } from '../../../shared/model/views.ts';
import type { ChannelToEdit, CommunitySection } from '../../app/app-model.ts';
import { may } from '../../app/offered-acts.ts';
import { useApp } from '../app-context.ts';
import { Dialog } from '../primitives/dialog.tsx';
import { Sections } from '../primitives/sections.tsx';
import { strings } from '../strings.ts';
import { Audit } from './audit.tsx';
import { Bans } from './bans.tsx';
import { CommunityFile } from './community-file.tsx';
import { Channels } from './channels.tsx';
import { Invites } from './invites.tsx';
import { Overview } from './overview.tsx';
import { Roles } from './roles.tsx';
import './community-settings.css';

type CommunitySettingsProps = {
  community: CommunityView;
  section: CommunitySection;
  channel: ChannelToEdit | undefined;
  close: () => void;
};

export const CommunitySettings = ({ community, section, channel, close }: CommunitySettingsProps) => {
  const { dialog } = useApp();
  const sections = sectionsFor(community);
  const shown = sections.includes(section) ? section : 'overview';
  return (
    <Dialog title={strings.community.title(community.name)} wide onClose={close}>
      <Sections
        label={strings.community.sectionList}
        sections={sections}
        shown={shown}
        names={strings.community.sections}
        onChoose={(name) => dialog.set({ kind: 'community-settings', section: name })}
      >
        <Section community={community} section={shown} channel={channel} />
      </Sections>
    </Dialog>
  );
};

const Section = ({ community, section, channel }: Omit<CommunitySettingsProps, 'close'>) => {
  switch (section) {
    case 'overview':
      return <Overview community={community} />;
    case 'channels':
      return <Channels community={community} {...(channel === undefined ? {} : { first: channel })} />;
    case 'roles':
      return <Roles community={community} />;
    case 'invites':
      return <Invites community={community} />;
    case 'bans':
      return <Bans community={community} />;
    case 'audit':
      return <Audit community={community} />;
    case 'file':
      return <CommunityFile community={community} />;
  }
};

const sectionsFor = (community: CommunityView): CommunitySection[] => [
  'overview',
  ...(may(community, 'manage-channels') ? ['channels' as const] : []),
  ...(may(community, 'manage-roles') ? ['roles' as const] : []),
  ...(may(community, 'manage-invites') || may(community, 'moderate') ? ['invites' as const] : []),
  ...(may(community, 'moderate') ? ['bans' as const] : []),
  'audit',
  'file',
];
