/**
 * Live records travel along a tree that the links grow by themselves (Plumtree: Leitão, Pereira, Rodrigues, "Epidemic
 * Broadcast Trees", 2007): every link gets them unasked until they come twice over it; from then on its two sides only tell
 * each other what they have, and ask for what stays away, which makes it a branch again. Lane tables are that telling. As long as
 * nothing came twice (few, all linked to each other, and quick), what comes is passed on after a moment only, to those who have
 * not said by then that they have it: nobody, as a rule, and every way is one link long.
 */
import type { LinkId } from '../base/ids.ts';
import type { LaneServer } from './lane-server.ts';
import { type LaneKey, type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

export type LivePush = {
  /** A lane grew from `from` on, by what came over `source`, or by what was made here. */
  grew: (key: LaneKey, from: number, source: LinkId | undefined) => void;
  /** Sends what was put off. */
  relay: () => void;
  /** What came over the link, unasked, was here already. */
  cameAgain: (session: LinkSession) => void;
  /** The other side says that of what went over the link. */
  pruned: (session: LinkSession) => void;
  /** One side asks the other for what stayed away. */
  grafted: (session: LinkSession) => void;
};

export const createLivePush = (
  community: SyncedCommunity,
  sessions: ReadonlyMap<LinkId, LinkSession>,
  server: Pick<LaneServer, 'push'>,
  { sayPrune, relaySoon }: { sayPrune: (session: LinkSession) => void; relaySoon: () => void },
): LivePush => {
  const putOff = new Map<LaneKey, { from: number; source: LinkId }>();
  const comesOtherwise = (session: LinkSession): boolean =>
    [...sessions.values()].some((other) => other !== session && !other.isLazy && mayExchangeContent(other, community));
  const push = (key: LaneKey, from: number, source: LinkId | undefined): void => {
    for (const session of sessions.values())
      if (session.link !== source && !session.isLazy) server.push(session, key, from);
  };
  return {
    grew: (key, from, source) => {
      const isTree = [...sessions.values()].some((session) => session.isLazy);
      if (source === undefined || isTree) return push(key, from, source);
      putOff.set(key, { from: Math.min(from, putOff.get(key)?.from ?? from), source });
      relaySoon();
    },
    relay: () => {
      for (const [key, { from, source }] of putOff) push(key, from, source);
      putOff.clear();
    },
    cameAgain: (session) => {
      if (!comesOtherwise(session)) return;
      session.isLazy = true;
      sayPrune(session);
    },
    pruned: (session) => {
      session.isLazy = true;
    },
    grafted: (session) => {
      session.isLazy = false;
    },
  };
};
