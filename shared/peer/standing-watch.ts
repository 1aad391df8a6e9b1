/** Tells when this device becomes a member of a community, and when it is one no more: once each, not again at a start. */
import type { CommunityId } from '../base/ids.ts';
import type { Community } from './community.ts';
import type { PeerEvent } from './peer-api.ts';
import { removalView } from './project-governance.ts';

type Standing = 'outside' | 'joined' | 'removed';

export type StandingWatch = {
  /** As it is now: nothing to tell. */
  remember: (community: Community) => void;
  /** Tells what is different from the last time. */
  look: (community: Community) => void;
};

export const createStandingWatch = (tell: (event: PeerEvent) => void): StandingWatch => {
  const known = new Map<CommunityId, Standing>();
  return {
    remember: (community) => void known.set(community.id, standingOf(community)),
    look: (community) => {
      const now = standingOf(community);
      if (known.get(community.id) === now) return;
      known.set(community.id, now);
      if (now === 'joined') tell({ kind: 'joined', community: community.id });
      if (now === 'removed') tell({ kind: 'removed', community: community.id, ...removalView(community) });
    },
  };
};

const standingOf = (community: Community): Standing => {
  if (community.isRemoved()) return 'removed';
  return community.isJoined() ? 'joined' : 'outside';
};
