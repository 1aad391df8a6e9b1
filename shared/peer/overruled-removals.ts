/** Removals of this device that counted for whoever made them, and that what is known here makes void. */
import type { Operation } from '../governance/operation.ts';
import type { Community } from './community.ts';

type Known = Pick<Community, 'log' | 'identity'>;

/** In the order in which they were heard of. */
export const overruledRemovals = ({ log, identity }: Known): Operation[] =>
  log.overruled().filter(({ body }) => {
    if (body.kind === 'KICK' || body.kind === 'BAN') return body.member === identity.member;
    return body.kind === 'REMOVE_DEVICE' && body.device === identity.device;
  });

export const isRemovedByOwn = (community: Known): boolean =>
  overruledRemovals(community).some(
    ({ id, device, body }) =>
      body.kind === 'REMOVE_DEVICE' &&
      community.log.stateAt([id])?.devices.get(device)?.member === community.identity.member,
  );
