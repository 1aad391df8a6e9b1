/** Reads the stretch of messages on screen and moves it; what is shown stays until the next stretch was read. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { ChannelView, MessageRef } from '../../../shared/model/views.ts';
import { onLiveMessages } from '../../app/live-messages.ts';
import type { Pace } from '../../app/paced.ts';
import {
  extendNewer,
  extendOlder,
  NEWEST,
  newsInWindow,
  pinned,
  rangeAround,
  readWindow,
  showsNewest,
  type TimelineRange,
  type TimelineWindow,
  withKnownMessages,
} from '../../app/timeline-window.ts';
import { useApp, useQuery } from '../app-context.ts';
import type { Opening } from './use-opening.ts';

export type TimelineControl = {
  /** Undefined until the first answer. */
  shown: TimelineWindow | undefined;
  newest: boolean;
  /** The message that it opened at; undefined: at the newest. */
  start: MessageRef | undefined;
  older: () => void;
  newer: () => void;
  /** The reader left the end: hold the stretch. */
  hold: () => void;
  /** Show the newest page. */
  follow: () => void;
  /** Show the stretch around a message; `arrived` is called once it is known. */
  around: (message: MessageRef, arrived: () => void) => void;
};

export const useTimeline = (channel: ChannelView, { range: first, at: start, known }: Opening): TimelineControl => {
  const { services, recent } = useApp();
  const { community, id } = channel;
  const { range, setRange, extend, go, follow } = useMoves(first);
  const pace = useMemo(
    (): Pace<TimelineWindow> => ({
      newsOf: newsInWindow,
      onUrgent: (wake) => onLiveMessages(services.peer, id, wake),
    }),
    [services, id],
  );
  const found = useQuery(
    `timeline ${id} ${range.floor ?? ''} ${range.ceilings.join(' ')}`,
    () => readWindow(services.queries.history, community, id, range),
    pace,
  );
  const [answer, setAnswer] = useState(found);
  const [shown, setShown] = useState(found ?? known);
  if (found !== undefined && found !== answer) {
    setAnswer(found);
    setShown(withKnownMessages(shown, found));
    // The answer may say that its stretch had grown past what fits.
    if (found.range !== range) setRange(found.range);
  }

  useEffect(() => {
    if (shown?.range === NEWEST) recent.keep(id, shown);
  }, [recent, id, shown]);

  const older = useCallback((): void => {
    if (shown?.hasOlder !== true) return;
    extend(() => extendOlder(services.queries.history, community, id, shown), 'reading earlier messages');
  }, [services, community, id, shown, extend]);
  const newer = useCallback((): void => {
    if (shown === undefined || showsNewest(shown.range)) return;
    extend(() => extendNewer(services.queries.historyFrom, community, id, shown), 'reading later messages');
  }, [services, community, id, shown, extend]);
  const hold = useCallback((): void => {
    if (shown !== undefined) setRange((now) => (now === shown.range ? pinned(shown) : now));
  }, [shown, setRange]);
  const around = useCallback(
    ({ sortKey }: MessageRef, arrived: () => void): void =>
      go(rangeAround(services.queries, community, id, sortKey), arrived),
    [services, community, id, go],
  );

  return useMemo(
    () => ({ shown, newest: showsNewest(range), start, older, newer, hold, follow, around }),
    [shown, range, start, older, newer, hold, follow, around],
  );
};

/** The stretch, and ways to move it: a page further, or elsewhere. What was read for a place that the reader has left is dropped. */
const useMoves = (first: TimelineRange) => {
  const { report } = useApp().services;
  const [range, setRange] = useState(first);
  const journey = useRef(0);
  const isBusy = useRef(false);
  const arrive = useCallback(async (reading: Promise<TimelineRange>, arrived?: () => void): Promise<void> => {
    const own = journey.current;
    const next = await reading;
    if (own !== journey.current) return;
    setRange(next);
    arrived?.();
  }, []);
  const extend = useCallback(
    (read: () => Promise<TimelineRange>, what: string): void => {
      if (isBusy.current) return;
      isBusy.current = true;
      const reading = arrive(read()).finally(() => {
        isBusy.current = false;
      });
      drop(reading, what, report);
    },
    [arrive, report],
  );
  const go = useCallback(
    (reading: Promise<TimelineRange>, arrived: () => void): void => {
      journey.current += 1;
      drop(arrive(reading, arrived), 'going to a message', report);
    },
    [arrive, report],
  );
  const follow = useCallback((): void => {
    journey.current += 1;
    setRange(NEWEST);
  }, []);
  return { range, setRange, extend, go, follow };
};
