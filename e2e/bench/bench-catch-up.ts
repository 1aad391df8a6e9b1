/** A newcomer and a long history: once with many messages, several times with as many as a plain document can carry. */
import { type CatchUp, catchUpHeadless, catchUpInBrowser, founderOf, withWorld } from './holdfast-bench.ts';
import { type PlainCatchUp, plainCatchUp } from './plain-bench.ts';
import { say } from './progress.ts';
import { median, ratio, round } from './summary.ts';

const MANY = 20_000;
/** About half of what fits y-webrtc's 256 KiB. */
const FEW = 1_000;
const RUNS = 3;
const PLAIN_PATIENCE_MS = 30_000;

export type CatchUpReport = Awaited<ReturnType<typeof benchCatchUp>>;

export const benchCatchUp = async () => {
  const many = await benchMany();
  const few = await benchFew();
  const perMessage = {
    holdfastMany: round(many.holdfast.allStoredMs / MANY, 4),
    holdfastFew: round(few.holdfast.allStoredMs / FEW, 4),
    plainFew: few.plain === undefined ? undefined : round(few.plain.allHereMs / FEW, 4),
  };
  return {
    unit: 'ms',
    many,
    few,
    perMessage,
    ratios: {
      few: ratio(few.holdfast.allStoredMs, few.plain?.allHereMs),
      perMessageManyToPlainFew: ratio(perMessage.holdfastMany, perMessage.plainFew),
    },
  };
};

const benchMany = () =>
  withWorld(async (world) => {
    say(`a founder writes ${MANY} messages`);
    const founder = await founderOf(world, MANY);
    say(`a newcomer's browser catches up (${founder.fillMs} ms to write them)`);
    const holdfast = await catchUpInBrowser(world, founder, MANY);
    say('a headless newcomer catches up');
    const headlessMs = await catchUpHeadless(world, founder, MANY);
    say(`a plain document of ${MANY} messages: waits ${PLAIN_PATIENCE_MS / 1000} s if it is lost`);
    const plain = await plainCatchUp(MANY, PLAIN_PATIENCE_MS);
    return { messages: MANY, founderWroteThemInMs: founder.fillMs, holdfast, headlessToHeadlessMs: headlessMs, plain };
  });

const benchFew = async () => {
  const ours: CatchUp[] = [];
  const plains: PlainCatchUp[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    say(`${FEW} messages, run ${run} of ${RUNS}`);
    ours.push(await withWorld(async (world) => catchUpInBrowser(world, await founderOf(world, FEW), FEW)));
    plains.push(await plainCatchUp(FEW, PLAIN_PATIENCE_MS));
  }
  const whole = plains.flatMap((run) => (run.caughtUp ? [run] : []));
  const holdfast = {
    newestOnScreenMs: median(ours.map((run) => run.newestOnScreenMs)),
    allStoredMs: median(ours.map((run) => run.allStoredMs)),
  };
  const plain = whole.length < RUNS ? undefined : { allHereMs: median(whole.map((run) => run.allHereMs)) };
  return { messages: FEW, runs: RUNS, medians: true, holdfast, plain, allRuns: { holdfast: ours, plain: plains } };
};
