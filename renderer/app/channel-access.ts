/** Who may read and post in a channel, as people choose it, to and from the overrides that governance knows. */
import type { MemberId, OpId } from '../../shared/base/ids.ts';
import type { Override } from '../../shared/model/permissions.ts';
import type { ChannelView } from '../../shared/model/views.ts';

export type ChannelAccess = {
  isPrivate: boolean;
  /** Who reads, if it is private. */
  readers: { roles: readonly OpId[]; members: readonly MemberId[] };
  /** Only `writers` post. */
  announces: boolean;
  writers: readonly OpId[];
};

export const accessOf = ({ isPrivate, overrides }: Pick<ChannelView, 'isPrivate' | 'overrides'>): ChannelAccess => ({
  isPrivate,
  readers: { roles: isPrivate ? rolesOf(overrides) : [], members: isPrivate ? membersOf(overrides) : [] },
  announces: overrides.some(({ subject, deny }) => isEveryone(subject) && deny.includes('post')),
  writers: rolesOf(overrides.filter(({ allow }) => allow.includes('post'))),
});

export const overridesOf = ({ isPrivate, readers, announces, writers }: ChannelAccess): Override[] => {
  const roles = new Set([...(isPrivate ? readers.roles : []), ...(announces ? writers : [])]);
  return [
    ...(announces ? [{ subject: { role: 'everyone' as const }, allow: [], deny: ['post' as const] }] : []),
    ...[...roles].map((role) => ({
      subject: { role },
      allow: announces && writers.includes(role) ? ['post' as const] : [],
      deny: [],
    })),
    ...(isPrivate ? readers.members : []).map((member) => ({ subject: { member }, allow: [], deny: [] })),
  ];
};

const isEveryone = (subject: Override['subject']): boolean => 'role' in subject && subject.role === 'everyone';

const rolesOf = (overrides: readonly Override[]): OpId[] =>
  overrides.flatMap(({ subject }) => ('role' in subject && subject.role !== 'everyone' ? [subject.role] : []));

const membersOf = (overrides: readonly Override[]): MemberId[] =>
  overrides.flatMap(({ subject }) => ('member' in subject ? [subject.member] : []));
