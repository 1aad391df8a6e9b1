/** Reads the stretch of messages on screen and moves it; what is shown stays until the next stretch was read. */
import { useCallback, useMemo, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { ChannelView, MessageRef } from '../../../shared/model/views.ts';
import {
  extendNewer,
  extendOlder,
  NEWEST,
  pinned,
  rangeAround,
  readWindow,
  showsNewest,
  type TimelineWindow,
  withKnownMessages,
} from '../../app/timeline-window.ts';
import { useApp, useQuery } from '../app-context.ts';

export type TimelineControl = {
  /** Undefined until the first answer. */
  shown: TimelineWindow | undefined;
  newest: boolean;
  older: () => void;
  newer: () => void;
  /** The reader left the end: hold the stretch. */
  hold: () => void;
  /** Show the newest page. */
  follow: () => void;
  /** Show the stretch around a message. */
  around: (message: MessageRef) => void;
};

export const useTimeline = (channel: ChannelView): TimelineControl => {
  const { services } = useApp();
  const [range, setRange] = useState(NEWEST);
  const { community, id } = channel;
  const found = useQuery(`timeline ${id} ${range.floor ?? ''} ${range.ceilings.join(' ')}`, () =>
    readWindow(services.queries.history, community, id, range),
  );
  const [answer, setAnswer] = useState(found);
  const [shown, setShown] = useState(found);
  if (found !== undefined && found !== answer) {
    setAnswer(found);
    setShown(withKnownMessages(shown, found));
    // The answer may say that its stretch had grown past what fits.
    if (found.range !== range) setRange(found.range);
  }

  const busy = useRef(false);
  const older = useCallback((): void => {
    if (busy.current || shown?.hasOlder !== true) return;
    busy.current = true;
    const reading = extendOlder(services.queries.history, community, id, shown)
      .then(setRange)
      .finally(() => {
        busy.current = false;
      });
    drop(reading, 'reading earlier messages', services.report);
  }, [services, community, id, shown]);
  const newer = useCallback((): void => {
    if (busy.current || shown === undefined || showsNewest(shown.range)) return;
    busy.current = true;
    const reading = extendNewer(services.queries.historyFrom, community, id, shown)
      .then(setRange)
      .finally(() => {
        busy.current = false;
      });
    drop(reading, 'reading later messages', services.report);
  }, [services, community, id, shown]);
  const hold = useCallback((): void => {
    if (shown !== undefined) setRange((now) => (now === shown.range ? pinned(shown) : now));
  }, [shown]);
  const follow = useCallback((): void => setRange(NEWEST), []);

  const around = useCallback(
    ({ sortKey }: MessageRef): void =>
      drop(rangeAround(services.queries, community, id, sortKey).then(setRange), 'going to a message', services.report),
    [services, community, id],
  );

  return useMemo(
    () => ({ shown, newest: showsNewest(range), older, newer, hold, follow, around }),
    [shown, range, older, newer, hold, follow, around],
  );
};
