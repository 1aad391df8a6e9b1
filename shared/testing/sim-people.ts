/** The cast: people with the real core on a fake clock, network and disk. */
import type { ChannelId, CommunityId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { MessageView } from '../model/views.ts';
import { createPeer, type Peer, type PeerPorts } from '../peer/create-peer.ts';
import type { PeerTesting } from '../peer/peer-testing.ts';
import type { PeerEvent } from '../peer/peer-api.ts';
import type { Journal } from '../ports/journal.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { PictureStore } from '../ports/picture-store.ts';
import type { Projection, Queries } from '../ports/projection.ts';
import type { Search } from '../ports/search.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import type { Transport } from '../ports/transport.ts';
import { createMemoryJournal } from './memory-journal.ts';
import { createMemorySecrets } from './memory-secrets.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createSimClock, settle, type SimClock } from './sim-clock.ts';
import { createSimCache } from './simulation/sim-cache.ts';
import { createSimNetwork, type SimNetwork } from './sim-network.ts';

export type SimPerson = {
  name: string;
  peer: Peer;
  queries: Projection & Queries & Search;
  events: PeerEvent[];
  transport: Transport & { setOffline: (offline: boolean) => void };
  texts: (community: CommunityId, channel: ChannelId) => Promise<string[]>;
  messages: (community: CommunityId, channel: ChannelId) => Promise<MessageView[]>;
  /** From now on every append fails, as on a full disk, until it is told otherwise. */
  setDiskFull: (full: boolean) => void;
  /** From now on appends wait, as on a busy disk. @returns lets them go on */
  holdDisk: () => () => void;
  /** What its keys are made from. */
  secrets: SecretStore;
  /** What its browser keeps of people's pictures. */
  pictures: PictureStore;
  /** What its disk holds. */
  journal: () => readonly Uint8Array[];
  /** How far this machine's clock is ahead, in milliseconds, from now on. */
  setSkew: (ms: number) => void;
  /** Starts a copy of the profile as it is now, on another machine. */
  copyTo: (name: string) => Promise<SimPerson>;
  /**
   * Stops without a goodbye and starts again from what the journal has.
   * @param reopen what it is then: something may have happened to it
   */
  restart: (reopen?: (entries: readonly Uint8Array[]) => SimJournal | Promise<SimJournal>) => Promise<SimPerson>;
  /** The same, and what a browser keeps of it is still there too. */
  restartWithCache: () => Promise<SimPerson>;
};

export type SimWorld = {
  clock: SimClock;
  network: SimNetwork;
  /** @param journal another than one in memory */
  person: (name: string, journal?: SimJournal) => Promise<SimPerson>;
  /** Lets everything on its way arrive, and due timers run, until it is quiet. */
  quiet: (ms?: number) => Promise<void>;
  dispose: () => Promise<void>;
};

export type SimJournal = Journal & { entries: () => readonly Uint8Array[] };
type Cache = { projection: SimPerson['queries']; recordStore: RecordStore; pictures: PictureStore };
type Disk = { journal: SimJournal; secrets: SecretStore; cache?: Cache };

const ALL = 1_000_000;

/** What a browser keeps of it. */
const newCache = (): Cache => {
  const { projection, store, pictures } = createSimCache();
  return { projection, recordStore: store, pictures };
};

/** @param ports in place of libsodium, seeded chance, a logger that says nothing, and patience between two deliveries */
export const createSimWorld = async (
  seed: number,
  ports: Partial<
    Pick<PeerPorts, 'crypto' | 'random' | 'logger' | 'firstMs'> & { settle: () => Promise<void> } & Pick<
        PeerTesting,
        'tailsFrom'
      >
  > = {},
): Promise<SimWorld> => {
  const crypto = ports.crypto ?? (await loadSodiumCrypto());
  const clock = createSimClock();
  const network = createSimNetwork(ports.settle ?? settle);
  const random = ports.random ?? createSeededRandom(seed);
  const logger = ports.logger ?? { info: () => undefined, warn: () => undefined };
  const people: SimPerson[] = [];

  const start = async (name: string, disk: Disk): Promise<SimPerson> => {
    const cache = disk.cache ?? newCache();
    const queries = cache.projection;
    let isDiskFull = false;
    let held: Promise<void> | undefined;
    let skew = 0;
    const append: Journal['append'] = async (entries) => {
      if (held !== undefined) await held;
      if (isDiskFull) throw new Error('the disk is full');
      return disk.journal.append(entries);
    };
    const replace: Journal['replace'] = (entries) =>
      isDiskFull ? Promise.reject(new Error('the disk is full')) : disk.journal.replace(entries);
    const transport = network.join(name);
    const events: PeerEvent[] = [];
    const peer = await createPeer(
      {
        clock: { ...clock, now: () => clock.now() + skew },
        random,
        crypto,
        logger,
        journal: { ...disk.journal, append, replace },
        secrets: disk.secrets,
        ...cache,
        transport,
        ...(ports.firstMs !== undefined && { firstMs: ports.firstMs }),
      },
      { tailsFrom: ports.tailsFrom },
    );
    peer.subscribe((event) => events.push(event));
    const messages = (community: CommunityId, channel: ChannelId): Promise<MessageView[]> =>
      queries.history(community, channel, { limit: ALL });
    const stop = async (): Promise<void> => {
      transport.dispose();
      await network.deliver();
      await peer.dispose();
    };
    const person: SimPerson = {
      name,
      peer,
      queries,
      events,
      transport,
      messages,
      setDiskFull: (full) => {
        isDiskFull = full;
      },
      holdDisk: () => {
        let release = (): void => undefined;
        held = new Promise((resolve) => {
          release = resolve;
        });
        return () => {
          held = undefined;
          release();
        };
      },
      secrets: disk.secrets,
      pictures: cache.pictures,
      journal: () => disk.journal.entries(),
      setSkew: (ms) => {
        skew = ms;
      },
      copyTo: (copy) => start(copy, { secrets: disk.secrets, journal: createMemoryJournal(disk.journal.entries()) }),
      texts: async (community, channel) => (await messages(community, channel)).map((message) => message.text),
      restart: async (reopen = createMemoryJournal) => {
        await stop();
        return start(name, { secrets: disk.secrets, journal: await reopen(disk.journal.entries()) });
      },
      restartWithCache: async () => {
        await stop();
        return start(name, { ...disk, cache });
      },
    };
    people.push(person);
    return person;
  };

  return {
    clock,
    network,
    person: (name, journal = createMemoryJournal()) => start(name, { journal, secrets: createMemorySecrets() }),
    quiet: async (ms = 1_000) => {
      const until = clock.now() + ms;
      while (clock.now() < until) {
        await network.deliver();
        await clock.advance(50);
      }
      await network.deliver();
    },
    dispose: async () => {
      for (const { peer } of people) await peer.dispose();
    },
  };
};
