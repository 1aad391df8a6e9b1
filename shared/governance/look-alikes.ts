/**
 * Members whose names look like somebody else's, to be marked on screen. The earlier member keeps the plain name: who
 * came later, by depth of their admission, is marked.
 */
import type { MemberId } from '../base/ids.ts';
import type { CommunityState } from './community-state.ts';

/** Letters of other scripts that look like Latin ones, and Latin ones that look alike. */
const TWINS: Readonly<Record<string, string>> = Object.fromEntries(
  'aаɑα bЬв cсϲ dԁ eеєε gɡ hһн iіιlıї1|íì jјϳ kкκ mм nпη oоοσ0ο pрρ qԛ rгʀ sѕ tтτ uυս vνѵ wѡԝω xхχ yуүγ zᴢ'
    .split(' ')
    .flatMap((group) => Array.from(group, (letter) => [letter, group[0] ?? letter] as const)),
);

/** What a name looks like at a glance: no case, no marks, nothing invisible, one letter for all its twins. */
export const glanceOf = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}\s._-]/gu, '');
  return Array.from(plain, (letter) => TWINS[letter] ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
};

/** @returns for each marked member, whose name theirs looks like */
export const lookAlikes = (
  state: CommunityState,
  earlier: (a: MemberId, b: MemberId) => number,
): ReadonlyMap<MemberId, MemberId> => {
  const first = new Map<string, MemberId>();
  const marked = new Map<MemberId, MemberId>();
  const active = [...state.members.values()].filter(({ status }) => status === 'active');
  for (const { id, name } of active.sort((a, b) => earlier(a.id, b.id))) {
    const glance = glanceOf(name);
    const held = first.get(glance);
    if (held === undefined) first.set(glance, id);
    else marked.set(id, held);
  }
  return marked;
};
