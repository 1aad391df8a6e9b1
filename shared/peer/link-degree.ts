/**
 * How many links of a community a device holds. Those who come lately link to those who were there, who would have ever more:
 * so the two sides tell each other how many they have, and whoever has too many gives one up now and then.
 */
import type { Random } from '../ports/random.ts';
import type { LinkId } from '../base/ids.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { isProvenMember, type LinkSession } from '../sync/link-session.ts';
import type { SyncedCommunity } from '../sync/synced-community.ts';

export type LinkDegree = {
  /** The other side holds so many. */
  heard: (session: LinkSession, links: number) => void;
  /** The other side holds hardly any, or has not said yet how many. */
  hasFew: (session: LinkSession) => boolean;
  /** Tells how many there are, and closes one if they are too many. */
  look: () => void;
};

export type DegreePorts = {
  random: Random;
  send: (link: LinkId, frame: Uint8Array) => void;
  closeLink: (link: LinkId, reason: string) => void;
  /** People connected the two by codes: there may be no other way between them. */
  isByCode: (link: LinkId) => boolean;
};

/** Who has more gives up what is not needed: links over which records came that were here already. */
const MANY_LINKS = 12;
/** Who has more gives up others too. */
const TOO_MANY_LINKS = 16;
/** The other side must have more, or it would look for another link at once. */
const ENOUGH_LINKS = 9;
/** Who has fewer may hear of things from us alone. */
const FEW_LINKS = 4;
/** The oldest are kept: who was there for long will most likely be there for longer. */
const KEPT_LINKS = 3;

export const createLinkDegree = (
  { random, send, closeLink, isByCode }: DegreePorts,
  community: Pick<SyncedCommunity, 'standing' | 'isRemoved'>,
  sessions: () => readonly LinkSession[],
): LinkDegree => {
  const told = new WeakMap<LinkSession, number>();
  const theirs = new WeakMap<LinkSession, number>();

  const tell = (members: readonly LinkSession[]): void => {
    for (const session of members) {
      if (told.get(session) === members.length) continue;
      told.set(session, members.length);
      send(session.link, writeLinkMessage({ kind: 'degree', number: members.length }));
    }
  };

  const mayGo = (session: LinkSession, links: number): boolean =>
    (session.isLazy || links > TOO_MANY_LINKS) && (theirs.get(session) ?? 0) > ENOUGH_LINKS && !isByCode(session.link);

  const giveUpOne = (members: readonly LinkSession[]): void => {
    const byAge = members.toSorted((a, b) => a.openedAt - b.openedAt);
    const spare = byAge.slice(KEPT_LINKS).filter((session) => mayGo(session, members.length));
    const [chance = 0, pick = 0] = random.bytes(2);
    // not all of them at the same moment
    if (chance >= 128) return;
    const given = spare[pick % Math.max(1, spare.length)];
    if (given !== undefined) closeLink(given.link, 'enough links');
  };

  return {
    hasFew: (session) => (theirs.get(session) ?? 0) < FEW_LINKS,
    heard: (session, links) => void theirs.set(session, links),
    look: () => {
      const members = sessions().filter((session) => isProvenMember(session, community));
      tell(members);
      if (members.length > MANY_LINKS) giveUpOne(members);
    },
  };
};
