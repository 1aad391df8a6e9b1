/** Messages typed on one page until they are on another: one after another, each when the one before has been shown. */
import type { Page } from '@playwright/test';

import { composer } from '../support/screen.ts';
import { inTime } from './in-time.ts';
import { messageText } from './message-text.ts';
import { startStopwatch } from './stopwatch.ts';
import { type Summary, summaryOf } from './summary.ts';

export type Live = {
  /** From Enter until the message's row is in the other page's document. */
  peerRow: Summary;
  /** … until the animation frame after that. */
  peerFrame: Summary;
  ownRow: Summary;
};

export type LivePlan = { warmUp: number; messages: number };

/** @param look CSS selectors of a message's row, and of the text in it */
export const measureLive = async (
  { writer, reader }: { writer: Page; reader: Page },
  look: { row: string; text: string },
  plan: LivePlan,
): Promise<Live> => {
  const own = await startStopwatch(writer, look);
  const peer = await startStopwatch(reader, look);
  const box = composer(writer);
  const measured: { peerRow: number; peerFrame: number; ownRow: number }[] = [];
  for (let at = 0; at < plan.warmUp + plan.messages; at += 1) {
    const text = messageText(at);
    await box.fill(text);
    // asked for beforehand: a question at the moment of sending would be in the time
    const both = Promise.all([own.shown(text), peer.shown(text)]);
    await box.press('Enter');
    const [here, there] = await inTime(both, LOST_MS, `message ${at} on both pages`);
    const sentAt = await own.enterAt();
    if (at < plan.warmUp) continue;
    measured.push({ peerRow: there.row - sentAt, peerFrame: there.frame - sentAt, ownRow: here.row - sentAt });
  }
  return {
    peerRow: summaryOf(measured.map(({ peerRow }) => peerRow)),
    peerFrame: summaryOf(measured.map(({ peerFrame }) => peerFrame)),
    ownRow: summaryOf(measured.map(({ ownRow }) => ownRow)),
  };
};

const LOST_MS = 15_000;
