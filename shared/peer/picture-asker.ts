/** Whom to ask for which picture: each link once for each, a few at a time, another link where an answer stays away. */
import type { PictureHash } from '../governance/member-picture.ts';
import type { LinkSession } from '../sync/link-session.ts';

/** On one link, so that what is on its way there is 128 KiB at most. */
const AT_ONCE = 8;
const PATIENCE_MS = 10_000;

type Ask = { at: number; isOpen: boolean };

export type PictureAsker = {
  /** @returns what to ask for now, for each link */
  next: (wanted: readonly PictureHash[], links: readonly LinkSession[], now: number) => Map<LinkSession, PictureHash[]>;
  /** An answer counts once, from whoever was asked. */
  answered: (session: LinkSession, hash: PictureHash) => boolean;
};

export const createPictureAsker = (): PictureAsker => {
  const asks = new Map<PictureHash, Map<LinkSession, Ask>>();

  /** Forgets those that nobody wants any more, and links that are gone. */
  const tidy = (wanted: readonly PictureHash[], links: readonly LinkSession[]): void => {
    const isWanted = new Set(wanted);
    const isLinked = new Set(links);
    for (const [hash, asked] of asks) {
      if (!isWanted.has(hash)) asks.delete(hash);
      else for (const session of asked.keys()) if (!isLinked.has(session)) asked.delete(session);
    }
  };

  return {
    next: (wanted, links, now) => {
      tidy(wanted, links);
      const isAwaited = ({ at, isOpen }: Ask): boolean => isOpen && now < at + PATIENCE_MS;
      const load = new Map(links.map((session) => [session, 0]));
      for (const asked of asks.values())
        for (const [session, ask] of asked) if (isAwaited(ask)) load.set(session, (load.get(session) ?? 0) + 1);
      const chosen = new Map<LinkSession, PictureHash[]>();
      for (const hash of wanted) {
        const asked = asks.get(hash) ?? new Map<LinkSession, Ask>();
        if ([...asked.values()].some(isAwaited)) continue;
        const session = leastBusy(load, (link) => !asked.has(link));
        if (session === undefined) continue;
        asks.set(hash, asked.set(session, { at: now, isOpen: true }));
        load.set(session, (load.get(session) ?? 0) + 1);
        chosen.set(session, [...(chosen.get(session) ?? []), hash]);
      }
      return chosen;
    },
    answered: (session, hash) => {
      const ask = asks.get(hash)?.get(session);
      if (ask?.isOpen !== true) return false;
      ask.isOpen = false;
      return true;
    },
  };
};

const leastBusy = (
  load: ReadonlyMap<LinkSession, number>,
  mayAsk: (session: LinkSession) => boolean,
): LinkSession | undefined => {
  let best: LinkSession | undefined;
  let least = AT_ONCE;
  for (const [session, count] of load) {
    if (count >= least || !mayAsk(session)) continue;
    best = session;
    least = count;
  }
  return best;
};
