/** A large button with a sign, a title and a line about it. */
import { ChevronRight, Ticket, Waves } from 'lucide-react';

import './choice.css';

type ChoiceProps = { kind: 'create' | 'join'; title: string; hint: string; onClick: () => void };

export const Choice = ({ kind, title, hint, onClick }: ChoiceProps) => (
  <button type="button" className="choice" onClick={onClick}>
    <span className="choice-sign">
      {kind === 'create' ? <Waves size={20} aria-hidden /> : <Ticket size={20} aria-hidden />}
    </span>
    <span className="choice-words">
      <span className="choice-title">{title}</span>
      <span className="choice-hint">{hint}</span>
    </span>
    <ChevronRight size={18} aria-hidden className="choice-arrow" />
  </button>
);
