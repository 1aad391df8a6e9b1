/** A plan: what happens in a run, as plain data, so that a failing one can be printed, replayed and shortened. */
import { createDice, type Dice } from './dice.ts';

export type HostileHow = 'garbage' | 'mutated' | 'replayed';

/** What mallory, a member with keys of her own, signs. */
export const LIES = [
  'raises-herself',
  'takes-the-community',
  'lifts-her-ban',
  'kicks-the-owner',
  'rotates',
  'two-operations',
  'back-dated-operation',
  'another’s-operation',
  'two-records',
  'back-dated-record',
  'another’s-record',
] as const;
export type Lie = (typeof LIES)[number];

export const ACTS = [
  'kick',
  'ban',
  'unban',
  'create-role',
  'update-role',
  'delete-role',
  'assign-role',
  'unassign-role',
  'create-channel',
  'archive-channel',
  'announce-only',
  'revoke-invite',
  'leave',
  'rotate',
  'remove-device',
  'transfer-owner',
  'set-profile',
  'update-community',
] as const;
export type Act = (typeof ACTS)[number];

/** People, places, targets and choices are numbers, taken modulo how many there are, so that any part of a plan is a plan. */
export type Step = { pause: number } & (
  | { kind: 'create'; who: number }
  | { kind: 'invite'; who: number; place: number }
  | { kind: 'join'; who: number; place: number }
  | { kind: 'post'; who: number; place: number; channel: number; count: number; length: number }
  | { kind: 'govern'; who: number; place: number; act: Act; target: number; choice: number }
  | { kind: 'link-device' | 'restore-backup'; who: number }
  | { kind: 'cut'; who: number; other: number; onTheWay: 'arrives' | 'is lost' }
  | { kind: 'offline' | 'online'; who: number }
  | { kind: 'disk-full' | 'disk-free'; who: number }
  | { kind: 'partition'; sides: readonly number[] }
  | { kind: 'heal' }
  | { kind: 'wait' }
  | { kind: 'crash'; who: number; keep: number; wipeCache: boolean }
  | { kind: 'clock'; who: number; how: 'ahead' | 'behind' | 'stuck' | 'right'; days: number }
  | { kind: 'hostile-member' | 'hostile-stranger'; victim: number; how: HostileHow; count: number; seed: number }
  | { kind: 'lie'; victim: number; place: number; lie: Lie; choice: number }
);

export type Plan = { seed: number; people: number; steps: readonly Step[] };

type StepBody<S = Step> = S extends Step ? Omit<S, 'pause'> : never;

const MAX_PEOPLE = 6;
/** With second devices and restored backups. */
export const MAX_MACHINES = 8;

export const drawPlan = (seed: number, count: number): Plan => {
  const dice = createDice(seed);
  const people = 3 + dice.below(MAX_PEOPLE - 2);
  const opening: Step[] = [
    { kind: 'create', who: 0, pause: 200 },
    ...Array.from({ length: people - 1 }, (_, i): Step => ({ kind: 'join', who: i + 1, place: 0, pause: 300 })),
    ...moderators(dice),
  ];
  const rest = Array.from({ length: Math.max(0, count - opening.length) }, (): Step => drawStep(dice));
  return { seed, people, steps: [...opening, ...rest].slice(0, count) };
};

/** In most runs the founder makes others moderators first: then more people may do more to each other. */
const moderators = (dice: Dice): Step[] => {
  const give = (target: number): Step => ({
    kind: 'govern',
    act: 'assign-role',
    pause: 200,
    who: 0,
    place: 0,
    target,
    choice: 0,
  });
  if (dice.chance(0.25)) return [];
  const make: Step = { kind: 'govern', who: 0, place: 0, act: 'create-role', target: 0, choice: 0, pause: 200 };
  return [make, give(1), ...(dice.chance(0.5) ? [give(2)] : [])];
};

const drawStep = (dice: Dice): Step => ({ ...drawBody(dice), pause: drawPause(dice) });

