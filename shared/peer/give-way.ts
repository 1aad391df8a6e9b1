/**
 * A device that was removed by another one of its member, and knows something that makes the removal void: it went on with a
 * key that was copied, or removed the other one itself. Nobody hears that from it any more, so it gives way, for as long as
 * no other member goes by what it knows. So does who was put out, has said what it knows against that, and is told again.
 */
import type { Crypto } from '../ports/crypto.ts';
import type { CommunitySync } from '../sync/community-sync.ts';
import type { LinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { CommitLog } from './commit-log.ts';
import type { Community } from './community.ts';
import { createObjection } from './objection.ts';
import { isRemovedByOwn } from './overruled-removals.ts';
import { keepLocal } from './rekey-desk.ts';

export type GivingWay = {
  /** What the other side said, after it has had its effects. */
  heard: (session: LinkSession, message: LinkMessage) => void;
};

type Ports = {
  crypto: Crypto;
  commitLog: CommitLog;
  governed: () => Promise<void>;
  drop: (promise: Promise<unknown>, why: string) => void;
};

export const createGivingWay = (
  ports: Ports,
  community: Community,
  { sessions, tell }: Pick<CommunitySync, 'sessions' | 'tell'>,
): GivingWay => {
  const keep = async (gaveWay: Community['local']['gaveWay']): Promise<void> => {
    await keepLocal(ports.commitLog, community, { ...community.local, gaveWay });
    await ports.governed();
  };
  const giveWay = (): void => {
    const isRecognised = sessions().some(({ mode, theirChains }) => mode === 'member' && theirChains.size > 0);
    if (!isRecognised && community.isJoined()) ports.drop(keep(community.identity.device), 'giving way to others');
  };
  const dismissed = (): void => {
    if (isRemovedByOwn(community)) giveWay();
  };
  const object = createObjection(ports.crypto, community, { tell, insisted: giveWay });
  return {
    heard: (session, message) => {
      object(session, message);
      // a member is told first which operations there are; who was removed is told that and nothing else
      if (message.kind === 'ops' && session.mode === 'member' && !session.opsDoneSent) dismissed();
      if (message.kind === 'ops-have' && message.chains.length > 0 && community.hasGivenWay())
        ports.drop(keep(undefined), 'going on with this device');
    },
  };
};
