/**
 * What a person has read and how loud each place is: not said to anybody, but the same on all their devices. Entries merge
 * in any order and as often as one likes, so devices just tell each other all of them.
 */
import type { ChannelId, CommunityId } from '../base/ids.ts';

export const LEVELS = ['all', 'mentions', 'nothing'] as const;
export type Level = (typeof LEVELS)[number];

/** What messages up to which sort key were read. `round` rises when somebody marks something unread again. */
export type ReadMark = { upTo: string; round: number };

/** A community, or a channel of it. */
export type Scope = { community: CommunityId; channel?: ChannelId };

export type PersonalEntry = Scope &
  (
    | ({ kind: 'read' } & ReadMark)
    /** Since when this person is in the community: what was said before counts as read. */
    | { kind: 'since'; at: number }
    /** Without a level it is as in the place around it. */
    | { kind: 'level'; level?: Level; at: number }
    /** Milliseconds since the Unix epoch; 0: not muted. */
    | { kind: 'mute'; until: number; at: number }
    /** Mentions that were put away one by one, by their messages' sort keys. */
    | { kind: 'done'; keys: readonly string[] }
  );

export type PersonalKind = PersonalEntry['kind'];

/** Muted until somebody turns it on again. */
export const FOR_EVER = Number.MAX_SAFE_INTEGER;

export const placeOfScope = ({ community, channel }: Scope): string =>
  channel === undefined ? community : `${community}/${channel}`;

export const personalKey = (entry: Scope & { kind: PersonalKind }): string => `${entry.kind} ${placeOfScope(entry)}`;

/** @returns `held` itself if the other one brings nothing new. Both have the same key. */
export const mergePersonal = (held: PersonalEntry | undefined, other: PersonalEntry): PersonalEntry => {
  if (held === undefined) return other;
  switch (held.kind) {
    case 'read':
      return other.kind === 'read' && isFurther(other, held) ? other : held;
    case 'since':
      return other.kind === 'since' && other.at < held.at ? other : held;
    case 'done':
      return other.kind === 'done' ? union(held, other) : held;
    default:
      return other.kind === held.kind && isLater(other, held) ? other : held;
  }
};

type Choice = Extract<PersonalEntry, { kind: 'level' | 'mute' }>;

/** Of two at the same time, the same one on every device. */
const isLater = (one: Choice, other: Choice): boolean =>
  one.at === other.at ? JSON.stringify(one) > JSON.stringify(other) : one.at > other.at;

const isFurther = (one: ReadMark, other: ReadMark): boolean =>
  one.round === other.round ? one.upTo > other.upTo : one.round > other.round;

/** So many are kept, the newest: what is older was read by other ways long ago. */
export const MAX_DONE = 100;

type Done = Extract<PersonalEntry, { kind: 'done' }>;

const union = (held: Done, other: Done): Done => {
  const keys = [...new Set([...held.keys, ...other.keys])].sort().slice(-MAX_DONE);
  return keys.join() === held.keys.join() ? held : { ...held, keys };
};
