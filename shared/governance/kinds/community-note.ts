import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/** One note at a time: the last that takes effect, in the one order. */
export const communityNote = defineKind<'COMMUNITY_NOTE'>({
  authority: (state, { member }) => needs(state, member, 'manage-community'),
  fits: () => undefined,
  apply: (state, { body: { text, at }, operation, member }) => ({
    ...state,
    note: text === '' ? undefined : { operation: operation.id, by: member, text, at },
  }),
});
