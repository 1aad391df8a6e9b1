import type { CommunityId } from '../../../shared/base/ids.ts';
import type { NamedMember } from '../../app/people-notes.ts';
import { useQuery } from '../app-context.ts';

const NOBODY: readonly NamedMember[] = [];

/** Members of any status: those who left or were banned too. By the names that I give them. */
export const useEverybody = (community: CommunityId): readonly NamedMember[] =>
  useQuery(`everybody ${community}`, async ({ services: { queries } }) => [
    ...(await queries.members(community)),
    ...(await queries.formerMembers(community)),
  ]) ?? NOBODY;
