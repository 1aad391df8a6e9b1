import type { CommunityId } from '../../../shared/base/ids.ts';
import type { MemberView } from '../../../shared/model/views.ts';
import { useQuery } from '../app-context.ts';

const NOBODY: readonly MemberView[] = [];

/** Members of any status: those who left or were banned too. */
export const useEverybody = (community: CommunityId): readonly MemberView[] =>
  useQuery(`everybody ${community}`, async ({ services: { queries } }) => [
    ...(await queries.members(community)),
    ...(await queries.formerMembers(community)),
  ]) ?? NOBODY;
