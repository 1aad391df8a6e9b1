/** Members as the list shows them: who is there by standing and highest role, the highest rank first; then who is offline. */
import type { MemberView, RoleView } from '../../shared/model/views.ts';

export type MemberGroup<Member extends MemberView = MemberView> = {
  key: string;
  /** `role`: those whose highest role it is; its name is in `name`. */
  kind: 'owner' | 'co-owner' | 'role' | 'member' | 'offline';
  name: string;
  members: readonly Member[];
};

const byName = new Intl.Collator(undefined, { numeric: true });

export const memberGroups = <Member extends MemberView>(
  members: readonly Member[],
  roles: readonly RoleView[],
  isHere: (member: Member) => boolean,
): MemberGroup<Member>[] => {
  const ranked = roles
    .filter(({ id }) => id !== 'everyone')
    .toSorted((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = isHere(member) ? keyOf(member, ranked) : 'offline';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  const order: Omit<MemberGroup, 'members'>[] = [
    { key: 'owner', kind: 'owner', name: '' },
    { key: 'co-owner', kind: 'co-owner', name: '' },
    ...ranked.map(({ id, name }) => ({ key: id, kind: 'role' as const, name })),
    { key: 'member', kind: 'member', name: '' },
    { key: 'offline', kind: 'offline', name: '' },
  ];
  return order.flatMap((group) => {
    const found = groups.get(group.key);
    return found === undefined ? [] : [{ ...group, members: found.sort(inOrder) }];
  });
};

const inOrder = (a: MemberView, b: MemberView): number => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);

const keyOf = ({ role, roles }: MemberView, ranked: readonly RoleView[]): string =>
  role === 'member' ? (ranked.find(({ id }) => id !== 'everyone' && roles.includes(id))?.id ?? 'member') : role;
