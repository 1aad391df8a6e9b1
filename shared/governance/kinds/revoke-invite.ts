import { ranksHigher } from '../rules/who-acts-on-somebody-ranks-higher.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/** One's own, or with the right and a higher rank somebody else's. Who was admitted with it stays. */
export const revokeInvite = defineKind<'REVOKE_INVITE'>({
  authority: (state, { body, member }, { plant }) => {
    const by = state.invites.get(body.invite)?.by;
    const inviter = by && state.devices.get(by)?.member;
    if (inviter === member || inviter === undefined) return undefined;
    if (!ranksHigher(state, member, inviter, plant)) return 'rank-too-low';
    return needs(state, member, 'manage-invites');
  },
  fits: (state, { body }) => (state.invites.has(body.invite) ? undefined : 'no-such-target'),
  apply: (state, { body }) => {
    const invite = state.invites.get(body.invite);
    if (invite === undefined) return state;
    return { ...state, invites: state.invites.set(invite.id, { ...invite, isRevoked: true }) };
  },
  revokes: () => true,
});
