/** A plan: what happens in a run, as plain data, so that a failing one can be printed, replayed and shortened. */
import { createDice, type Dice } from './dice.ts';

export type HostileHow = 'garbage' | 'mutated' | 'replayed';

/** People and places are numbers, taken modulo how many there are, so that any part of a plan is a plan. */
export type Step = { pause: number } & (
  | { kind: 'create'; who: number }
  | { kind: 'invite'; who: number; place: number }
  | { kind: 'join'; who: number; place: number }
  | { kind: 'post'; who: number; place: number; count: number; length: number }
  | { kind: 'cut'; who: number; other: number; onTheWay: 'arrives' | 'is lost' }
  | { kind: 'offline' | 'online'; who: number }
  | { kind: 'disk-full' | 'disk-free'; who: number }
  | { kind: 'partition'; sides: readonly number[] }
  | { kind: 'heal' }
  | { kind: 'wait' }
  | { kind: 'crash'; who: number; keep: number; wipeCache: boolean }
  | { kind: 'clock'; who: number; how: 'ahead' | 'behind' | 'stuck' | 'right'; days: number }
  | { kind: 'hostile-member' | 'hostile-stranger'; victim: number; how: HostileHow; count: number; seed: number }
);

export type Plan = { seed: number; people: number; steps: readonly Step[] };

type StepBody<S = Step> = S extends Step ? Omit<S, 'pause'> : never;

const MAX_PEOPLE = 6;

export const drawPlan = (seed: number, count: number): Plan => {
  const dice = createDice(seed);
  const people = 3 + dice.below(MAX_PEOPLE - 2);
  const opening: Step[] = [
    { kind: 'create', who: 0, pause: 200 },
    ...Array.from({ length: people - 1 }, (_, i): Step => ({ kind: 'join', who: i + 1, place: 0, pause: 300 })),
  ];
  const rest = Array.from({ length: Math.max(0, count - opening.length) }, (): Step => drawStep(dice));
  return { seed, people, steps: [...opening, ...rest].slice(0, count) };
};

const drawStep = (dice: Dice): Step => ({ ...drawBody(dice), pause: drawPause(dice) });

/** Mostly so short that things overlap: a crash meets posts on their way to the disk, a cut meets frames on their way. */
const drawPause = (dice: Dice): number => {
  const roll = dice.below(10);
  return roll < 4 ? dice.below(12) : roll < 8 ? dice.below(150) : dice.below(2_500);
};

const DAY_LIMIT = 20;

type Draw = (dice: Dice, who: number, place: number) => StepBody;

/** How often, in a hundred steps, and what. */
const DRAWS: readonly [number, Draw][] = [
  [34, (dice, who, place) => ({ kind: 'post', who, place, count: dice.chance(0.2) ? 12 : 1, length: dice.below(300) })],
  [6, (_, who, place) => ({ kind: 'join', who, place })],
  [2, (_, who, place) => ({ kind: 'invite', who, place })],
  [1, (_, who) => ({ kind: 'create', who })],
  [8, (dice, who) => ({ kind: 'cut', who, other: dice.below(MAX_PEOPLE), onTheWay: drawLoss(dice) })],
  [4, (_, who) => ({ kind: 'offline', who })],
  [5, (_, who) => ({ kind: 'online', who })],
  [3, (dice) => ({ kind: 'partition', sides: Array.from({ length: MAX_PEOPLE }, () => dice.below(2)) })],
  [4, () => ({ kind: 'heal' })],
  [8, (dice, who) => ({ kind: 'crash', who, keep: dice.below(3), wipeCache: dice.chance(0.4) })],
  [3, (_, who) => ({ kind: 'disk-full', who })],
  [5, (_, who) => ({ kind: 'disk-free', who })],
  [4, (dice, who) => ({ kind: 'clock', who, how: drawClock(dice), days: 1 + dice.below(DAY_LIMIT) })],
  [3, () => ({ kind: 'wait' })],
  [6, (dice, victim) => ({ kind: 'hostile-member', ...drawHostile(dice, victim) })],
  [4, (dice, victim) => ({ kind: 'hostile-stranger', ...drawHostile(dice, victim) })],
];
const ALL_DRAWS = DRAWS.reduce((sum, [weight]) => sum + weight, 0);

const drawBody = (dice: Dice): StepBody => {
  const who = dice.below(MAX_PEOPLE);
  const place = dice.below(4) === 0 ? 1 : 0;
  let roll = dice.below(ALL_DRAWS);
  for (const [weight, draw] of DRAWS) {
    if (roll < weight) return draw(dice, who, place);
    roll -= weight;
  }
  return { kind: 'wait' };
};

const drawLoss = (dice: Dice): 'is lost' | 'arrives' => (dice.chance(0.7) ? 'is lost' : 'arrives');

const drawClock = (dice: Dice): 'ahead' | 'behind' | 'stuck' | 'right' =>
  dice.pick<'ahead' | 'behind' | 'stuck' | 'right'>(['ahead', 'behind', 'stuck', 'right']);

const drawHostile = (dice: Dice, victim: number): { victim: number; how: HostileHow; count: number; seed: number } => ({
  victim,
  how: dice.pick<HostileHow>(['garbage', 'mutated', 'replayed']),
  count: 1 + dice.below(4),
  seed: dice.below(1 << 20),
});
