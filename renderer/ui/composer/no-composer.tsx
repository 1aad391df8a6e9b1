/** Stands where the composer would, and says why nothing can be written. */
import { Lock } from 'lucide-react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { strings } from '../strings.ts';

type NoComposerProps = { community: CommunityView; channel: ChannelView };

export const NoComposer = ({ community, channel }: NoComposerProps) => (
  <p className="composer-none" role="note">
    <Lock size={16} aria-hidden /> {reasonOf(community, channel)}
  </p>
);

const reasonOf = (community: CommunityView, channel: ChannelView): string => {
  if (community.state === 'removed') return strings.removed.note;
  return channel.isArchived ? strings.channels.archivedNote : strings.channels.readOnlyNote;
};
