/** Frames and long tasks of a page's main thread while something goes on, as the page itself sees them. */
import type { JSHandle, Page } from '@playwright/test';

import { round, summaryOf } from './summary.ts';

export type Smoothness = {
  /** Milliseconds between animation frames. */
  frames: { n: number; p50: number; p95: number; max: number };
  /** Frames that came more than 50 ms after the one before. */
  framesOver50: number;
  /** Tasks of the main thread over 50 ms. */
  longTasks: number;
  /** The longest of them; 0 if there was none. */
  longestTaskMs: number;
};

export type FrameWatch = {
  /** What was seen since the start, or since this was last asked. */
  take: () => Promise<Smoothness>;
};

export const startFrameWatch = async (page: Page): Promise<FrameWatch> => {
  const inPage: JSHandle<InPage> = await page.evaluateHandle(install);
  return {
    take: async () => {
      const { frames, tasks } = await inPage.evaluate((watch) => watch.take());
      return {
        frames: summaryOf(frames),
        framesOver50: frames.filter((ms) => ms > 50).length,
        longTasks: tasks.length,
        longestTaskMs: round(Math.max(0, ...tasks)),
      };
    },
  };
};

type Seen = { frames: number[]; tasks: number[] };
type InPage = { take: () => Promise<Seen> };

/** Runs in the page: uses nothing of this file. */
const install = (): InPage => {
  let seen: Seen = { frames: [], tasks: [] };
  let last = performance.now();
  const onFrame = (at: number): void => {
    seen.frames.push(at - last);
    last = at;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame((at) => {
    last = at;
    requestAnimationFrame(onFrame);
  });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask' });
  return {
    take: async () => {
      // long tasks are told a moment after they ended
      await new Promise((resolve) => setTimeout(resolve, 200));
      const taken = seen;
      seen = { frames: [], tasks: [] };
      return taken;
    },
  };
};
