/** Plays a plan on fresh machines and says which promises were broken, when, and what was done. */
import type { PeerPlant } from '../../peer/peer-plant.ts';
import { checkConvergence } from './convergence.ts';
import { createWatch } from './invariants.ts';
import { judgeReplicas } from './judgement.ts';
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
  /** A fault to plant between every machine and its ports. */
  plant?: Plant | undefined;
  /** A bug to plant in the core of every machine. */
  peerPlant?: PeerPlant | undefined;
  /** Lets the runtime notice promises that failed unheard. @returns what it noticed since the last call */
  unheard?: () => Promise<readonly string[]>;
  /** Lets every promise that can go on go on. */
  settled?: (() => Promise<void>) | undefined;
};

/** The naive judge starts from the beginning each time: he is asked now and then, and at the end. */
const STEPS_A_JUDGEMENT = 40;

export const runPlan = async (plan: Plan, options: RunOptions = {}): Promise<Outcome> => {
  const { plant = (ports) => ports, peerPlant, unheard, settled } = options;
  const crypto = await loadSimCrypto();
  const stage = await setStage(plan, crypto, { plant, peerPlant, settled });
  const checkStep = createWatch(stage);
  let played = 0;
  const attempt = async (what: string, work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      stage.problems.add(`S2 ${what} failed: ${String(error)}`);
    }
  };
  for (const step of plan.steps) {
    await attempt(`step ${step.kind}`, () => playStep(stage, step));
    await stage.elapse(step.pause);
    await attempt('checking', checkStep);
    played += 1;
    if (played % STEPS_A_JUDGEMENT === 0) await attempt('judging', () => judgeReplicas(stage));
    if (stage.problems.size > 0) break;
  }
  if (stage.problems.size === 0) {
    await attempt('converging', () => checkConvergence(stage));
    await attempt('checking', checkStep);
    await attempt('judging', () => judgeReplicas(stage));
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