/** Mostly so short that things overlap: a crash meets posts on their way to the disk, a cut meets frames on their way. */
const drawPause = (dice: Dice): number => {
  const roll = dice.below(10);
  return roll < 4 ? dice.below(12) : roll < 8 ? dice.below(150) : dice.below(2_500);
};

const DAY_LIMIT = 20;
const SIDES = 3;

type Draw = (dice: Dice, who: number, place: number) => StepBody;

/** How often, and what. */
const DRAWS: readonly [number, Draw][] = [
  [
    34,
    (dice, who, place) => ({
      kind: 'post',
      who,
      place,
      channel: dice.chance(0.7) ? 0 : dice.below(5),
      count: dice.chance(0.2) ? 12 : 1,
      length: dice.below(300),
    }),
  ],
  [24, (dice, who, place) => ({ ...drawAct(dice, who), place })],
  [8, (_, who, place) => ({ kind: 'join', who, place })],
  [3, (_, who, place) => ({ kind: 'invite', who, place })],
  [1, (_, who) => ({ kind: 'create', who })],
  [1, (_, who) => ({ kind: 'link-device', who })],
  [1, (_, who) => ({ kind: 'restore-backup', who })],
  [8, (dice, who) => ({ kind: 'cut', who, other: dice.below(MAX_MACHINES), onTheWay: drawLoss(dice) })],
  [4, (_, who) => ({ kind: 'offline', who })],
  [5, (_, who) => ({ kind: 'online', who })],
  [4, (dice) => ({ kind: 'partition', sides: Array.from({ length: MAX_MACHINES }, () => dice.below(SIDES)) })],
  [4, () => ({ kind: 'heal' })],
  [12, (dice, who) => ({ kind: 'crash', who, keep: dice.below(3), wipeCache: dice.chance(0.4) })],
  [5, (_, who) => ({ kind: 'disk-full', who })],
  [6, (_, who) => ({ kind: 'disk-free', who })],
  [4, (dice, who) => ({ kind: 'clock', who, how: drawClock(dice), days: 1 + dice.below(DAY_LIMIT) })],
  [3, () => ({ kind: 'wait' })],
  [5, (dice, victim) => ({ kind: 'hostile-member', ...drawHostile(dice, victim) })],
  [3, (dice, victim) => ({ kind: 'hostile-stranger', ...drawHostile(dice, victim) })],
  [5, (dice, victim, place) => ({ kind: 'lie', victim, place, lie: dice.pick(LIES), choice: dice.below(1_000) })],
];

/** How often of each act; not listed: once. */
const OFTEN: Partial<Record<Act, number>> = {
  kick: 3,
  ban: 3,
  unban: 4,
  'assign-role': 4,
  'create-channel': 3,
  'archive-channel': 2,
  'announce-only': 2,
  'remove-device': 3,
  'set-profile': 2,
};
const ALL_ACTS = ACTS.flatMap((act): Act[] => Array.from({ length: OFTEN[act] ?? 1 }, () => act)) as [Act, ...Act[]];

const drawAct = (dice: Dice, drawn: number): Omit<Extract<StepBody, { kind: 'govern' }>, 'place'> => {
  // mostly by those who may do something
  const who = dice.chance(0.6) ? dice.below(3) : drawn;
  return { kind: 'govern', who, act: dice.pick(ALL_ACTS), target: dice.below(MAX_MACHINES), choice: dice.below(100) };
};

const sumOf = (draws: readonly [number, unknown][]): number => draws.reduce((sum, [weight]) => sum + weight, 0);

const drawBody = (dice: Dice): StepBody => {
  const who = dice.below(MAX_MACHINES);
  const place = dice.below(4) === 0 ? 1 : 0;
  let roll = dice.below(sumOf(DRAWS));
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
  // now and then a flood
  count: dice.chance(0.05) ? 200 : 1 + dice.below(4),
  seed: dice.below(1 << 20),
});
