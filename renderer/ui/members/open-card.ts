/** For a button that opens the card of a member: where it opens is beside the button. */
import type { MouseEvent } from 'react';

import type { MemberView } from '../../../shared/model/views.ts';
import type { PeopleDesk } from '../../app/people-desk.ts';
import { useApp } from '../app-context.ts';

const GAP = 8;
/** With its border. */
const CARD_WIDTH = 310;

export const openCard =
  ({ card }: PeopleDesk, { id, community }: Pick<MemberView, 'id' | 'community'>) =>
  ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    const { left, right, top } = currentTarget.getBoundingClientRect();
    const fitsAfter = right + GAP + CARD_WIDTH < window.innerWidth;
    card.set({ community, member: id, at: { x: fitsAfter ? right + GAP : left - GAP - CARD_WIDTH, y: top } });
  };

export const useOpenCard = (member: Pick<MemberView, 'id' | 'community'>) => ({
  onClick: openCard(useApp().people, member),
});
