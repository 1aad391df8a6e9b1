/** What somebody can do next in a community that has just begun. A step that is done is not listed any more. */
import type { CommunityView, MemberView } from '../../shared/model/views.ts';
import { may } from './offered-acts.ts';

export type FirstStep = 'invite' | 'write' | 'channels';

export type Beginnings = {
  community: Pick<CommunityView, 'state' | 'permissions' | 'rank' | 'me'>;
  /** Undefined until they were read. */
  members: readonly MemberView[] | undefined;
  /** Undefined until they were read; without archived ones and conversations of two. */
  channels: number | undefined;
  mayPost: boolean;
  isEmpty: boolean;
};

export const firstSteps = ({ community, members, channels, mayPost, isEmpty }: Beginnings): FirstStep[] => {
  if (community.state !== 'joined') return [];
  const steps: [FirstStep, boolean][] = [
    ['invite', may(community, 'manage-invites') && members !== undefined && members.length <= 1],
    ['write', mayPost && isEmpty],
    ['channels', may(community, 'manage-channels') && channels !== undefined && channels <= 1],
  ];
  return steps.flatMap(([step, isDue]) => (isDue ? [step] : []));
};
