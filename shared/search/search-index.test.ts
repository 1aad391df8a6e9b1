import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createMemorySearchStore } from '../testing/memory-search-store.ts';
import type { SearchDoc } from './gathering.ts';
import { matchesAll } from './phrase.ts';
import { createSearchIndex } from './search-index.ts';
import { termOf, wantedFor } from './terms.ts';
import { wantedWords } from './wanted-words.ts';

const SMALL = { gathered: 6, entries: 100, fan: 2, largest: 40 };
const fails = (what: string, error: unknown): never => {
  throw new Error(what, { cause: error });
};

const words = ['kelp', 'kelping', 'reef', 'Größe', 'étude', '検索', '検査する', 'поиск', '🌊', 'a'] as const;
const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));
const clock = fc.integer({ min: 0, max: 60 }).map((n) => n.toString(16).padStart(12, '0') + '0000');
const doc = fc.record({
  community: fc.constantFrom('tide', 'rock'),
  channelKey: fc.constantFrom('tide/one', 'tide/two'),
  author: fc.constantFrom('alice', 'bob'),
  clock,
  text,
});
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('add' as const), docs: fc.array(doc, { maxLength: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), clock }) },
);

/** Everything that an index says may fit, each once. */
const candidates = async (index: Awaited<ReturnType<typeof createSearchIndex>>, query: string, author: string) => {
  const phrases = wantedWords(query);
  const clauses = phrases.flatMap((phrase) => wantedFor(phrase).map((wanted) => [wanted]));
  const by = [{ term: termOf.author(author), isBegun: false }];
  const hunting = index.hunt([by, ...clauses], {});
  const found: string[] = [];
  for (;;) {
    const places = await hunting.next(3);
    if (places.length === 0) return found;
    found.push(...places.map((place) => `${place.clock} ${place.channelKey}`));
  }
};

describe('the search index', () => {
  test('never misses what a scan of everything finds, and gives it newest first, whatever was merged and erased', async () => {
    let found = 0;
    let merged = 0;
    const queries = ['kelp', 'kel', '"kelp"', 'reef kelp', 'grosse', 'etude', '検', '検索', '査す', 'поиск', '🌊', 'a'];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const store = createMemorySearchStore();
        const index = await createSearchIndex(store, fails, SMALL);
        let held: SearchDoc[] = [];
        for (const [entry, done] of steps.entries()) {
          if (done.kind === 'add') {
            held.push(...done.docs);
            await index.add(done.docs, entry);
          } else {
            held = held.filter((one) => one.clock !== done.clock);
            await index.erase((place) => place.clock === done.clock, { first: done.clock, last: done.clock }, [entry]);
          }
        }
        await index.settled();
        merged = Math.max(merged, ...(await store.heads()).map(({ docs }) => docs));
        const again = await createSearchIndex(store, fails, SMALL);
        for (const query of queries) {
          const here = held.filter((one) => one.author === 'bob' && matchesAll(wantedWords(query), one.text));
          const told = await candidates(index, query, 'bob');
          const clocks = told.map((one) => one.slice(0, 16));
          expect(clocks).toEqual(clocks.toSorted().reverse());
          for (const one of here) expect(told).toContain(`${one.clock} ${one.channelKey}`);
          // single words are told exactly
          if (!query.includes(' ')) {
            expect(new Set(told)).toEqual(new Set(here.map((one) => `${one.clock} ${one.channelKey}`)));
          }
          found += here.length;
          // what is on the disk is part of it
          for (const one of await candidates(again, query, 'bob')) expect(told).toContain(one);
        }
      }),
      { numRuns: 60 },
    );
    expect(found).toBeGreaterThan(500);
    expect(merged).toBeGreaterThan(20);
  });

  test('a stretch of time is found however much is newer, also where it was written out', async () => {
    const store = createMemorySearchStore();
    const index = await createSearchIndex(store, fails, { ...SMALL, gathered: 100, largest: 400 });
    const at = (n: number): string => `${n.toString(16).padStart(12, '0')}0000`;
    const said = Array.from({ length: 100 }, (_, n) => n);
    await index.add(
      said.map((n) => ({ community: 'tide', channelKey: 'tide/one', author: 'bob', clock: at(n), text: 'tide' })),
      1,
    );
    await index.settled();
    expect(await store.heads()).toHaveLength(1);
    const places = await index
      .hunt([wantedFor(wantedWords('tide')[0] ?? fails('no phrase', undefined))], {
        from: at(10),
        before: at(13),
      })
      .next(24);
    expect(places.map(({ clock }) => clock)).toEqual([at(12), at(11), at(10)]);
  });

  test('words of what was erased are in no part of it any more', async () => {
    const store = createMemorySearchStore();
    const index = await createSearchIndex(store, fails, SMALL);
    const says = (n: number, said: string): SearchDoc => ({
      community: 'tide',
      channelKey: 'tide/one',
      author: 'alice',
      clock: `${n.toString(16).padStart(12, '0')}0000`,
      text: said,
    });
    await index.add(
      [1, 2, 3, 4].map((n) => says(n, `tide number ${n}`)),
      1,
    );
    await index.add([says(5, 'a secretword of mallory'), says(6, 'tide')], 2);
    await index.settled();
    const isOnDisk = (): boolean => store.bytes().some((bytes) => Buffer.from(bytes).includes('secretword'));
    expect(isOnDisk()).toBe(true);
    const { clock: at } = says(5, '');
    await index.erase((place) => place.clock === at, { first: at, last: at }, [3]);
    expect(isOnDisk()).toBe(false);
    expect(await candidates(index, 'secretword', 'alice')).toEqual([]);
    expect(await candidates(index, 'tide', 'alice')).toHaveLength(5);
  });
});
