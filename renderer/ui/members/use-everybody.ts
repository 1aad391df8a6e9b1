import { useMemo } from 'react';

import type { CommunityId } from '../../../shared/base/ids.ts';
import type { MemberView } from '../../../shared/model/views.ts';
import { named, type NamedMember } from '../../app/people-notes.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';

const NOBODY: readonly MemberView[] = [];

/** Members of any status: those who left or were banned too. By the names that I give them. */
export const useEverybody = (community: CommunityId): readonly NamedMember[] => {
  const notes = useStore(useApp().people.notes);
  const everybody =
    useQuery(`everybody ${community}`, async ({ services: { queries } }) => [
      ...(await queries.members(community)),
      ...(await queries.formerMembers(community)),
    ]) ?? NOBODY;
  return useMemo(() => everybody.map((member) => named(notes, member)), [everybody, notes]);
};
