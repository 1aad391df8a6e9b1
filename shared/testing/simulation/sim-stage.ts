/** Everything a run plays on: machines, network, time, and the model of what people really did. */
import type { ChannelId, CommunityId } from '../../base/ids.ts';
import type { Crypto } from '../../ports/crypto.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createSimClock, settle, type SimClock } from '../sim-clock.ts';
import { createSimNetwork, type SimNetwork } from '../sim-network.ts';
import { createDice } from './dice.ts';
import type { Plan } from './plan.ts';
import { type Plant, type SimMachine, startMachine } from './sim-machine.ts';
import { createTally, type Tally } from './tally.ts';

export type Place = { community: CommunityId; channel: ChannelId; invite: string };

/** `asked`: nobody has told the author yet whether it is saved. */
export type Post = { text: string; author: string; place: Place; state: 'asked' | 'saved' | 'refused' };

export type SimStage = {
  clock: SimClock;
  network: SimNetwork;
  machines: SimMachine[];
  places: Place[];
  posts: Map<string, Post>;
  /** Where each message stands in the order, as first seen. */
  orderOf: Map<string, string>;
  /** Broken promises, each beginning with its rule. */
  problems: Set<string>;
  tally: Tally;
  /** The last frames to or from the hostile member, for replays. */
  overheard: Uint8Array[];
  /** Who was sent content by whom since this was last looked at. */
  contentSent: Map<string, { from: string; to: string }>;
  /** Lets time pass and everything due arrive. */
  elapse: (ms: number) => Promise<void>;
  stop: () => Promise<void>;
};

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'];
/** A member whose machine says, besides what the core says, what no honest peer says. */
export const HOSTILE = 'mallory';
export const STRANGER = 'stranger';
const LAST_HANDSHAKE_TYPE = 3;
/** Then come what a joiner says and what a joiner is told. */
const LAST_CONTENT_TYPE = 21;
const OVERHEARD_MAX = 100;
const TICK_MS = 50;

export const setStage = async (plan: Plan, crypto: Crypto, plant: Plant): Promise<SimStage> => {
  const clock = createSimClock();
  const network = createSimNetwork(settle);
  const random = createSeededRandom(plan.seed + 1);
  const dice = createDice(plan.seed ^ 0x51ab5eed);
  network.shuffle(dice.below);
  const tally = createTally();
  const warned = (event: string): void => {
    if (event === 'disk-full') tally.note('appends refused by a full disk');
    if (event === 'peer-dropped') tally.note('hostile links dropped');
    if (event === 'link-refused') tally.note('strangers refused');
  };
  const machines: SimMachine[] = [];
  for (const name of [...NAMES.slice(0, plan.people - 1), HOSTILE]) {
    machines.push(await startMachine({ clock, crypto, random, network, below: dice.below, plant, warned }, name));
  }
  const stage: SimStage = {
    clock,
    network,
    machines,
    places: [],
    posts: new Map(),
    orderOf: new Map(),
    problems: new Set(),
    tally,
    overheard: [],
    contentSent: new Map(),
    elapse: async (ms) => {
      network.meetAll();
      const until = clock.now() + ms;
      await network.deliver();
      while (clock.now() < until) {
        await clock.advance(Math.min(TICK_MS, until - clock.now()));
        await network.deliver();
      }
    },
    stop: async () => {
      for (const machine of machines) {
        const stopped = machine.stop();
        await clock.advance(5_000);
        await stopped;
      }
    },
  };
  network.intercept((frame, from, to) => listenIn(stage, frame, from, to));
  return stage;
};

/** P6: who has not proved to be a member is sent nothing but a handshake. */
const listenIn = (stage: SimStage, frame: Uint8Array, from: string, to: string): Uint8Array => {
  const isContent = (frame[0] ?? 0) > LAST_HANDSHAKE_TYPE;
  if (from === HOSTILE || to === HOSTILE) {
    stage.overheard.push(frame.slice());
    if (stage.overheard.length > OVERHEARD_MAX) stage.overheard.shift();
  }
  if (isContent && to.startsWith(STRANGER))
    stage.problems.add(`P6 ${from} sent a stranger a frame of type ${frame[0]}`);
  const isSpokenAmongMembers = isContent && (frame[0] ?? 0) <= LAST_CONTENT_TYPE;
  if (isSpokenAmongMembers && from !== HOSTILE && !from.startsWith(STRANGER))
    stage.contentSent.set(`${from} ${to}`, { from, to });
  return frame;
};
