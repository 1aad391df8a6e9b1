/** Takes the reader to a message of the channel, also far from what is on screen, and back to where they came from. */
import { useCallback, useEffect, useRef } from 'react';

import type { ChannelView } from '../../../shared/model/views.ts';
import type { Jump } from '../../app/message-desk.ts';
import { useApp, useStore } from '../app-context.ts';
import type { TimelineControl } from './use-timeline.ts';
import type { TimelineScroll } from './use-timeline-scroll.ts';

type Jumping = {
  /** The message that the reader was sent to. */
  told: string | undefined;
  /** Undefined if there is no way back. */
  goBack: (() => void) | undefined;
  forget: () => void;
};

export const useJump = (
  channel: ChannelView,
  { around }: TimelineControl,
  { box, drawn, reveal }: TimelineScroll,
): Jumping => {
  const { jump } = useApp().messages;
  const asked = useStore(jump);
  const here = asked?.channel === channel.id ? asked : undefined;
  const begun = useRef<Jump>(undefined);
  const ended = useRef<Jump>(undefined);

  useEffect(() => {
    if (here === undefined || begun.current === here) return;
    begun.current = here;
    const show = (): void => reveal(here.to);
    if (rowOf(box.current, here.to.id) === undefined) around(here.to, show);
    else show();
  }, [here, box, around, reveal]);

  // The row may come only with a later stretch, or a later slice of it.
  useEffect(() => {
    const row = here === undefined || ended.current === here ? undefined : rowOf(box.current, here.to.id);
    if (row === undefined) return;
    ended.current = here;
    row.focus({ preventScroll: true });
  }, [here, drawn, box]);

  const forget = useCallback((): void => jump.set(undefined), [jump]);
  // A jump into another channel is for the timeline that comes next.
  useEffect(() => () => jump.update((now) => (now?.channel === channel.id ? undefined : now)), [jump, channel.id]);
  const from = here?.from;
  return {
    told: here?.to.id,
    goBack: from && (() => jump.set({ channel: channel.id, to: from })),
    forget,
  };
};

const rowOf = (box: HTMLElement | null, id: string): HTMLElement | undefined =>
  [...(box?.querySelectorAll<HTMLElement>('[data-sort]') ?? [])].find((row) => row.dataset['roving'] === id);
