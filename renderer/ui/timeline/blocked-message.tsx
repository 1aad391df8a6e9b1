/** In the place of what somebody said whom the reader has blocked. */
import { Ban } from 'lucide-react';

import { strings } from '../strings.ts';

/** @property tabIndex the row's */
type BlockedMessageProps = { isShown: boolean; toggle: () => void; tabIndex: 0 | -1 };

export const BlockedMessage = ({ isShown, toggle, tabIndex }: BlockedMessageProps) => (
  <p className="message-stub">
    <Ban size={14} aria-hidden /> <span>{strings.blocked.message}</span>
    <button type="button" tabIndex={tabIndex} className="stub-button" aria-expanded={isShown} onClick={toggle}>
      {isShown ? strings.blocked.fold : strings.blocked.show}
    </button>
  </p>
);
