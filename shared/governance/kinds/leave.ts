import { endMembership } from '../effects.ts';
import { defineKind } from './kind-rule.ts';

/** Everybody may, but for the owner: a community always has one. */
export const leave = defineKind<'LEAVE'>({
  authority: (state, { member }, { plant }) =>
    member === state.owner && plant !== 'owner-leaves' ? 'owner-cannot-leave' : undefined,
  fits: () => undefined,
  apply: (state, { member, operation }) => {
    const isStill = state.members.get(member)?.status === 'active';
    return isStill ? endMembership(state, { member, by: operation.id, status: 'left', rank: 0, cuts: [] }) : state;
  },
  revokes: () => true,
});
