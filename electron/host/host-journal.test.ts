/** The journal over the host API: exactly once, whatever happens to questions, answers and the host between. */
import { readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { isLaneEntry, LANE_ENTRY } from '../../shared/base/lane-entry.ts';
import { createHostClient, type HostClient } from '../../shared/host-api/host-client.ts';
import { createHostJournal } from '../../shared/host-api/host-journal.ts';
import { createMemoryDuplex } from '../../shared/host-api/memory-duplex.ts';
import { serveHost } from '../../shared/host-api/serve-host.ts';
import type { HostHandlers } from '../../shared/host-api/table.ts';
import { readBack, text } from '../../shared/testing/journal-contract.ts';
import {
  hastyClock,
  type HostedWorld,
  journalHandlers,
  makeHostedWorld,
  openTestJournal,
} from './testing/journal-worlds.ts';

let world: HostedWorld;
beforeEach(async () => {
  world = await makeHostedWorld();
});
afterEach(() => world.dispose());

/** Another app on the same host. @param before may throw, and the host is not there */
const newClient = (before = (): void => undefined): HostClient =>
  createHostClient({
    clock: hastyClock,
    connect: async () => {
      before();
      const [appEnd, hostEnd] = createMemoryDuplex();
      world.accept(hostEnd);
      return appEnd;
    },
  });

test('an append whose question was lost is made again', async () => {
  await world.journal.append([text('alice 0')]);
  world.trouble.loseAsk = true;
  expect(await world.journal.append([text('alice 1')])).toBe(2);
  expect(world.trouble.loseAsk).toBe(false);
  expect(await readBack(world.journal)).toEqual(['alice 0', 'alice 1']);
});

test('[JR-3] an append whose answer was lost is kept once', async () => {
  await world.journal.append([text('alice 0')]);
  world.trouble.loseAnswer = true;
  expect(await world.journal.append([text('alice 1'), text('alice 2')])).toBe(3);
  expect(world.trouble.loseAnswer).toBe(false);
  expect(await world.journal.append([text('alice 3')])).toBe(4);
  expect(await readBack(world.journal)).toEqual(['alice 0', 'alice 1', 'alice 2', 'alice 3']);
});

test('[JR-3] any series of losses keeps every entry once and in order', async () => {
  const loss = fc.constantFrom('none', 'ask', 'answer', 'crash');
  await fc.assert(
    fc.asyncProperty(fc.array(loss, { minLength: 1, maxLength: 15 }), async (losses) => {
      const own = await makeHostedWorld();
      try {
        for (const [i, lost] of losses.entries()) {
          own.trouble.loseAsk = lost === 'ask';
          own.trouble.loseAnswer = lost === 'answer' || lost === 'crash';
          own.trouble.meanwhile = lost === 'crash' ? () => own.crash() : async () => undefined;
          const ends = await Promise.all([own.journal.append([text(`${i}a`)]), own.journal.append([text(`${i}b`)])]);
          expect(ends).toEqual([2 * i + 1, 2 * i + 2]);
        }
        expect(await readBack(own.journal)).toEqual(losses.flatMap((_, i) => [`${i}a`, `${i}b`]));
      } finally {
        await own.dispose();
      }
    }),
    { numRuns: 30, seed: 20_26 },
  );
});

test('P4 a host that died in the middle of a batch is given the rest of it, not the whole again', async () => {
  await world.journal.append([text('alice 0')]);
  const path = join(world.path, '00000000.seg');
  const frame = (await readFile(path)).length - 96; // all frames here are as long as the first, behind the head
  const batch = ['alice 1', 'alice 2', 'alice 3'];
  for (let kept = 0; kept <= batch.length; kept += 1) {
    const start = (await readFile(path)).length;
    world.trouble.loseAnswer = true;
    world.trouble.meanwhile = () =>
      world.crash(async () => {
        await rm(join(world.path, '00000000.idx'), { force: true });
        await truncate(path, start + kept * frame + (kept < 3 ? 5 : 0));
      });
    expect(await world.journal.append(batch.map(text))).toBe(1 + 3 * (kept + 1));
  }
  expect(await readBack(world.journal)).toEqual(['alice 0', ...batch, ...batch, ...batch, ...batch]);
});

test('entries of another window are never taken for those whose answer was lost', async () => {
  await world.journal.append([text('alice 0')]);
  const client = newClient();
  const other = createHostJournal(client);
  world.trouble.loseAsk = true;
  world.trouble.meanwhile = async () => void (await other.append([text('from the other window')]));
  await expect(world.journal.append([text('alice 1')])).rejects.toThrow('somebody else wrote to it');
  expect(await readBack(other)).toEqual(['alice 0', 'from the other window']);
  client.dispose();
});

test('an entry too large for the host is refused by itself; its neighbours are kept', async () => {
  const outcomes = await Promise.allSettled([
    world.journal.append([text('alice 0')]),
    world.journal.append([new Uint8Array(96 * 1024 + 1)]),
    world.journal.append([text('alice 1')]),
  ]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await readBack(world.journal)).toEqual(['alice 0', 'alice 1']);
});

test('[JR-12] a host whose disk is full takes no records: what was appended at the same time and is none is kept', async () => {
  const file = await openTestJournal(join(world.path, '..', 'full'));
  const append: HostHandlers['journal.append'] = ({ at, entries }) =>
    entries.some(isLaneEntry) ? Promise.reject(new Error('no room')) : file.append(at, entries);
  const client = createHostClient({
    clock: hastyClock,
    connect: async () => {
      const [appEnd, hostEnd] = createMemoryDuplex();
      serveHost(hostEnd, { ...journalHandlers(file), 'journal.append': append }, () => undefined);
      return appEnd;
    },
  });
  const journal = createHostJournal(client);
  const [local, operation, record] = [1, 2, LANE_ENTRY].map((kind) => Uint8Array.of(kind, 7));
  const outcomes = await Promise.allSettled(
    [record, operation, record, local, record, operation].map((entry) => journal.append(entry ? [entry] : [])),
  );
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([false, true, false, true, false, true]);
  expect((await file.read(0)).entries).toEqual([operation, local, operation]);
  client.dispose();
  await file.close();
});

test('a failed append is told, and the next one goes on from the true end', async () => {
  await world.journal.append([text('alice 0')]);
  const other = createHostJournal(world.client);
  await other.append([text('by another writer')]);
  await expect(world.journal.append([text('unaware')])).rejects.toThrow('somebody else wrote to it');
  expect(await world.journal.append([text('aware')])).toBe(3);
});

test('while the host is gone an append waits, and is kept when the host is back', async () => {
  let asked = 0;
  const client = newClient(() => {
    asked += 1;
    if (asked < 5) throw new Error('nobody is there');
  });
  expect(await createHostJournal(client).append([text('alice 0')])).toBe(1);
  expect(asked).toBe(5);
  client.dispose();
});
