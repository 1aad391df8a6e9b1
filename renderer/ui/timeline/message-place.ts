/** Where messages are shown: what their rows need to know beside the message. One object until something of it changes. */
import { useMemo } from 'react';

import type { MemberId } from '../../../shared/base/ids.ts';
import type { ChannelView, CommunityView, MemberView, MessageView } from '../../../shared/model/views.ts';
import { type MessageOffer, messageOffers } from '../../app/offered-acts.ts';
import { strings } from '../strings.ts';

export type MessagePlace = {
  community: CommunityView;
  channel: ChannelView;
  people: ReadonlyMap<MemberId, MemberView>;
  /** Of the composer that answers from here. */
  composer: string;
  inThread: boolean;
};

export const useMessagePlace = (
  community: CommunityView,
  channel: ChannelView,
  everybody: readonly MemberView[],
  composer: string,
  inThread = false,
): MessagePlace =>
  useMemo(
    () => ({ community, channel, people: new Map(everybody.map((one) => [one.id, one])), composer, inThread }),
    [community, channel, everybody, composer, inThread],
  );

export const nameIn = ({ people }: MessagePlace, member: MemberId, known: string): string =>
  people.get(member)?.name ?? known;

export const offersFor = (place: MessagePlace, message: MessageView): MessageOffer[] =>
  messageOffers(place.community, place.channel, message, (member) => place.people.get(member)?.rank ?? 0).filter(
    (offer) => offer !== 'thread' || !place.inThread,
  );

/** What a message says now, or why it says nothing. */
export const wordsOf = (place: MessagePlace, { gone, hidden, text }: MessageView): string => {
  if (gone?.how === 'deleted') return strings.message.deleted;
  if (gone !== undefined) return strings.message.purged(nameIn(place, gone.by, gone.byName), gone.reason ?? '');
  if (hidden === undefined) return text;
  return strings.message.hidden(nameIn(place, hidden.by, hidden.byName), hidden.reason ?? '');
};
