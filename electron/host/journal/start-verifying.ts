/**
 * Looks at every bit of the journal some seconds after the start, a little at a time: a start that read everything would
 * take as long as reading everything.
 */
import { setTimeout as wait } from 'node:timers/promises';

import { drop } from '../../../shared/base/drop.ts';
import type { FileJournal } from '../file-journal.ts';
import { lostEntries } from './segment-state.ts';

const AFTER_MS = 3_000;
const PAUSE_MS = 20;

/** @param found told once how many entries are lost, if anything is damaged, however far it came. @returns ends it */
export const startVerifying = (
  journal: FileJournal,
  found: (lost: number) => void,
  report: (event: string, error: unknown) => void,
): (() => Promise<void>) => {
  const stopped = new AbortController();
  const pause = (ms: number): Promise<boolean> =>
    wait(ms, true, { signal: stopped.signal, ref: false }).catch(() => false);
  const run = async (): Promise<void> => {
    if (!(await pause(AFTER_MS))) return;
    await journal.verify(() => pause(PAUSE_MS)).catch((error: unknown) => report('journal-not-verified', error));
    const damage = journal.damage();
    if (damage.length === 0 || stopped.signal.aborted) return;
    found(lostEntries(damage).reduce((sum, { count }) => sum + count, 0));
    await journal.mendHeads(
      () => pause(PAUSE_MS),
      (error) => report('journal-head-not-mended', error),
    );
  };
  const running = run();
  drop(running, 'looking through the journal', report);
  return async () => {
    stopped.abort();
    await running.catch(() => undefined); // it is reported already
  };
};
