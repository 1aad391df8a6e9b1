import { idBytes } from '../../base/ids.ts';
import { permissionsOf } from '../../model/permissions.ts';
import { addBox, bringIn, bytes } from '../effects.ts';
import { joinDigest } from '../join-digest.ts';
import { hasRoomFor, isProven } from '../rules/newcomers-prove-themselves.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { type CommunityState, isActiveDevice, isOpenInvite } from '../community-state.ts';
import { type Act, defineKind } from './kind-rule.ts';

/** Brings in who asked with an invite. Two members may answer one request: the second adds only boxes. */
export const admit = defineKind<'ADMIT'>({
  authority: (state, { body, member }) => {
    const invite = state.invites.get(body.invite);
    if (invite?.needsApproval !== true) return needs(state, member, 'admit');
    const isInviter = state.devices.get(invite.by)?.member === member;
    return isInviter || permissionsOf(state, member).has('moderate') ? undefined : 'needs-approval';
  },
  fits: (state, act, { plant }) => {
    const invite = state.invites.get(act.body.invite);
    if (invite === undefined) return 'no-such-target';
    const problem = hasRoomFor(state, act.body);
    if (problem !== undefined || isActiveDevice(state, act.body.device)) return problem;
    return isOpenInvite(invite) || plant === 'uses-not-counted' ? undefined : 'invite-not-open';
  },
  proves: (state, { body }, { crypto, plant }) => {
    const invite = state.invites.get(body.invite);
    if (invite === undefined || !isProven(crypto, idBytes(state.id), body, plant)) return 'bad-proof';
    const digest = joinDigest(crypto, { ...body, community: state.id });
    return crypto.verify(bytes(body.proof), digest, invite.inviteKey) ? undefined : 'bad-proof';
  },
  apply: (state, act) => {
    const { body, operation } = act;
    const isNew = !isActiveDevice(state, body.device);
    let next = isNew ? bringIn(spendOne(state, act), { ...body, name: body.memberName, by: operation.id }) : state;
    for (const { epoch, box } of body.boxes) {
      const held = state.epochs.get(epoch);
      // those of channels come from readers, when there is something to read for the newcomer
      if (held !== undefined && held.channel === undefined) next = addBox(next, body.device, epoch, box);
    }
    return next;
  },
});

const spendOne = (state: CommunityState, { body }: Act<'ADMIT'>): CommunityState => {
  const invite = state.invites.get(body.invite);
  if (invite === undefined) return state;
  return { ...state, invites: state.invites.set(invite.id, { ...invite, usesLeft: invite.usesLeft - 1 }) };
};
