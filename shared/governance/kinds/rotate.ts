import { addEpoch } from '../effects.ts';
import { isForAllMembers } from '../recipients.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/** A new epoch. Not everybody: a member who could rotate could lock others out. */
export const rotate = defineKind<'ROTATE'>({
  authority: (state, { member }, { plant }) =>
    plant === 'anyone-rotates' ? undefined : needs(state, member, 'moderate'),
  fits: () => undefined,
  proves: (state, { body }, { crypto }) => (isForAllMembers(crypto, state, body) ? undefined : 'wrong-recipients'),
  apply: (state, { operation, depth, body, known }) =>
    addEpoch(state, { by: operation.id, depth, rotation: body, knows: known.removals }),
});
