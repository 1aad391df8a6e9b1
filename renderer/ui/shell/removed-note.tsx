/** What happened to somebody who is not a member any more: who did it, why, and what stays. */
import { DoorOpen } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { removedSentence } from '../removed-words.ts';
import { strings } from '../strings.ts';

export const RemovedNote = ({ community }: { community: CommunityView }) => {
  const { dialog } = useApp();
  if (community.state !== 'removed') return null;
  const isBanned = community.removal?.how === 'banned';
  return (
    <div className="banner banner-bad" role="status" data-testid="removed">
      <DoorOpen size={18} aria-hidden />
      <p className="banner-text">
        <strong dir="auto">{removedSentence(community)}</strong> {strings.removed.stays}{' '}
        {isBanned ? strings.comeBack.banned : strings.comeBack.kicked}
      </p>
      <Button look="quiet" onClick={() => dialog.set({ kind: 'join' })}>
        {strings.comeBack.open}
      </Button>
    </div>
  );
};
