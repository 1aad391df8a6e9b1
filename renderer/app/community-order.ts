/** The order of the rail: as the person has put it, and what came since then below. */
import type { CommunityId } from '../../shared/base/ids.ts';
import type { CommunityView } from '../../shared/model/views.ts';

export const inOwnOrder = (communities: readonly CommunityView[], order: readonly string[]): CommunityView[] => {
  const place = new Map(order.map((id, at) => [id, at]));
  const placeOf = ({ id }: CommunityView): number => place.get(id) ?? order.length;
  return communities.toSorted((a, b) => placeOf(a) - placeOf(b));
};

/** @param before undefined: to the end */
export const movedBefore = (
  ids: readonly CommunityId[],
  moved: CommunityId,
  before: CommunityId | undefined,
): CommunityId[] => {
  if (moved === before) return [...ids];
  const rest = ids.filter((id) => id !== moved);
  const at = before === undefined ? rest.length : rest.indexOf(before);
  return rest.toSpliced(at < 0 ? rest.length : at, 0, moved);
};

/** @returns undefined if it is at that end already */
export const movedBy = (ids: readonly CommunityId[], moved: CommunityId, by: 1 | -1): CommunityId[] | undefined => {
  const to = ids.indexOf(moved) + by;
  if (to < 0 || to >= ids.length) return undefined;
  return ids.filter((id) => id !== moved).toSpliced(to, 0, moved);
};
