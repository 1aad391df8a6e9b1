import { bytes, changeMember } from '../effects.ts';
import { isNoPicture } from '../member-picture.ts';
import { defineKind } from './kind-rule.ts';

/** Everybody's own. Names that look like somebody else's are marked on screen, not refused. */
export const setProfile = defineKind<'SET_PROFILE'>({
  authority: () => undefined,
  fits: () => undefined,
  apply: (state, { body, member }) =>
    changeMember(state, member, {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.about === undefined ? {} : { about: body.about }),
      ...(body.avatar === undefined ? {} : { avatar: isNoPicture(body.avatar) ? undefined : bytes(body.avatar) }),
    }),
});
