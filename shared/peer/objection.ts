/**
 * A member who is told that they were put out, and knows something that makes that void, says so: those who tell them may
 * not have heard of it, and whoever else knew may be gone.
 */
import { type Operation, readOperation } from '../governance/operation.ts';
import { withTheirPast } from '../governance/removal-of.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { CommunitySync } from '../sync/community-sync.ts';
import type { LinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { Community } from './community.ts';
import { overruledRemovals } from './overruled-removals.ts';

/**
 * @param tell sends operations
 * @param insisted they were told already, and say it again
 * @returns told of each message after it has had its effects
 */
export const createObjection = (
  crypto: Crypto,
  community: Community,
  { tell, insisted }: Pick<CommunitySync, 'tell'> & { insisted: () => void },
): ((session: LinkSession, message: LinkMessage) => void) => {
  const told = new WeakSet<LinkSession>();
  return (session, message) => {
    // a member is told first which operations there are; who was removed is told that and nothing else
    if (message.kind !== 'ops' || session.mode !== 'member' || session.opsDoneSent || !community.isJoined()) return;
    const { log } = community;
    const said = message.operations.flatMap((bytes) => readOperation(crypto, bytes) ?? []);
    // what never counted for anybody needs no answer; what counts was followed by an admission
    const overruled = new Set(overruledRemovals(community).map(({ id }) => id));
    const voids = log.resolution()?.voids;
    const removals = said.filter(
      (operation) => endsMembership(community, operation) && (overruled.has(operation.id) || !voids?.has(operation.id)),
    );
    if (removals.length === 0) return;
    if (told.has(session)) return insisted();
    told.add(session);
    const theirs = new Set(withTheirPast(log, removals).map(({ id }) => id));
    const ours = log.all().filter(({ id }) => !theirs.has(id));
    tell(
      session,
      ours.map(({ bytes }) => bytes),
    );
  };
};

const endsMembership = ({ identity, state }: Community, { body, device }: Operation): boolean => {
  if (body.kind === 'KICK' || body.kind === 'BAN') return body.member === identity.member;
  return body.kind === 'LEAVE' && state()?.devices.get(device)?.member === identity.member;
};
