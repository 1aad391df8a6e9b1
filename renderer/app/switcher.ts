/** What the switcher goes to, and in which order it is offered. */
import fuzzysort from 'fuzzysort';

import type { ChannelId, CommunityId, MemberId } from '../../shared/base/ids.ts';
import type { ChannelView, CommunityView, MemberView } from '../../shared/model/views.ts';
import type { CommandName } from './commands.ts';

/** `note` is searched too: the community, or other words for a command. */
type Shown = { key: string; name: string; note: string };

export type SwitcherItem = Shown &
  (
    | { kind: 'channel'; channel: ChannelView }
    /** @param channel in which the two talk already, if they do */
    | { kind: 'person'; community: CommunityId; member: MemberId; channel: ChannelId | undefined }
    | { kind: 'community'; community: CommunityId }
    | { kind: 'command'; command: CommandName }
  );

/** @param marks which UTF-16 units of the name were found */
export type Offer = { item: SwitcherItem; marks: readonly number[] };

export type SwitcherPlaces = {
  communities: readonly CommunityView[];
  channels: readonly ChannelView[];
  members: readonly MemberView[];
};

/** Everything that one can go to. Each person stands there once for each community, with the conversation that there is. */
export const placesToGo = ({ communities, channels, members }: SwitcherPlaces): SwitcherItem[] => {
  const named = new Map(communities.map((community) => [community.id, community]));
  // which community it is goes without saying where there is one
  const nameOf = (id: CommunityId): string => (communities.length > 1 ? (named.get(id)?.name ?? '') : '');
  const direct = channels.filter(({ kind }) => kind === 'direct');
  const conversations = new Map(direct.map(({ community, with: other, id }) => [`${community} ${other ?? ''}`, id]));
  const known = new Set(members.map(({ community, id }) => `${community} ${id}`));
  return [
    ...channels
      // a conversation with somebody who left is the only thing there is of them
      .filter(({ kind, community, with: other }) => kind === 'channel' || !known.has(`${community} ${other ?? ''}`))
      .map((channel) => ({
        kind: 'channel' as const,
        key: channel.id,
        name: channel.name,
        note: nameOf(channel.community),
        channel,
      })),
    ...members
      .filter(({ community, id }) => named.get(community)?.me !== id)
      .map(({ community, id, name }) => {
        const channel = conversations.get(`${community} ${id}`);
        const place = { community, member: id, channel };
        return {
          kind: 'person' as const,
          key: channel ?? `${community} ${id}`,
          name,
          note: nameOf(community),
          ...place,
        };
      }),
    ...communities.map(({ id, name }) => ({ kind: 'community' as const, key: id, name, note: '', community: id })),
  ];
};

const KINDS: Readonly<Record<string, SwitcherItem['kind']>> = {
  '#': 'channel',
  '@': 'person',
  '*': 'community',
  '>': 'command',
};

const MOST = 40;
/** Below it, letters are only somewhere in the name. */
const FAR_FETCHED = 0.3;
const WEIGHTS: Readonly<Record<SwitcherItem['kind'], number>> = {
  channel: 1,
  community: 0.98,
  person: 0.96,
  command: 0.9,
};

export type Leaning = {
  /** Keys of where the person was, newest first. */
  recent: readonly string[];
  /** Keys of places where something waits to be read. */
  waiting: ReadonlySet<string>;
  /** Where the person is: nobody goes there. */
  here: string | undefined;
};

/** @param text what was typed; begins with `#`, `@`, `*` or `>` for one kind alone */
export const offersFor = (items: readonly SwitcherItem[], text: string, leaning: Leaning): Offer[] => {
  const kind = KINDS[text.charAt(0)];
  const wanted = text.slice(kind === undefined ? 0 : 1).trim();
  const offered = items.filter((item) => item.key !== leaning.here && (kind === undefined || item.kind === kind));
  if (wanted === '') return usual(offered, leaning);
  const found = fuzzysort.go(wanted, offered, {
    keys: ['name', 'note'],
    limit: MOST,
    threshold: FAR_FETCHED,
    scoreFn: (result) => result.score * WEIGHTS[result.obj.kind] * (1 + pull(result.obj, leaning)),
  });
  return found.map((result) => ({ item: result.obj, marks: [...(result[0]?.indexes ?? [])] }));
};

/** Before anything is typed: where the person was, then everything else as it stands. */
const usual = (items: readonly SwitcherItem[], leaning: Leaning): Offer[] =>
  items
    .map((item) => ({ item, pull: pull(item, leaning) }))
    .toSorted((a, b) => b.pull - a.pull)
    .slice(0, MOST)
    .map(({ item }) => ({ item, marks: [] }));

/** 0 to 0.35: what is unread or was just visited comes first among what fits alike. */
const pull = ({ key }: SwitcherItem, { recent, waiting }: Leaning): number => {
  const at = recent.indexOf(key);
  return (at === -1 ? 0 : 0.2 * (1 - at / recent.length)) + (waiting.has(key) ? 0.15 : 0);
};
