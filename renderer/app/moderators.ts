/** Who decides on what is reported. */
import type { CommunityView, MemberView, RoleView } from '../../shared/model/views.ts';

/** So many get a report: the highest in rank. */
export const MOST_TOLD = 5;

/** Members who may moderate, but for this person; the highest rank first. */
export const moderatorsOf = (
  community: Pick<CommunityView, 'me'>,
  members: readonly MemberView[],
  roles: readonly RoleView[],
): MemberView[] => {
  const moderating = new Set<string>(
    roles.flatMap(({ id, permissions }) => (permissions.includes('moderate') ? [id] : [])),
  );
  const moderates = ({ id, role, roles: held }: MemberView): boolean =>
    id !== community.me && (role !== 'member' || moderating.has('everyone') || held.some((one) => moderating.has(one)));
  return members
    .filter((member) => member.status === 'active' && moderates(member))
    .toSorted((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
};
