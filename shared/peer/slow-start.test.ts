import { expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Journal } from '../ports/journal.ts';
import type { Room, Transport } from '../ports/transport.ts';
import { createMemoryJournal } from '../testing/memory-journal.ts';
import { createMemorySecrets } from '../testing/memory-secrets.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createSimClock } from '../testing/sim-clock.ts';
import { createPeer } from './create-peer.ts';
import { createMemoryPictureStore } from './memory-picture-store.ts';
import { createMemoryProjection } from './memory-projection.ts';
import { createMemoryRecordStore } from './memory-record-store.ts';

const transportNoting = (rooms: (readonly Room[])[]): Transport => ({
  setRooms: (next) => void rooms.push(next),
  send: () => undefined,
  close: () => undefined,
  signal: () => undefined,
  codes: {
    offer: () => Promise.resolve(undefined),
    answer: () => Promise.resolve(undefined),
    accept: () => Promise.resolve('gone'),
  },
  subscribe: () => () => undefined,
  dispose: () => undefined,
});

test('C4 nobody is met before everything stored is read back, however long that takes: what comes would be taken for what is read', async () => {
  const crypto = await loadSodiumCrypto();
  const clock = createSimClock();
  const [journal, secrets] = [createMemoryJournal(), createMemorySecrets()];
  const rooms: (readonly Room[])[] = [];
  const start = (from: Journal) =>
    createPeer({
      clock,
      random: createSeededRandom(5),
      crypto,
      logger: { info: () => undefined, warn: () => undefined },
      journal: from,
      secrets,
      recordStore: createMemoryRecordStore(),
      projection: createMemoryProjection(),
      pictures: createMemoryPictureStore(),
      transport: transportNoting(rooms),
    });
  const first = await start(journal);
  const made = await first.createCommunity({ name: 'Kelp', memberName: 'alice' });
  expect(made.ok).toBe(true);
  const disposed = first.dispose();
  await clock.advance(5_000);
  await disposed;
  rooms.length = 0;

  const slow: Journal = {
    ...journal,
    read: async function* (from) {
      for await (const batch of journal.read(from)) {
        yield batch;
        await new Promise<void>((resolve) => void clock.after(60_000, resolve));
      }
    },
  };
  const starting = start(slow);
  await clock.advance(50_000);
  expect(rooms).toEqual([]);
  await clock.advance(60_000);
  const second = await starting;
  expect(rooms.at(-1)?.length).toBeGreaterThan(0);
  const over = second.dispose();
  await clock.advance(5_000);
  await over;
});
