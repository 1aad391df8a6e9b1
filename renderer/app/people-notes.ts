/** What I decided about others, for myself alone: what I call them, whom I do not want to hear. Kept in this profile. */
import { z } from 'zod';

import type { CommunityId, MemberId } from '../../shared/base/ids.ts';
import type { ChannelView, MemberView } from '../../shared/model/views.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { ReadableStore } from './store.ts';

z.config({ jitless: true });

export const MAX_NICKNAME = 64;

export const peopleNotesSchema = z.record(
  z.string(),
  z.object({
    community: z.string().max(64),
    /** What they were called when this was decided. */
    name: z.string().max(64),
    nickname: z.string().max(MAX_NICKNAME).catch(''),
    isBlocked: z.boolean().catch(false),
    isMuted: z.boolean().catch(false),
  }),
);

export type PersonNote = { nickname: string; isBlocked: boolean; isMuted: boolean };
type KeptNotes = z.output<typeof peopleNotesSchema>;
export type PeopleNotes = Readonly<KeptNotes>;

const NOTHING: PersonNote = { nickname: '', isBlocked: false, isMuted: false };

export const noteOf = (notes: PeopleNotes, member: MemberId): PersonNote => notes[member] ?? NOTHING;

/** @property ownName what they call themselves, where I call them something else */
export type NamedMember = MemberView & { ownName?: string };

/** As I call them. */
export const named = (notes: PeopleNotes, member: MemberView): NamedMember => {
  const { nickname } = noteOf(notes, member.id);
  return nickname === '' ? member : { ...member, name: nickname, ownName: member.name };
};

/** What I call them is for me alone: in what others get they have the name that they gave themselves. */
export const ownNameOf = ({ ownName, name }: NamedMember): string => ownName ?? name;

export type NotesKeeper = ReadableStore<PeopleNotes> & {
  change: (member: Pick<MemberView, 'id' | 'community' | 'name'>, changed: Partial<PersonNote>) => void;
};

/** The part of the preferences in which they are kept. */
type Kept = ReadableStore<{ people: PeopleNotes }> & { change: (changed: { people: KeptNotes }) => void };

export const createNotesKeeper = (preferences: Kept): NotesKeeper => {
  const get = (): PeopleNotes => preferences.get().people;
  return {
    get,
    subscribe: preferences.subscribe,
    change: ({ id, community, name }, changed) => {
      const { [id]: before, ...others } = get();
      const { nickname, isBlocked, isMuted } = { ...NOTHING, ...before, ...changed };
      const isEmpty = nickname === '' && !isBlocked && !isMuted;
      const note = { community, name, nickname, isBlocked, isMuted };
      preferences.change({ people: isEmpty ? others : { ...others, [id]: note } });
    },
  };
};

export type BlockedPerson = { id: MemberId; community: CommunityId; name: string };

/** By name. */
export const blockedPeople = (notes: PeopleNotes): BlockedPerson[] =>
  Object.entries(notes)
    .filter(([, { isBlocked }]) => isBlocked)
    .map(([id, { community, name }]) => ({ id: id as MemberId, community: community as CommunityId, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name));

/**
 * The core as one hears it who does not want to hear some: what they say is stored, and is no news. Everybody else says it
 * under the name that I give them.
 */
export const withoutBlocked = (peer: PeerApi, notes: () => PeopleNotes): PeerApi => ({
  ...peer,
  subscribe: (listener) => peer.subscribe((event) => heard(event, notes()).forEach(listener)),
});

const heard = (event: PeerEvent, notes: PeopleNotes): [PeerEvent] | [] => {
  if (event.kind === 'typing') return noteOf(notes, event.member).isBlocked ? [] : [event];
  if (event.kind !== 'message') return [event];
  const { nickname, isBlocked } = noteOf(notes, event.message.author);
  if (isBlocked) return [];
  return nickname === '' ? [event] : [{ ...event, message: { ...event.message, authorName: nickname } }];
};

type Members = (community: CommunityId) => Promise<NamedMember[]>;
export type NamedQueries = Omit<Queries, 'members' | 'formerMembers'> & { members: Members; formerMembers: Members };

/** What is stored as I want to read it: people by the names that I give them, and no conversations with those I blocked. */
export const withNotes = (queries: Queries, notes: () => PeopleNotes): NamedQueries => ({
  ...queries,
  members: async (community) => (await queries.members(community)).map((member) => named(notes(), member)),
  formerMembers: async (community) => (await queries.formerMembers(community)).map((member) => named(notes(), member)),
  channels: async (community) => (await queries.channels(community)).flatMap((channel) => shown(notes(), channel)),
});

const shown = (notes: PeopleNotes, channel: ChannelView): [ChannelView] | [] => {
  if (channel.with === undefined) return [channel];
  const { nickname, isBlocked } = noteOf(notes, channel.with);
  if (isBlocked) return [];
  return [nickname === '' ? channel : { ...channel, name: nickname }];
};
