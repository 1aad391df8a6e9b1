import { rankOf } from '../../model/permissions.ts';
import { changeMember } from '../effects.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/** Lets somebody be invited again; it does not bring them back. Nobody below who banned lifts a ban. */
export const unban = defineKind<'UNBAN'>({
  authority: (state, { body, member }) => {
    const bannedBy = state.members.get(body.member)?.bannedBy ?? 0;
    return rankOf(state, member) >= bannedBy ? needs(state, member, 'moderate') : 'rank-too-low';
  },
  fits: (state, { body }) => (state.members.get(body.member)?.status === 'banned' ? undefined : 'no-such-target'),
  apply: (state, { body }) => changeMember(state, body.member, { status: 'kicked', bannedBy: 0 }),
});
