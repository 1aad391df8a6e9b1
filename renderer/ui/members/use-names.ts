/** What people, roles and channels of a community are called now. One object until something of it changes. */
import { useMemo } from 'react';

import type { MemberId } from '../../../shared/base/ids.ts';
import type { Mention } from '../../../shared/model/mentions.ts';
import type { ChannelView, CommunityView, MemberView, RoleView } from '../../../shared/model/views.ts';
import { createNames, type Names } from '../../app/names.ts';
import { plainText } from '../../app/text/plain-text.ts';
import { useQuery } from '../app-context.ts';
import { strings } from '../strings.ts';

const NO_ROLES: readonly RoleView[] = [];
const NO_CHANNELS: readonly ChannelView[] = [];

export const useRoles = ({ id }: Pick<CommunityView, 'id'>): readonly RoleView[] =>
  useQuery(`roles ${id}`, ({ services: { queries } }) => queries.roles(id)) ?? NO_ROLES;

export const useNames = (
  community: Pick<CommunityView, 'id' | 'me'>,
  everybody: readonly MemberView[],
  roles: readonly RoleView[],
): Names => {
  const { id } = community;
  const me: MemberId | undefined = community.me;
  const channels = useQuery(`channels ${id}`, ({ services: { queries } }) => queries.channels(id)) ?? NO_CHANNELS;
  return useMemo(() => createNames(me, everybody, roles, channels), [me, everybody, roles, channels]);
};

/** In one line, with spoilers closed. */
export const wordsWith = (names: Names, text: string): string =>
  plainText(text, {
    nameOf: (mention) => spokenName(names, mention),
    spoiler: strings.markup.spoiler,
    message: strings.messageLink.unknown,
  });

const spokenName = (names: Names, mention: Mention): string => {
  const name = names.nameOf(mention);
  if (name === undefined) return strings.markup.unknown[mention.kind];
  return `${mention.kind === 'channel' ? '#' : '@'}${name}`;
};
