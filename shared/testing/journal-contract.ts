/** What every journal must do, whatever it is kept in. Each maker's test file runs it on its own journal. */
import fc from 'fast-check';
import { decodeUtf8, encodeUtf8 } from 'lib0/string';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Journal } from '../ports/journal.ts';

export type JournalWorld = {
  journal: Journal;
  /** Ends the journal's host and starts it again on what it had kept. */
  restart: () => Promise<Journal>;
  dispose: () => Promise<void>;
};

const KIB = 1024;

/** @param makeWorld an empty journal, and the means to restart it */
export const describeJournal = (name: string, makeWorld: () => Promise<JournalWorld>): void => {
  describe(`the journal ${name}`, () => {
    let world: JournalWorld;
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.dispose());
    describeOrder(() => world);
    describeReplacing(() => world);
    describeSizes(() => world);
    describeHistories(makeWorld);
  });
};

const describeOrder = (world: () => JournalWorld): void => {
  test('is empty at first', async () => {
    expect(await world().journal.end()).toBe(0);
    expect(await readBack(world().journal)).toEqual([]);
  });

  test('gives back what alice appended, in order, from any position on', async () => {
    const { journal } = world();
    expect(await journal.append([text('alice 0'), text('alice 1')])).toBe(2);
    expect(await journal.append([text('alice 2')])).toBe(3);
    expect(await journal.end()).toBe(3);
    expect(await readBack(journal)).toEqual(['alice 0', 'alice 1', 'alice 2']);
    expect(await readBack(journal, 1)).toEqual(['alice 1', 'alice 2']);
    expect(await readBack(journal, 3)).toEqual([]);
    expect(await readBack(journal, 30)).toEqual([]);
  });

  test('keeps the order of appends that nobody waited for, and tells each its own end', async () => {
    const { journal } = world();
    const names = Array.from({ length: 40 }, (_, i) => `alice ${i}`);
    const ends = await Promise.all(names.map((each) => journal.append([text(each)])));
    expect(ends).toEqual(names.map((_, i) => i + 1));
    expect(await readBack(journal)).toEqual(names);
  });

  test('has everything after a restart, and goes on where it ended', async () => {
    await world().journal.append([text('before 0'), text('before 1')]);
    const again = await world().restart();
    expect(await again.end()).toBe(2);
    expect(await again.append([text('after')])).toBe(3);
    expect(await readBack(again)).toEqual(['before 0', 'before 1', 'after']);
  });

  test('is not changed by who changes their bytes later', async () => {
    const { journal } = world();
    const mine = text('as written');
    await journal.append([mine]);
    mine.fill(0);
    expect(await readBack(journal)).toEqual(['as written']);
  });
};

const describeReplacing = (world: () => JournalWorld): void => {
  test('other bytes take the place of entries; nothing moves, and the old ones are not there after a restart', async () => {
    const { journal } = world();
    await journal.append(['alice 0', 'secret', 'alice 2', 'longer secret', 'alice 4'].map(text));
    await journal.replace([
      { position: 3, bytes: text('') },
      { position: 1, bytes: text('gone, in rather more words than before') },
    ]);
    const left = ['alice 0', 'gone, in rather more words than before', 'alice 2', '', 'alice 4'];
    expect(await readBack(journal)).toEqual(left);
    expect(await journal.append([text('alice 5')])).toBe(6);
    expect(await readBack(await world().restart())).toEqual([...left, 'alice 5']);
  });

  test('appends and reads that nobody waited for go on around a replacement', async () => {
    const { journal } = world();
    await journal.append(Array.from({ length: 300 }, (_, i) => new Uint8Array(8 * KIB).fill(i % 256)));
    const replaced = journal.replace([{ position: 7, bytes: text('gone') }]);
    const appended = journal.append([text('meanwhile')]);
    const read = readBytes(journal, 290);
    expect(await appended).toBe(301);
    await replaced;
    expect((await read).length).toBeGreaterThanOrEqual(10);
    const kept = await readBytes(await world().restart());
    expect(kept.map((bytes) => bytes.length)).toEqual(
      Array.from({ length: 301 }, (_, i) => (i === 7 ? 4 : i === 300 ? 9 : 8 * KIB)),
    );
  });

  test('what is not there cannot be replaced, and nothing changes', async () => {
    const { journal } = world();
    await journal.append([text('alice 0')]);
    const both = [
      { position: 0, bytes: text('gone') },
      { position: 1, bytes: text('nowhere') },
    ];
    await expect(journal.replace(both)).rejects.toThrow('no such entry');
    expect(await readBack(journal)).toEqual(['alice 0']);
  });
};

const describeSizes = (world: () => JournalWorld): void => {
  test('takes an append of nothing as nothing', async () => {
    const { journal } = world();
    await journal.append([text('one')]);
    const [nothing, two] = await Promise.all([journal.append([]), journal.append([text('two')])]);
    expect([nothing, two]).toEqual([1, 2]);
    expect(await readBack(journal)).toEqual(['one', 'two']);
  });

  test('keeps the smallest and the largest entry', async () => {
    const large = new Uint8Array(96 * KIB).map((_, i) => i % 251);
    await world().journal.append([new Uint8Array(0), large, new Uint8Array([7])]);
    const kept = await readBytes(await world().restart());
    expect(kept.map((bytes) => bytes.length)).toEqual([0, large.length, 1]);
    expect(kept[1]).toEqual(large);
  });

  test('keeps an append of 5,000 entries and 3 MiB', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => new Uint8Array(640).fill(i % 256));
    expect(await world().journal.append(many)).toBe(5_000);
    const kept = await readBytes(world().journal);
    expect(kept.length).toBe(5_000);
    expect(kept.every((bytes, i) => bytes.length === 640 && bytes[0] === i % 256)).toBe(true);
  });
};

const describeHistories = (makeWorld: () => Promise<JournalWorld>): void => {
  test('agrees with a plain list through any history of appends and restarts', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }) },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const world = await makeWorld();
        try {
          let { journal } = world;
          const expected: Uint8Array[] = [];
          for (const each of steps) {
            if (each === 'restart') journal = await world.restart();
            else expect(await journal.append(each)).toBe(expected.push(...each));
          }
          expect(await readBytes(journal)).toEqual(expected);
        } finally {
          await world.dispose();
        }
      }),
      { numRuns: 25, seed: 20_26 },
    );
  });
};

export const text = (value: string): Uint8Array => encodeUtf8(value);

/** Everything from a position on; the positions must follow one another. */
export const readBytes = async (journal: Journal, from = 0): Promise<Uint8Array[]> => {
  const found: Uint8Array[] = [];
  for await (const batch of journal.read(from)) {
    for (const { bytes, position } of batch) {
      expect(position).toBe(from + found.length);
      found.push(bytes);
    }
  }
  return found;
};

export const readBack = async (journal: Journal, from = 0): Promise<string[]> =>
  (await readBytes(journal, from)).map((bytes) => decodeUtf8(bytes));
