import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { SearchStore } from '../ports/search-store.ts';
import { createMemorySearchStore } from '../testing/memory-search-store.ts';
import type { SearchDoc } from './gathering.ts';
import { matchesAll } from './phrase.ts';
import { createSearchIndex } from './search-index.ts';
import { termOf, wantedFor } from './terms.ts';
import { wantedWords } from './wanted-words.ts';

const SMALL = { gathered: 6, entries: 100, worth: 3, fan: 2, largest: 40 };
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

  test('what was said in one moment is found whole, however many pages it fills', async () => {
    const index = await createSearchIndex(createMemorySearchStore(), fails, { ...SMALL, gathered: 1_100, largest: 1 });
    const says = (clockMs: number): SearchDoc => ({
      community: 'tide',
      channelKey: 'tide/one',
      author: 'bob',
      clock: `${clockMs.toString(16).padStart(12, '0')}0000`,
      text: 'tide',
    });
    await index.add([...Array.from({ length: 50 }, () => says(1)), ...Array.from({ length: 1_050 }, () => says(2))], 1);
    await index.settled();
    const tide = [{ term: 'tide', isBegun: false }];
    expect(await index.hunt([tide], { from: says(2).clock }).next(24)).toHaveLength(1_050);
  });

  test('an entry of the log is done only when all its parts are written', async () => {
    const done: number[] = [];
    const store = createMemorySearchStore();
    const noting: SearchStore = { ...store, replace: (change) => (done.push(...change.done), store.replace(change)) };
    const index = await createSearchIndex(noting, fails, { ...SMALL, entries: 1 });
    const part = Array.from({ length: 9 }, () => ({
      community: 'tide',
      channelKey: 'tide/one',
      author: 'bob',
      clock: '0000000000010000',
      text: 'tide',
    }));
    await index.add(part);
    await index.settled();
    expect(await store.heads()).toHaveLength(1);
    expect(done).toEqual([]);
    await index.add([], 7);
    expect(done).toEqual([7]);
  });

  test('words that begin a block are not kept where blocks are named either, and the rest is still found', async () => {
    const store = createMemorySearchStore();
    const events: string[] = [];
    const noting: SearchStore = {
      ...store,
      heads: () => (events.push('heads'), store.heads()),
      rewrite: (run, changed) => (events.push('rewrite'), store.rewrite(run, changed)),
    };
    const index = await createSearchIndex(noting, fails, { ...SMALL, gathered: 6_000, largest: 1 });
    const words = Array.from({ length: 6_000 }, (_, n) => `word${String(n).padStart(5, '0')}`);
    const clockOf = (word: string): string => `${Number(word.slice(4)).toString(16).padStart(12, '0')}0000`;
    const docs = words.map((word) => ({
      community: 'tide',
      channelKey: 'tide/one',
      author: 'alice',
      clock: clockOf(word),
      text: word,
    }));
    await index.add(docs, 1);
    await index.settled();
    const [, second = '', third = '', ...later] = (await store.heads())[0]?.terms ?? [];
    expect(later.length).toBeGreaterThan(2);
    // all of one block, the first word of each other one, and of what then is first again
    const wholeBlock = words.filter((word) => word >= second && word < third);
    const last = later.at(-1) ?? '';
    const gone = new Set([...wholeBlock, ...later.slice(0, -1), ...words.filter((word) => word >= last)]);
    const erase = async (chosen: readonly string[]): Promise<void> => {
      const clocks = new Set(chosen.map(clockOf));
      await index.erase((place) => clocks.has(place.clock), { first: '', last: '~' }, []);
    };
    await erase([...gone]);
    gone.add(third);
    await erase([third]);
    const heads = await store.heads();
    for (const { terms } of heads) {
      expect(terms.filter((term) => gone.has(term))).toEqual([]);
      expect(terms).toEqual(terms.toSorted());
    }
    const kept = Buffer.concat(store.bytes()).toString('latin1');
    for (const word of wholeBlock) expect(kept).not.toContain(word);
    // what it holds in memory is read again after the last change
    expect(events.lastIndexOf('heads')).toBeGreaterThan(events.lastIndexOf('rewrite'));
    for (const word of words.filter((_, n) => n % 7 === 0)) {
      const found = await index.hunt([[{ term: word, isBegun: false }]], {}).next(2);
      expect(found.map(({ clock: at }) => at)).toEqual(gone.has(word) ? [] : [clockOf(word)]);
    }
    expect(await index.hunt([[{ term: 'word', isBegun: true }]], {}).next(6_000)).toHaveLength(6_000 - gone.size);
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
