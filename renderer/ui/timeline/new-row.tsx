/** The line between what was read and what is new. */
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';
import { dayName } from '../time-words.ts';
import './news-bar.css';

/** @param hasDay a day begins there too */
export const NewRow = ({ at, hasDay }: { at: number; hasDay: boolean }) => {
  const { now } = useApp().services;
  return (
    <li className="new-row" data-testid="divider">
      <span className="new-row-words">
        {hasDay ? strings.unread.dividerOn(dayName(at, now())) : strings.unread.divider}
      </span>
    </li>
  );
};
