/** Mallory, who is a member, and strangers, who know a room and nothing else, say what no honest peer says. */
import { createDice, type Dice } from './dice.ts';
import type { HostileHow, Step } from './plan.ts';
import { HOSTILE, type SimStage, STRANGER } from './sim-stage.ts';

type HostileStep = Extract<Step, { kind: 'hostile-member' | 'hostile-stranger' }>;

export const playMember = (stage: SimStage, step: HostileStep): void => {
  const { network, machines, tally } = stage;
  const victim = machines[step.victim % machines.length]?.name;
  const mallory = machines.find(({ name }) => name === HOSTILE);
  const dice = createDice(step.seed);
  for (const { link, to } of network.linksOf(HOSTILE)) {
    if (to !== victim) continue;
    for (let i = 0; i < step.count; i += 1) {
      const frame = hostileFrame(stage, step.how, dice);
      stage.lying(() => mallory?.transport().send(link, frame));
      tally.note('frames of a hostile member');
    }
  }
};

/** A stranger is in every room the victim is in, and talks before it has proved anything. */
export const playStranger = async (stage: SimStage, step: HostileStep): Promise<void> => {
  const { network, machines, tally } = stage;
  const victim = machines[step.victim % machines.length]?.name ?? HOSTILE;
  const stranger = network.join(`${STRANGER}-${step.seed}`);
  const dice = createDice(step.seed);
  stranger.subscribe((event) => {
    if (event.kind !== 'opened') return;
    for (let i = 0; i < step.count; i += 1) {
      stranger.send(event.link, hostileFrame(stage, step.how, dice));
      tally.note('frames of strangers');
    }
  });
  stranger.setRooms(network.roomsOf(victim).map((room) => ({ ...room, listenOnly: false })));
  await stage.elapse(100);
  stranger.dispose();
};

const hostileFrame = (stage: SimStage, how: HostileHow, dice: Dice): Uint8Array => {
  const heard = stage.overheard[dice.below(stage.overheard.length)];
  if (how === 'garbage' || heard === undefined) {
    return Uint8Array.of(dice.chance(0.5) ? 16 + dice.below(8) : dice.below(256), ...dice.bytes(dice.below(200)));
  }
  return how === 'replayed' ? heard.slice() : mutated(heard, dice);
};

const mutated = (frame: Uint8Array, dice: Dice): Uint8Array => {
  const roll = dice.below(4);
  if (roll === 0) return frame.slice(0, dice.below(frame.length));
  if (roll === 1) return Uint8Array.of(...frame, ...dice.bytes(1 + dice.below(8)));
  const changed = frame.slice();
  for (let i = 0; i <= dice.below(3); i += 1) {
    // the type stays, mostly: what is behind it is where the readers are
    const at = dice.chance(0.9) ? 1 + dice.below(frame.length - 1) : 0;
    changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8));
  }
  return changed;
};
