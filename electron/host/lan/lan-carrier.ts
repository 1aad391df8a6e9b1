/**
 * The local network as a carrier: hubs on it find each other without any server and connect, hub to hub. Everybody there
 * learns that somebody uses Holdfast, and nothing more.
 */
import type { CarrierHealth } from '../../../shared/model/status.ts';
import type { Hub } from '../hub.ts';
import type { HubCarrier } from '../hub-carrier.ts';
import type { LanInterface } from './interfaces.ts';
import { openLanNeighbours } from './lan-neighbours.ts';
import { openLanVoices } from './lan-voices.ts';
import type { Heard } from './voice.ts';

export type LanCarrier = Omit<HubCarrier, 'peer'> & {
  /** Hubs that are connected here, whoever of the two connected. */
  linked: () => ReadonlySet<string>;
  /** Another hub has connected to ours. @returns what tells that it went */
  arrived: (id: string) => () => void;
};

const ANSWER_AT_MOST_EVERY_MS = 500;

/** @param port where this machine's hub listens */
export const openLanCarrier = (
  hub: Hub,
  port: number,
  changed: () => void,
  interfaces?: () => LanInterface[],
): LanCarrier => {
  const { id } = hub;
  const arrivals = createCounts(() => {
    neighbours.align();
    changed();
  });
  const neighbours = openLanNeighbours(hub, arrivals.has, changed);
  let answeredAt = 0;

  const heard = (word: Heard): void => {
    if (word.id === id || !neighbours.heard(word)) return;
    if (Date.now() - answeredAt < ANSWER_AT_MOST_EVERY_MS) return;
    answeredAt = Date.now();
    voices.say(); // they may have come after we last spoke
  };
  const linked = (): ReadonlySet<string> => new Set([...arrivals.keys(), ...neighbours.linked()]);
  const look = (): CarrierHealth => {
    const addresses = voices.addresses();
    const state = addresses.length > 0 ? 'up' : 'down';
    const since = state === health.state ? health.since : Date.now();
    health = { kind: 'lan', name: addresses.join(', ').slice(0, 256), state, since, peers: linked().size };
    return health;
  };
  let health: CarrierHealth = { kind: 'lan', name: '', state: 'connecting', since: Date.now(), peers: 0 };
  const voices = openLanVoices({ id, port, heard, changed, ...(interfaces === undefined ? {} : { interfaces }) });

  return {
    health: look,
    linked,
    arrived: arrivals.add,
    close: () => {
      voices.close();
      neighbours.close();
    },
  };
};

type Counts = {
  has: (key: string) => boolean;
  keys: () => Iterable<string>;
  /** @returns what takes it back */
  add: (key: string) => () => void;
};

const createCounts = (changed: () => void): Counts => {
  const counts = new Map<string, number>();
  const change = (key: string, by: number): void => {
    const count = (counts.get(key) ?? 0) + by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
    changed();
  };
  return {
    has: (key) => counts.has(key),
    keys: () => counts.keys(),
    add: (key) => {
      change(key, 1);
      return () => change(key, -1);
    },
  };
};
