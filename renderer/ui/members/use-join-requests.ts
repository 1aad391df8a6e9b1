import type { CommunityView, JoinRequestView } from '../../../shared/model/views.ts';
import { useQuery } from '../app-context.ts';

const NOBODY: readonly JoinRequestView[] = [];

/** Who waits for an answer that this device may give; the core tells of no others. */
export const useJoinRequests = ({ id, state }: CommunityView): readonly JoinRequestView[] =>
  useQuery(`requests ${id} ${state}`, async ({ services: { queries } }) =>
    state === 'joined' ? queries.requests(id) : NOBODY,
  ) ?? NOBODY;
