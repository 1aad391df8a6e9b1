import { bytes } from '../effects.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

export const communityUpdate = defineKind<'COMMUNITY_UPDATE'>({
  authority: (state, { member }) => needs(state, member, 'manage-community'),
  fits: () => undefined,
  apply: (state, { body }) => ({
    ...state,
    name: body.name ?? state.name,
    about: body.about ?? state.about,
    icon: body.icon === undefined ? state.icon : bytes(body.icon),
  }),
});
