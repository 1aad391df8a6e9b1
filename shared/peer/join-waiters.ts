/** Whoever waits to be let into a community: the answer, or none within half a minute. */
import type { CommunityId } from '../base/ids.ts';
import type { Clock } from '../ports/clock.ts';

/** `refused`: why, in words. */
export type Admission = 'admitted' | 'waits' | 'nobody' | { refused: string };

export type JoinWaiters = {
  /** Who asked before for the same is told what they would be told in the end. */
  wait: (community: CommunityId) => Promise<Admission>;
  communities: () => CommunityId[];
  tell: (community: CommunityId, outcome: Admission) => void;
};

const PATIENCE_MS = 30_000;

export const createJoinWaiters = (clock: Clock): JoinWaiters => {
  const waiting = new Map<CommunityId, (outcome: Admission) => void>();
  const tell: JoinWaiters['tell'] = (community, outcome) => waiting.get(community)?.(outcome);
  return {
    wait: (community) =>
      new Promise((resolve) => {
        const cancel = clock.after(PATIENCE_MS, () => finish('nobody'));
        const finish = (outcome: Admission): void => {
          cancel();
          waiting.delete(community);
          resolve(outcome);
        };
        tell(community, 'nobody');
        waiting.set(community, finish);
      }),
    communities: () => [...waiting.keys()],
    tell,
  };
};
