/** Tells whether a message calls this person: by name, by a role, as everybody, or by answering them. */
import type { CommunityId, MemberId } from '../../shared/base/ids.ts';
import { mayMentionEveryone, mentionsOf } from '../../shared/model/mentions.ts';
import type { MemberView, MessageView, RoleView } from '../../shared/model/views.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { Called } from './news-ports.ts';
import type { Places } from './places.ts';

export type People = { members: readonly MemberView[]; roles: readonly RoleView[] };

/** Members and roles change seldom, and messages come in thousands. */
const KNOWN_MS = 5_000;

/** @returns who of these, which are of one channel, is called how; those that call nobody are left out */
export const createCalled = (
  queries: Pick<Queries, 'messagesAt'>,
  places: Places,
  peopleOf: (community: CommunityId) => Promise<People>,
): ((messages: readonly MessageView[]) => Promise<ReadonlyMap<string, Called>>) => {
  return async (messages) => {
    const called = new Map<string, Called>();
    const [first] = messages;
    const me = first && places.community(first.community)?.me;
    if (first === undefined || me === undefined) return called;
    const others = messages.filter(({ author }) => author !== me);
    const mine = await answeredOf(queries, others, me);
    const howOf = others.some(isCalling) ? readerOf(await peopleOf(first.community), me, places, first) : undefined;
    for (const message of others) {
      const how = howOf?.(message);
      if (how !== undefined) called.set(message.id, how);
      else if (message.replyTo !== undefined && mine.has(message.replyTo.id)) called.set(message.id, 'reply');
    }
    return called;
  };
};

const isCalling = ({ text }: MessageView): boolean => text.includes('<@');

/** For messages of one channel. */
const readerOf = ({ members, roles }: People, me: MemberId, places: Places, { community, channel }: MessageView) => {
  const place = places.channel(community, channel);
  const isLoud = place === undefined ? () => false : mayMentionEveryone(members, roles, place);
  const reader = { me, roles: members.find(({ id }) => id === me)?.roles ?? [] };
  return (message: MessageView): Called | undefined => mentionsOf(message, reader, isLoud(message.author));
};

/** Ids of this person's messages among those that are answered. One reading for all of them. */
const answeredOf = async (
  { messagesAt }: Pick<Queries, 'messagesAt'>,
  messages: readonly MessageView[],
  me: MemberId,
): Promise<ReadonlySet<string>> => {
  const keys = [...new Set(messages.flatMap(({ replyTo }) => (replyTo === undefined ? [] : [replyTo.sortKey])))];
  const [first] = messages;
  if (first === undefined || keys.length === 0) return new Set();
  const answered = await messagesAt(first.community, first.channel, keys);
  return new Set(answered.flatMap(({ author, id }) => (author === me ? [id] : [])));
};

/** Who is in a community, and its roles. */
export const createPeople = (
  queries: Pick<Queries, 'members' | 'roles'>,
  now: () => number,
): ((community: CommunityId) => Promise<People>) => {
  const known = new Map<CommunityId, { at: number; people: Promise<People> }>();
  return (community) => {
    const held = known.get(community);
    if (held !== undefined && now() - held.at < KNOWN_MS) return held.people;
    const people = Promise.all([queries.members(community), queries.roles(community)]).then(([members, roles]) => ({
      members,
      roles,
    }));
    known.set(community, { at: now(), people });
    return people;
  };
};
