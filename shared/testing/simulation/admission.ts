/** C1: everyone who asks with a good invite is let in, where there is somebody who may. */
import { equalBytes, fromBase64Url } from '../../base/bytes.ts';
import { type CommunityState, isOpenInvite } from '../../governance/community-state.ts';
import { deriveInviteKeys } from '../../keys/invite.ts';
import { permissionsOf } from '../../model/permissions.ts';
import type { Community } from '../../peer/community.ts';
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
  const asking = machine.community(place.community);
  const state = joined[0]?.community(place.community)?.state();
  const seed = asking && seedOf(asking);
  if (state === undefined || asking === undefined || seed === undefined) return [];
  if (state.members.get(asking.identity.member)?.status === 'banned') return [];
  const key = deriveInviteKeys(stage.crypto, place.community, seed).signing.publicKey;
  if (!isAnswered(state, key)) return [];
  const isSomebodyThere = joined.some((other) => mayAdmit(state, other.community(place.community)));
  return isSomebodyThere ? [`C1 ${machine.name} still waits to be let in`] : [];
};

/** Of the invite that it asks with. */
const seedOf = ({ local }: Community): Uint8Array | undefined =>
  local.invite === undefined || local.invite.seed === '' ? undefined : fromBase64Url(local.invite.seed);

/** A device that was forked and has no new key yet says nothing that counts. */
const mayAdmit = (state: CommunityState, other: Community | undefined): boolean =>
  other !== undefined &&
  permissionsOf(state, other.identity.member).has('admit') &&
  !state.forks.has(other.identity.device);

const isAnswered = (state: CommunityState, key: Uint8Array): boolean =>
  [...state.invites.values()]
    .filter(isOpenInvite)
    .sort((a, b) => a.depth - b.depth)
    .slice(-ROOMS)
    .some(({ inviteKey }) => equalBytes(inviteKey, key));
