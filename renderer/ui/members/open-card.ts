/** For a button that opens the card of a member: where it opens is beside the button. */
import type { MouseEvent } from 'react';

import type { MemberView } from '../../../shared/model/views.ts';
import type { PeopleDesk } from '../../app/people-desk.ts';
import { endOf, leftOf, startOf } from '../primitives/direction.ts';
import { useApp } from '../app-context.ts';

const GAP = 8;
/** With its border. */
const CARD_WIDTH = 310;

export const openCard =
  ({ card }: PeopleDesk, { id, community }: Pick<MemberView, 'id' | 'community'>) =>
  ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    const box = currentTarget.getBoundingClientRect();
    const after = endOf(box, -GAP);
    const left = leftOf(after, CARD_WIDTH);
    const fitsAfter = left > 0 && left + CARD_WIDTH < window.innerWidth;
    card.set({ community, member: id, at: { x: fitsAfter ? after : startOf(box, -GAP - CARD_WIDTH), y: box.top } });
  };

export const useOpenCard = (member: Pick<MemberView, 'id' | 'community'>) => ({
  onClick: openCard(useApp().people, member),
});
