/** C1: everyone who asks with a good invite is let in, where there is somebody who may. */
import { equalBytes, fromBase64Url } from '../../base/bytes.ts';
import { isOpenInvite } from '../../governance/community-state.ts';
import { deriveInviteKeys } from '../../keys/invite.ts';
import { permissionsOf } from '../../model/permissions.ts';
import type { SimMachine } from './sim-machine.ts';
import type { Place, SimStage } from './sim-stage.ts';

/** Members listen in the rooms of so many invites (JO-3). */
const ROOMS = 8;

export const whyNotLetIn = (
  stage: SimStage,
  place: Place,
  machine: SimMachine,
  joined: readonly SimMachine[],
): string[] => {
  const { local, identity } = machine.community(place.community) ?? {};
  const state = joined[0]?.community(place.community)?.state();
  const seed = fromBase64Url(local?.invite?.seed ?? '');
  if (state === undefined || identity === undefined || seed === undefined || seed.length === 0) return [];
  if (state.members.get(identity.member)?.status === 'banned') return [];
  const key = deriveInviteKeys(stage.crypto, place.community, seed).signing.publicKey;
  const open = [...state.invites.values()]
    .filter(isOpenInvite)
    .sort((a, b) => a.depth - b.depth)
    .slice(-ROOMS);
  if (!open.some(({ inviteKey }) => equalBytes(inviteKey, key))) return [];
  const isSomebodyThere = joined.some((other) => {
    const member = other.community(place.community)?.identity.member;
    return member !== undefined && permissionsOf(state, member).has('admit');
  });
  return isSomebodyThere ? [`C1 ${machine.name} still waits to be let in`] : [];
};
