import { defineKind } from './kind-rule.ts';

/** The owner's own act. Of two at the same time the first in order counts: then its author is not the owner any more. */
export const transferOwner = defineKind<'TRANSFER_OWNER'>({
  authority: (state, { member }) => (state.owner === member ? undefined : 'not-the-owner'),
  fits: (state, { body, member }) => {
    if (state.owner !== member) return 'not-the-owner';
    return state.members.get(body.to)?.status === 'active' ? undefined : 'no-such-target';
  },
  apply: (state, { body }) => ({
    ...state,
    owner: body.to,
    coOwners: state.coOwners.filter((coOwner) => coOwner !== body.to),
  }),
});
