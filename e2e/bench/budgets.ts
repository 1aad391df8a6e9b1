/** The budgets of the design that this bench can judge. Milliseconds. */
import type { CatchUpReport } from './bench-catch-up.ts';
import type { Live } from './live.ts';

type Budget = { job: string; under: number; measured: number; met: boolean };

export const budgetsOf = (live: Live, { many }: CatchUpReport): Budget[] => {
  const judge = (job: string, measured: number, under: number): Budget => ({
    job,
    under,
    measured,
    met: measured < under,
  });
  return [
    judge('local send → on own screen, p95', live.ownRow.p95, 50),
    judge('send → shown by a peer on loopback, p50', live.peerRow.p50, 15),
    judge('send → shown by a peer on loopback, p95', live.peerRow.p95, 40),
    judge(`newcomer, ${many.messages} messages: newest on screen`, many.holdfast.newestOnScreenMs, 500),
    // 15 s for 100,000
    judge(
      `newcomer, ${many.messages} messages: all stored`,
      many.holdfast.allStoredMs,
      (15_000 * many.messages) / 100_000,
    ),
    judge('longest task of the main thread while syncing', many.holdfast.longestTaskMs, 50),
  ];
};
