/** Where messages are shown: what their rows need to know beside the message. One object until something of it changes. */
import { useMemo } from 'react';

import type { MemberId } from '../../../shared/base/ids.ts';
import { mayMentionEveryone, mentionsOf } from '../../../shared/model/mentions.ts';
import type { ChannelView, CommunityView, MessageView } from '../../../shared/model/views.ts';
import type { Names } from '../../app/names.ts';
import { type MessageOffer, messageOffers } from '../../app/offered-acts.ts';
import { noteOf, type NamedMember } from '../../app/people-notes.ts';
import { useApp, useStore } from '../app-context.ts';
import { useNames, useRoles, wordsWith } from '../members/use-names.ts';
import { strings } from '../strings.ts';

export type MessagePlace = {
  community: CommunityView;
  channel: ChannelView;
  people: ReadonlyMap<MemberId, NamedMember>;
  names: Names;
  /** Whether what this member says to roles and everyone counts. */
  isLoud: (author: MemberId) => boolean;
  /** Whom the reader has blocked. */
  isBlocked: (member: MemberId) => boolean;
  /** Of the composer that answers from here. */
  composer: string;
  inThread: boolean;
};

export const useMessagePlace = (
  community: CommunityView,
  channel: ChannelView,
  everybody: readonly NamedMember[],
  composer: string,
  inThread = false,
): MessagePlace => {
  const roles = useRoles(community);
  const names = useNames(community, everybody, roles);
  const isLoud = useMemo(() => mayMentionEveryone(everybody, roles, channel), [everybody, roles, channel]);
  const notes = useStore(useApp().people.notes);
  return useMemo(
    () => ({
      community,
      channel,
      people: new Map(everybody.map((one) => [one.id, one])),
      names,
      isLoud,
      isBlocked: (member) => noteOf(notes, member).isBlocked,
      composer,
      inThread,
    }),
    [community, channel, everybody, names, isLoud, notes, composer, inThread],
  );
};

export const mentionsMe = ({ names: { me, myRoles }, isLoud }: MessagePlace, message: MessageView): boolean =>
  message.text.includes('<@') && mentionsOf(message, { me, roles: myRoles }, isLoud(message.author)) !== undefined;

export const nameIn = ({ people }: MessagePlace, member: MemberId, known: string): string =>
  people.get(member)?.name ?? known;

export const offersFor = (place: MessagePlace, message: MessageView): MessageOffer[] =>
  messageOffers(place.community, place.channel, message, (member) => place.people.get(member)?.rank ?? 0).filter(
    (offer) => offer !== 'thread' || !place.inThread,
  );

/** What a message says now in one line, or why it says nothing. */
export const wordsOf = (place: MessagePlace, { author, gone, hidden, text }: MessageView): string => {
  if (place.isBlocked(author)) return strings.blocked.message;
  if (gone?.how === 'deleted') return strings.message.deleted;
  if (gone !== undefined) return strings.message.purged(nameIn(place, gone.by, gone.byName), gone.reason ?? '');
  if (hidden === undefined) return wordsWith(place.names, text);
  return strings.message.hidden(nameIn(place, hidden.by, hidden.byName), hidden.reason ?? '');
};
