/** What I decided about others, for myself alone: what I call them, whom I do not want to hear. Kept in this profile. */
import { z } from 'zod';

import type { CommunityId, MemberId } from '../../shared/base/ids.ts';
import type { MemberView } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
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

export type NotesKeeper = ReadableStore<PeopleNotes> & {
  change: (member: Pick<MemberView, 'id' | 'community' | 'name'>, changed: Partial<PersonNote>) => void;
  /** Nothing they say is told: neither blocked nor muted people make a sound. */
  isQuiet: (member: MemberId) => boolean;
};

/** The part of the preferences in which they are kept. */
type Kept = ReadableStore<{ people: PeopleNotes }> & { change: (changed: { people: KeptNotes }) => void };

export const createNotesKeeper = (preferences: Kept): NotesKeeper => {
  const get = (): PeopleNotes => preferences.get().people;
  return {
    get,
    subscribe: preferences.subscribe,
    isQuiet: (member) => {
      const { isBlocked, isMuted } = noteOf(get(), member);
      return isBlocked || isMuted;
    },
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

/** The core as one hears it who does not want to hear some: what they say is stored, and is no news. */
export const withoutBlocked = (peer: PeerApi, notes: () => PeopleNotes): PeerApi => ({
  ...peer,
  subscribe: (listener) =>
    peer.subscribe((event) => {
      const author =
        event.kind === 'message' ? event.message.author : event.kind === 'typing' ? event.member : undefined;
      if (author === undefined || !noteOf(notes(), author).isBlocked) listener(event);
    }),
});
