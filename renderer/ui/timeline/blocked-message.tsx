/** In the place of what somebody said whom the reader has blocked. */
import { Ban } from 'lucide-react';

import { strings } from '../strings.ts';

type BlockedMessageProps = { isShown: boolean; toggle: () => void };

export const BlockedMessage = ({ isShown, toggle }: BlockedMessageProps) => (
  <p className="message-stub">
    <Ban size={14} aria-hidden /> <span>{strings.blocked.message}</span>
    <button type="button" tabIndex={-1} className="stub-button" aria-expanded={isShown} onClick={toggle}>
      {isShown ? strings.blocked.fold : strings.blocked.show}
    </button>
  </p>
);
