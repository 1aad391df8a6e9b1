/** Members as the list shows them: by standing and highest role, the highest rank first. */
import type { MemberView, RoleView } from '../../shared/model/views.ts';

export type MemberGroup = {
  key: string;
  /** `role`: those whose highest role it is; its name is in `name`. */
  kind: 'owner' | 'co-owner' | 'role' | 'member';
  name: string;
  members: readonly MemberView[];
};

/** @param isHere who is connected: they come first in their group */
export const memberGroups = (
  members: readonly MemberView[],
  roles: readonly RoleView[],
  isHere: (member: MemberView) => boolean,
): MemberGroup[] => {
  const ranked = roles
    .filter(({ id }) => id !== 'everyone')
    .toSorted((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
  const groups = new Map<string, MemberView[]>();
  for (const member of members) {
    const key = member.role === 'member' ? (highestRole(member, ranked)?.id ?? 'member') : member.role;
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  const order: Omit<MemberGroup, 'members'>[] = [
    { key: 'owner', kind: 'owner', name: '' },
    { key: 'co-owner', kind: 'co-owner', name: '' },
    ...ranked.map(({ id, name }) => ({ key: id, kind: 'role' as const, name })),
    { key: 'member', kind: 'member', name: '' },
  ];
  return order.flatMap((group) => {
    const found = groups.get(group.key);
    if (found === undefined) return [];
    const sorted = found.toSorted(
      (a, b) => Number(isHere(b)) - Number(isHere(a)) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1),
    );
    return [{ ...group, members: sorted }];
  });
};

const highestRole = ({ roles }: MemberView, ranked: readonly RoleView[]): RoleView | undefined =>
  ranked.find(({ id }) => id !== 'everyone' && roles.includes(id));
