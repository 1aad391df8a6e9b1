/** One person's machine: the real core on a disk that can be full, a clock that can be wrong, and power that can fail. */
import { createPeer, type Peer, type PeerPorts } from '../../peer/create-peer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Projection, Queries } from '../../ports/projection.ts';
import type { Random } from '../../ports/random.ts';
import { createMemorySecrets } from '../memory-secrets.ts';
import type { SimNetwork, SimTransport } from '../sim-network.ts';
import { createSimCache, type SimCache } from './sim-cache.ts';
import { createSimDisk, type SimDisk } from './sim-disk.ts';

export type SimPorts = Omit<PeerPorts, 'projection'> & { projection: Projection & Queries };

/** A fault put between the core and its ports, to see that the simulation notices. */
export type Plant = (ports: SimPorts, disk: SimDisk) => SimPorts;

export type SimMachine = {
  name: string;
  disk: SimDisk;
  cache: () => SimCache;
  peer: () => Peer;
  queries: () => Queries;
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
  /** The core's warnings, and `disk-full` for each append refused. */
  warned: (event: string) => void;
};

export const startMachine = async (room: MachineRoom, name: string): Promise<SimMachine> => {
  const secrets = createMemorySecrets();
  const disk = createSimDisk(room.clock, room.below, () => room.warned('disk-full'));
  let cache = createSimCache();
  let readClock = (): number => room.clock.now();
  let isOffline = false;

  const start = async (): Promise<{ peer: Peer; ports: SimPorts; transport: SimTransport; power: Power }> => {
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
        transport,
      },
      disk,
    );
    return { peer: await createPeer(ports), ports, transport, power };
  };
  let running = await start();

  return {
    name,
    disk,
    cache: () => cache,
    peer: () => running.peer,
    queries: () => running.ports.projection,
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
