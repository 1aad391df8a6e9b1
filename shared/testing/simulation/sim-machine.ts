/** One machine: the real core on a disk that can be full, a clock that can be wrong, and power that can fail. */
import type { CommunityId } from '../../base/ids.ts';
import type { Community } from '../../peer/community.ts';
import { createPeer, type Peer, type PeerPorts } from '../../peer/create-peer.ts';
import type { PeerEvent } from '../../peer/peer-api.ts';
import type { PeerPlant } from '../../peer/peer-plant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Projection, Queries } from '../../ports/projection.ts';
import type { Search } from '../../ports/search.ts';
import type { Random } from '../../ports/random.ts';
import type { SecretStore } from '../../ports/secret-store.ts';
import { createMemorySecrets } from '../memory-secrets.ts';
import type { SimNetwork, SimTransport } from '../sim-network.ts';
import { createSavedOperations, type SavedOperations } from './saved-operations.ts';
import { createSimCache, type SimCache } from './sim-cache.ts';
import { createSimDisk, type SimDisk } from './sim-disk.ts';

export type SimPorts = Omit<PeerPorts, 'projection'> & { projection: Projection & Queries & Search };

/** A fault put between the core and its ports, to see that the simulation notices. */
export type Plant = (ports: SimPorts, disk: SimDisk) => SimPorts;

export type SimMachine = {
  name: string;
  /** Whose it is. */
  person: string;
  disk: SimDisk;
  secrets: SecretStore;
  cache: () => SimCache;
  peer: () => Peer;
  queries: () => Queries;
  /** What the core itself knows, for the checks to look at. */
  community: (id: CommunityId) => Community | undefined;
  communities: () => readonly Community[];
  /** True if the disk has every operation that the core knows. */
  hasSaved: (community: Community) => boolean;
  transport: () => SimTransport;
  setOffline: (offline: boolean) => void;
  /** What the person's clock shows differs from now on: by `offset` ms, or it stands still. */
  setClock: (how: { offset: number } | 'stuck') => void;
  /** The power goes and comes back. @returns what the journal lost of what was on its way to it */
  crash: (how: { keep: number; wipeCache: boolean }) => Promise<{ kept: number; lost: number }>;
  stop: () => Promise<void>;
};

export type MachineRoom = {
  clock: Clock;
  crypto: Crypto;
  random: Random;
  network: SimNetwork;
  below: (count: number) => number;
  plant: Plant;
  /** A bug planted in the core itself. */
  peerPlant: PeerPlant | undefined;
  /** The core's warnings, and `disk-full` for each append refused. */
  warned: (event: string) => void;
  told: (name: string, event: PeerEvent) => void;
};

export type Owner = { name: string; person: string };

/** @param backup a machine whose disk and keys are copied as they are now */
export const startMachine = async (
  room: MachineRoom,
  { name, person }: Owner,
  backup?: SimMachine,
): Promise<SimMachine> => {
  const secrets = backup === undefined ? createMemorySecrets() : copyOf(backup.secrets);
  const disk = createSimDisk(room.clock, room.below, () => room.warned('disk-full'), backup?.disk.entries());
  const saved: SavedOperations = createSavedOperations(disk);
  let cache = createSimCache();
  let readClock = (): number => room.clock.now();
  let isOffline = false;

  const start = async (): Promise<Running> => {
    const transport = room.network.join(name);
    transport.setOffline(isOffline);
    const power = createPower({ now: () => readClock(), after: room.clock.after });
    const ports = room.plant(
      {
        clock: power.clock,
        random: room.random,
        crypto: room.crypto,
        logger: { info: () => undefined, warn: room.warned },
        journal: disk.journal,
        secrets,
        recordStore: cache.store,
        projection: cache.projection,
        pictures: cache.pictures,
        transport,
      },
      disk,
    );
    let communities = (): readonly Community[] => [];
    const peer = await createPeer(ports, {
      plant: room.peerPlant,
      // plans are short: nobody would ever lack as much as in life
      tailsFrom: 3,
      watch: (look) => {
        communities = look;
      },
    });
    peer.subscribe((event) => room.told(name, event));
    return { peer, ports, transport, power, communities: () => communities() };
  };
  let running = await start();

  return {
    name,
    person,
    disk,
    secrets,
    cache: () => cache,
    peer: () => running.peer,
    queries: () => running.ports.projection,
    community: (id) => running.communities().find((community) => community.id === id),
    communities: () => running.communities(),
    hasSaved: saved.hasAllOf,
    transport: () => running.transport,
    setOffline: (offline) => {
      isOffline = offline;
      running.transport.setOffline(offline);
    },
    setClock: (how) => {
      const stuckAt = readClock();
      readClock = how === 'stuck' ? () => stuckAt : () => room.clock.now() + how.offset;
    },
    crash: async ({ keep, wipeCache }) => {
      running.power.cut();
      running.transport.dispose();
      const outcome = disk.loseUnsynced(keep);
      if (wipeCache) cache = createSimCache();
      running = await start();
      return outcome;
    },
    stop: () => running.peer.dispose(),
  };
};

type Running = {
  peer: Peer;
  ports: SimPorts;
  transport: SimTransport;
  power: Power;
  communities: () => readonly Community[];
};

/** From now on each has its own: what one takes over, the other does not see. */
const copyOf = (secrets: SecretStore): SecretStore => {
  const own = new Map<string, Uint8Array>();
  return {
    get: async (name) => own.get(name) ?? secrets.get(name),
    set: async (name, value) => void own.set(name, value),
  };
};

type Power = { clock: Clock; cut: () => void };

/** Timers of a machine without power never come due. */
const createPower = (clock: Clock): Power => {
  const timers = new Set<() => void>();
  return {
    clock: {
      now: clock.now,
      after: (ms, action) => {
        const stop = clock.after(ms, () => {
          timers.delete(stop);
          action();
        });
        timers.add(stop);
        return () => {
          timers.delete(stop);
          stop();
        };
      },
    },
    cut: () => {
      for (const stop of timers) stop();
      timers.clear();
    },
  };
};
