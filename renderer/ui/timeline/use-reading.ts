/** Says which channel's end is being looked at: only then do new messages count as read. */
import { useEffect } from 'react';

import type { ChannelId } from '../../../shared/base/ids.ts';
import { useApp } from '../app-context.ts';

export const useReading = (channel: ChannelId, atEnd: boolean): void => {
  const { reading, unread } = useApp();
  useEffect(() => {
    const tell = (): void => {
      const reads = atEnd && document.hasFocus();
      reading.set(reads ? channel : undefined);
      if (reads) unread.clear(channel);
    };
    tell();
    window.addEventListener('focus', tell);
    window.addEventListener('blur', tell);
    return () => {
      window.removeEventListener('focus', tell);
      window.removeEventListener('blur', tell);
      reading.set(undefined);
    };
  }, [reading, unread, channel, atEnd]);
};
