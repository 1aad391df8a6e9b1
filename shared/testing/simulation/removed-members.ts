/** Who was removed, as somebody knows it, and P5: that nobody seals with a key which they have. */
import type { MemberId, OpId } from '../../base/ids.ts';
import type { CommunityState } from '../../governance/community-state.ts';
import type { Community } from '../../peer/community.ts';
import { isKnownToStruckDevices } from '../../peer/epoch-recipients.ts';
import type { Place, SimStage } from './sim-stage.ts';

export const admissionsOf = ({ log }: Community, member: MemberId): number =>
  log.all().filter(({ body }) => body.kind === 'ADMIT' && body.member === member).length;

/** The kicks and bans of somebody that count, as far as is known, and after which nobody let them in again. */
export const removalsOf = ({ log }: Community, member: MemberId): OpId[] => {
  const voids = log.resolution()?.voids;
  const about = log
    .all()
    .filter(({ id, body }) => 'member' in body && body.member === member && voids?.has(id) !== true);
  const admissions = about.filter(({ body }) => body.kind === 'ADMIT');
  return about.flatMap(({ id, body }) => {
    const isRemoval = body.kind === 'KICK' || body.kind === 'BAN';
    return isRemoval && !admissions.some((admission) => log.knew(admission.id, id)) ? [id] : [];
  });
};

/** P5: what somebody seals with now is no key of whom they know to be removed. */
export const checkKeys = (stage: SimStage, place: Place): void => {
  for (const machine of stage.machines) {
    const community = machine.community(place.community);
    if (community?.isJoined() !== true) continue;
    const epoch = community.keys.newest();
    const state = community.state();
    if (epoch === undefined || state === undefined || isWaitingForAKey(community, state, epoch.id)) continue;
    for (const other of stage.machines) {
      const theirs = other.community(place.community);
      if (theirs?.keys.epoch(epoch.id) === undefined || !isPutOut(state, theirs)) continue;
      if (isMemberElsewhere(stage, place, community, theirs)) continue;
      stage.problems.add(`P5 ${machine.name} seals with a key that ${other.name}, who was removed, has`);
    }
  }
};

/** Whoever can makes a new one in a moment; whether somebody did is asked after the last heal. */
const isWaitingForAKey = (community: Community, state: CommunityState, newest: OpId): boolean =>
  isAloneWithAFork(community) || isKnownToStruckDevices(community.log, state, newest);

const isPutOut = (state: CommunityState, { identity }: Community): boolean =>
  ['kicked', 'banned'].includes(state.members.get(identity.member)?.status ?? '');

const isMemberElsewhere = (...who: [SimStage, Place, Community, Community]): boolean =>
  isLetInElsewhere(...who) || isOverruledElsewhere(...who);

/** Somebody may have let them in again, and this one has not heard of it. */
const isLetInElsewhere = (stage: SimStage, place: Place, community: Community, theirs: Community): boolean =>
  stage.machines.some((machine) =>
    machine
      .community(place.community)
      ?.log.all()
      .some(
        ({ id, body }) =>
          (body.kind === 'ADMIT' || body.kind === 'ADD_DEVICE') &&
          body.member === theirs.identity.member &&
          !community.log.has(id),
      ),
  );

/** Somebody who knows of the removals may know why they do not count, and this one has not heard of it. */
const isOverruledElsewhere = (stage: SimStage, place: Place, community: Community, theirs: Community): boolean => {
  const removals = removalsOf(community, theirs.identity.member);
  return stage.machines.some((machine) => {
    const other = machine.community(place.community);
    const state = other?.state();
    if (other === undefined || state === undefined || isPutOut(state, theirs)) return false;
    return removals.every((id) => other.log.has(id));
  });
};

/** Nobody can bring a new key in, and its own are void: it goes on with what it has, and there is nobody to send it to. */
export const isAloneWithAFork = (community: Community): boolean => {
  const state = community.state();
  const own = state?.members.get(community.identity.member)?.devices ?? [];
  const isForked = state?.forks.has(community.identity.device) === true;
  return isForked && state.activeMembers <= 1 && own.length <= 1;
};
