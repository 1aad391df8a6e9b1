/** What happened to somebody who is not a member any more: who did it, why, and what stays. */
import { DoorOpen } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { removedSentence } from '../removed-words.ts';
import { strings } from '../strings.ts';

export const RemovedNote = ({ community }: { community: CommunityView }) =>
  community.state !== 'removed' ? null : (
    <div className="banner banner-bad" role="status" data-testid="removed">
      <DoorOpen size={18} aria-hidden />
      <p className="banner-text">
        <strong dir="auto">{removedSentence(community)}</strong> {strings.removed.stays}
      </p>
    </div>
  );
