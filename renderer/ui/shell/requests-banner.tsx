/** Somebody waits to be let in: said to those who can answer, until they have. */
import { UserPlus } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { useApp } from '../app-context.ts';
import { useJoinRequests } from '../members/use-join-requests.ts';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';

export const RequestsBanner = ({ community }: { community: CommunityView }) => {
  const { dialog } = useApp();
  const requests = useJoinRequests(community);
  if (requests.length === 0) return null;
  const names = requests.slice(0, 3).map(({ name }) => name);
  return (
    <section className="reminder" role="status" aria-label={strings.requests.list}>
      <UserPlus size={18} aria-hidden />
      <p className="reminder-text">
        <strong>{strings.requests.waiting(requests.length)}:</strong>{' '}
        <span dir="auto">{strings.requests.who(names.join(', '))}</span>
      </p>
      <Button look="quiet" onClick={() => dialog.set({ kind: 'community-settings', section: 'invites' })}>
        {strings.requests.look}
      </Button>
    </section>
  );
};
