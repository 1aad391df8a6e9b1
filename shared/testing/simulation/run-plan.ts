/** Plays a plan on fresh machines and says which promises were broken, when, and what was done. */
import { checkConvergence } from './convergence.ts';
import { checkStep } from './invariants.ts';
import type { Plan } from './plan.ts';
import { playStep } from './play-step.ts';
import { loadSimCrypto } from './sim-crypto.ts';
import type { Plant } from './sim-machine.ts';
import { setStage, type SimStage } from './sim-stage.ts';
import type { Kind } from './tally.ts';

export type Outcome = {
  problems: readonly string[];
  /** How many steps had been played when the first problem was seen. */
  played: number;
  did: Readonly<Record<Kind, number>>;
};

export type RunOptions = {
  /** A fault to plant in every machine. */
  plant?: Plant;
  /** Lets the runtime notice promises that failed unheard. @returns what it noticed since the last call */
  unheard?: () => Promise<readonly string[]>;
};

export const runPlan = async (plan: Plan, { plant = (ports) => ports, unheard }: RunOptions = {}): Promise<Outcome> => {
  const crypto = await loadSimCrypto();
  const stage = await setStage(plan, crypto, plant);
  let played = 0;
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    await work().catch((error: unknown) => stage.problems.add(`S2 ${what} failed: ${String(error)}`));
  };
  for (const step of plan.steps) {
    await attempt(`step ${step.kind}`, () => playStep(stage, step));
    await stage.elapse(step.pause);
    await attempt('checking', () => checkStep(stage));
    played += 1;
    if (stage.problems.size > 0) break;
  }
  if (stage.problems.size === 0) {
    await attempt('converging', () => checkConvergence(stage, crypto));
    await attempt('checking', () => checkStep(stage));
  }
  await attempt('stopping', () => stop(stage));
  for (const failure of (await unheard?.()) ?? []) stage.problems.add(`S3 a promise failed unheard: ${failure}`);
  return { problems: [...stage.problems], played, did: stage.tally.counts() };
};

const stop = async (stage: SimStage): Promise<void> => {
  await stage.stop();
  if (stage.clock.pending() > 0)
    stage.problems.add(`T2 ${stage.clock.pending()} timers are left when all have stopped`);
};
