/** Everything a run plays on: machines, network, time, and the model of what people really did. */
import {
  type ChannelId,
  type CommunityId,
  type DeviceId,
  deviceId,
  type LinkId,
  type MemberId,
  type OpId,
} from '../../base/ids.ts';
import type { PeerEvent } from '../../peer/peer-api.ts';
import type { PeerPlant } from '../../peer/peer-plant.ts';
import type { Crypto } from '../../ports/crypto.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createSimClock, settle, type SimClock } from '../sim-clock.ts';
import { createSimNetwork, type SimNetwork } from '../sim-network.ts';
import { createDice } from './dice.ts';
import type { Plan } from './plan.ts';
import { type MachineRoom, type Owner, type Plant, type SimMachine, startMachine } from './sim-machine.ts';
import { createTally, type Tally } from './tally.ts';

export type Place = { community: CommunityId; channel: ChannelId; invite: string; channels: ChannelId[] };

export type Post = {
  text: string;
  /** Whose it is, and the machine that was asked. */
  author: string;
  machine: string;
  place: Place;
  channel: ChannelId;
  /** `asked`: nobody has told the author yet whether it is saved. `said`: mallory signed it without asking her app. */
  state: 'asked' | 'saved' | 'refused' | 'said';
  /** Where it stands, once it is saved. */
  device?: DeviceId;
  seq?: number;
  /** Whom its author knew to have been removed. */
  gone: ReadonlyMap<MemberId, Removal>;
};

/** How often they had been let in before, and by what they were removed. */
export type Removal = { admissions: number; by: readonly OpId[] };

export type SimStage = {
  crypto: Crypto;
  clock: SimClock;
  network: SimNetwork;
  machines: SimMachine[];
  places: Place[];
  posts: Map<string, Post>;
  /** How many of them each machine said it has saved. */
  savedBy: Map<string, number>;
  /** What each person has called themselves. */
  names: Map<string, Set<string>>;
  /** Where each message stands in the order, as first seen. */
  orderOf: Map<string, string>;
  /** Which machine had each device key first. */
  ownerOf: Map<DeviceId, string>;
  /** Keys that two machines had at once: their forks are nobody’s fault. */
  copied: Set<DeviceId>;
  /** Of each set of heads the digest that was seen first, and where. */
  digests: Map<string, { digest: string; by: string }>;
  /** Devices that were sent content by somebody who did not know them yet, and by whom. */
  strangers: Map<DeviceId, string>;
  /** Broken promises, each beginning with its rule. */
  problems: Set<string>;
  tally: Tally;
  /** The last frames to or from the hostile member, for replays. */
  overheard: Uint8Array[];
  /** Lets time pass and everything due arrive. */
  elapse: (ms: number) => Promise<void>;
  addMachine: (owner: Owner, backup?: SimMachine) => Promise<SimMachine>;
  /** What mallory says in here is said by her, not by her app. */
  lying: <T>(say: () => T) => T;
  stop: () => Promise<void>;
};

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'];
/** A member whose machine says, besides what the core says, what no honest peer says. */
export const HOSTILE = 'mallory';
export const STRANGER = 'stranger';
const NAME = 3;
const CONTENT = [19, 20, 21, 47];
const OVERHEARD_MAX = 100;
const TICK_MS = 50;

export type StageOptions = {
  plant: Plant;
  peerPlant: PeerPlant | undefined;
  /** Lets every promise that can go on go on; without it a fixed number of turns. */
  settled?: (() => Promise<void>) | undefined;
};

export const setStage = async (plan: Plan, crypto: Crypto, options: StageOptions): Promise<SimStage> => {
  const { settled = settle } = options;
  const clock = createSimClock(undefined, settled);
  const network = createSimNetwork(settled);
  const random = createSeededRandom(plan.seed + 1);
  const dice = createDice(plan.seed ^ 0x51ab5eed);
  network.shuffle(dice.below);
  const tally = createTally();
  const machines: SimMachine[] = [];
  const told = (_name: string, event: PeerEvent): void => {
    if (event.kind === 'device-rekeyed' && event.state === 'done') tally.note('devices re-keyed');
    if (event.kind === 'device-added') tally.note('devices linked');
  };
  const warned = (event: string): void => {
    if (event === 'disk-full') tally.note('appends refused by a full disk');
    if (event === 'peer-dropped') tally.note('hostile links dropped');
    if (event === 'link-refused') tally.note('strangers refused');
  };
  const { plant, peerPlant } = options;
  const room: MachineRoom = { clock, crypto, random, network, below: dice.below, plant, peerPlant, warned, told };
  let isLying = false;
  const stage: SimStage = {
    crypto,
    clock,
    network,
    machines,
    places: [],
    posts: new Map(),
    savedBy: new Map(),
    names: new Map(),
    orderOf: new Map(),
    ownerOf: new Map(),
    copied: new Set(),
    digests: new Map(),
    strangers: new Map(),
    problems: new Set(),
    tally,
    overheard: [],
    elapse: async (ms) => {
      network.meetAll();
      const until = clock.now() + ms;
      await network.deliver();
      while (clock.now() < until) {
        await clock.advance(Math.min(TICK_MS, until - clock.now()));
        await network.deliver();
      }
    },
    addMachine: async (owner, backup) => {
      const machine = await startMachine(room, owner, backup);
      machines.push(machine);
      return machine;
    },
    lying: (say) => {
      isLying = true;
      const said = say();
      isLying = false;
      return said;
    },
    stop: async () => {
      for (const machine of machines) {
        const stopped = machine.stop();
        await clock.advance(5_000);
        await stopped;
      }
    },
  };
  for (const name of [...NAMES.slice(0, plan.people - 1), HOSTILE]) {
    stage.names.set(name, new Set([name]));
    await stage.addMachine({ name, person: name });
  }
  network.intercept(listenIn(stage, () => isLying));
  return stage;
};

/**
 * P6: who has not proved to be a member is sent nothing but a handshake. P5: nor is who was removed, as far as the sender
 * knows at that moment.
 */
const listenIn = (stage: SimStage, isLying: () => boolean) => {
  /** Which device each side of a link has said it is. */
  const devices = new Map<string, DeviceId>();
  return (frame: Uint8Array, from: string, to: string, link: LinkId): Uint8Array => {
    const type = frame[0] ?? 0;
    if (from === HOSTILE || to === HOSTILE) {
      stage.overheard.push(frame.slice());
      if (stage.overheard.length > OVERHEARD_MAX) stage.overheard.shift();
    }
    if (isLying() || from.startsWith(STRANGER)) return frame;
    if (type === NAME && frame.length > 32) devices.set(`${link} ${from}`, deviceId(frame.slice(1, 33)));
    if (type > NAME && to.startsWith(STRANGER))
      stage.problems.add(`P6 ${from} sent a stranger a frame of type ${type}`);
    if (CONTENT.includes(type)) checkReceiver(stage, from, to, devices.get(`${link} ${to}`));
    return frame;
  };
};

const checkReceiver = (stage: SimStage, from: string, to: string, device: DeviceId | undefined): void => {
  if (device === undefined) return void stage.problems.add(`P6 ${from} sent content to ${to}, who gave no name`);
  const sender = stage.machines.find(({ name }) => name === from);
  const held = sender?.communities().flatMap((community) => community.state()?.devices.get(device) ?? []);
  const [known] = held ?? [];
  if (known === undefined) stage.strangers.set(device, `${from} to ${to}`);
  else if (known.status !== 'active') stage.problems.add(`P5 ${from} sent content to ${to}, who was removed`);
};
