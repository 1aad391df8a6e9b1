/** Frames and long tasks of a page's main thread while something goes on. */
import type { CDPSession, JSHandle, Page } from '@playwright/test';

import { round, type Summary, summaryOf } from './summary.ts';

export type Smoothness = {
  /** From one animation frame to the next. */
  frames: Summary & { over50: number };
  /** Tasks of the main thread, by the clock: on a machine that does other things too, they contain these. */
  tasks: { over50: number; longest: number };
  /** The same in CPU time of the thread itself. */
  tasksCpu: { over50: number; longest: number; total: number };
};

/**
 * Watches while `work` goes on, which must wait by `waitFor`: an `expect` that is not true at once reads the whole page, in a task of
 * 60 ms and more of its own (the snapshot for its message). Milliseconds throughout.
 */
export const watchFrames = async (page: Page, work: () => Promise<void>): Promise<Smoothness> => {
  const inPage: JSHandle<InPage> = await page.evaluateHandle(install);
  const stopTrace = await traceTasks(page);
  await work();
  const frames = await inPage.evaluate((watch) => watch.stop());
  const tasks = await stopTrace();
  const wall = tasks.map(({ ms }) => ms);
  const cpu = tasks.map(({ cpuMs }) => cpuMs);
  return {
    frames: { ...summaryOf(frames), over50: over50(frames) },
    tasks: { over50: over50(wall), longest: longest(wall) },
    tasksCpu: { over50: over50(cpu), longest: longest(cpu), total: round(cpu.reduce((sum, ms) => sum + ms, 0)) },
  };
};

const over50 = (values: readonly number[]): number => values.filter((ms) => ms > 50).length;
const longest = (values: readonly number[]): number => round(values.reduce((most, ms) => Math.max(most, ms), 0));

type InPage = { stop: () => number[] };

/** Runs in the page: uses nothing of this file. */
const install = (): InPage => {
  const frames: number[] = [];
  let last: number | undefined;
  let isOver = false;
  const onFrame = (at: number): void => {
    if (last !== undefined) frames.push(at - last);
    last = at;
    if (!isOver) requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  return {
    stop: () => {
      isOver = true;
      return frames;
    },
  };
};

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
};
type Task = { ms: number; cpuMs: number };

/** The browser's own trace knows the CPU time of each task. */
const traceTasks = async (page: Page): Promise<() => Promise<Task[]>> => {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  const session: CDPSession = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  });
  return async () => {
    const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    return tasksOf(events);
  };
};

/** Of the main thread that worked most: a browser has other pages of its own. Tasks within tasks are left out. */
const tasksOf = (events: readonly TraceEvent[]): Task[] => {
  const threads = new Map<string, TraceEvent[]>();
  for (const { name, pid, tid, args } of events)
    if (name === 'thread_name' && args?.name === 'CrRendererMain') threads.set(`${pid} ${tid}`, []);
  for (const event of events)
    if (event.ph === 'X' && event.dur !== undefined) threads.get(`${event.pid} ${event.tid}`)?.push(event);
  const all = [...threads.values()].map(outermost);
  return all.toSorted((a, b) => cpuOf(b) - cpuOf(a))[0] ?? [];
};

const outermost = (events: readonly TraceEvent[]): Task[] => {
  const tasks: Task[] = [];
  let end = 0;
  for (const { ts, dur = 0, tdur = 0 } of events.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    if (ts < end) continue;
    tasks.push({ ms: dur / 1_000, cpuMs: tdur / 1_000 });
    end = ts + dur;
  }
  return tasks;
};

const cpuOf = (tasks: readonly Task[]): number => tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
