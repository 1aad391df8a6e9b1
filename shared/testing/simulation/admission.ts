/**
 * C1: everyone who asks with a good invite is let in, where there is somebody who may and knows its seed. An invite is
 * wrapped with the key of its time: when all are gone who had that key, nobody can answer it any more.
 */
import { equalBytes, fromBase64Url } from '../../base/bytes.ts';
import { type CommunityState, type InviteState, isOpenInvite } from '../../governance/community-state.ts';
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
  const invite = answeredOf(state, key);
  if (invite === undefined) return [];
  const isSomebodyThere = joined.some((other) => {
    const community = other.community(place.community);
    return mayAdmit(state, community) && community?.keys.epoch(invite.epoch) !== undefined;
  });
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

const answeredOf = (state: CommunityState, key: Uint8Array): InviteState | undefined =>
  [...state.invites.values()]
    .filter(isOpenInvite)
    .sort((a, b) => a.depth - b.depth)
    .slice(-ROOMS)
    .find(({ inviteKey }) => equalBytes(inviteKey, key));
