/** What every search must do, however it looks. Runs on the one that reads through memory and on the index in Dexie. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { MessageView } from '../model/views.ts';
import type { Projection, Queries } from '../ports/projection.ts';
import type { Search, SearchPage, SearchQuery } from '../ports/search.ts';
import {
  ALICE,
  ALL,
  BOB,
  bytes,
  communityView,
  effect,
  erase,
  GENERAL,
  KELP,
  message,
  QUIET,
  REEF,
} from './projection-cast.ts';
import { memberId } from '../base/ids.ts';

export type SearchUnderTest = {
  projection: Projection;
  queries: Queries;
  search: Search['search'];
  /** Everything written so far can be found. */
  settled: () => Promise<void>;
  dispose: () => Promise<void>;
};

const BY_ALICE = memberId(bytes(7));
const BY_BOB = memberId(bytes(8));

export const searchContract = (name: string, open: () => Promise<SearchUnderTest>): void => {
  describe(`search contract: ${name}`, () => {
    let world: SearchUnderTest;
    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.dispose());
    const asked = async (words: string, change: Partial<SearchQuery> = {}): Promise<SearchPage> => {
      await world.settled();
      return world.search({ community: KELP, words, limit: 20, ...change });
    };
    const found = async (words: string, change: Partial<SearchQuery> = {}): Promise<string[]> =>
      (await asked(words, change)).hits.map(({ message: { text } }) => text);
    const say = (...messages: readonly MessageView[]): Promise<void> => world.projection.putMessages(messages);

    test('finds words of several scripts, the newest first, and says where they stand', async () => {
      await say(
        message(1, { text: 'The tide is high' }),
        message(3, { text: 'High TIDES' }),
        message(2, { text: '明日東京へ' }),
      );
      expect(await found('tid')).toEqual(['High TIDES', 'The tide is high']);
      expect(await found('東京')).toEqual(['明日東京へ']);
      expect(await found('"tide is"')).toEqual(['The tide is high']);
      expect((await asked('tide')).hits[0]?.marks).toEqual([{ from: 5, to: 10 }]);
      expect(await found('ebb')).toEqual([]);
      expect(await found('  ')).toEqual([]);
      expect(await found('?!')).toEqual([]);
    });

    test('narrows by channel, author, time and links, also without words', async () => {
      await say(
        message(1, { text: 'tide one' }),
        message(2, { text: 'tide two https://tide.example', author: BY_BOB, device: BOB }),
        message(3, { text: 'tide three', channel: QUIET }),
        message(4, { text: 'tide four', community: REEF }),
      );
      expect(await found('tide')).toEqual(['tide three', 'tide two https://tide.example', 'tide one']);
      expect(await found('tide', { channels: [QUIET] })).toEqual(['tide three']);
      expect(await found('tide', { channels: [GENERAL, QUIET], authors: [BY_ALICE] })).toEqual([
        'tide three',
        'tide one',
      ]);
      expect(await found('', { authors: [BY_BOB] })).toEqual(['tide two https://tide.example']);
      expect(await found('', { hasLink: true })).toEqual(['tide two https://tide.example']);
      expect(await found('tide', { channels: [] })).toEqual([]);
      expect(await found('tide', { community: REEF })).toEqual(['tide four']);
    });

    test('bounds by time: from one moment on, and before another', async () => {
      const at = (n: number): MessageView =>
        message(n, {
          text: `tide ${n}`,
          sentAt: n,
          sortKey: `${n.toString(16).padStart(12, '0')}0000.${message(n).id}`,
        });
      await say(...Array.from({ length: 30 }, (_, i) => at(i)));
      expect(await found('tide', { from: 10, before: 13 })).toEqual(['tide 12', 'tide 11', 'tide 10']);
      expect(await found('', { before: 2 })).toEqual(['tide 1', 'tide 0']);
      expect(await found('', { from: 28 })).toEqual(['tide 29', 'tide 28']);
    });

    test('finds what is shown now: new words of an edit, and nothing that is hidden or deleted', async () => {
      const [edited, hidden, deleted, early] = [1, 2, 3, 4].map((n) => message(n, { text: `ebb ${n}` }));
      if (edited === undefined || hidden === undefined || deleted === undefined || early === undefined) return;
      await world.projection.putEffects([effect(early, 9, { kind: 'edit', text: 'flood 4' })]);
      await say(edited, hidden, deleted, early);
      await world.projection.putEffects([
        effect(edited, 1, { kind: 'edit', text: 'flood 1' }),
        effect(hidden, 2, { kind: 'hide', on: true }, BOB),
        effect(deleted, 3, erase),
      ]);
      expect(await found('ebb')).toEqual([]);
      expect(await found('flood')).toEqual(['flood 4', 'flood 1']);
      await world.projection.takeBack({
        messages: [],
        effects: [effect(edited, 1, { kind: 'edit', text: 'flood 1' })],
      });
      await world.projection.putEffects([effect(hidden, 4, { kind: 'hide', on: false }, BOB)]);
      expect(await found('ebb')).toEqual(['ebb 2', 'ebb 1']);
    });

    test('forgets what is taken away, replaced, or of a community that is gone', async () => {
      await say(message(1, { text: 'ebb 1' }), message(2, { text: 'ebb 2' }), message(3, { text: 'ebb 3', seq: 7 }));
      await say(message(4, { text: 'ebb 4', community: REEF }));
      await say(message(1, { text: '' }));
      await world.projection.takeBack({ messages: [message(2)], effects: [] });
      await world.projection.forgetFrom({ community: KELP, channel: GENERAL, device: ALICE }, 7);
      expect(await found('ebb')).toEqual([]);
      await world.projection.setCommunities([communityView(KELP, 'Kelp')]);
      expect(await found('ebb', { community: REEF })).toEqual([]);
      await say(message(2, { text: 'ebb again' }));
      expect(await found('ebb')).toEqual(['ebb again']);
      await world.projection.clear();
      expect(await found('ebb')).toEqual([]);
    });

    test('two messages with one clock are both found, and one stays when the other goes', async () => {
      const one = message(1, { text: 'tide one' });
      const other = message(2, { text: 'tide two', sortKey: `${one.sortKey.slice(0, 16)}.${message(2).id}` });
      await say(one, other);
      expect((await found('tide')).sort()).toEqual(['tide one', 'tide two']);
      await world.projection.takeBack({ messages: [one], effects: [] });
      expect(await found('tide')).toEqual(['tide two']);
    });

    test('page after page gives everything that a look at each message finds, once, whatever came in what order', async () => {
      const vocabulary = ['tide', 'ebb', 'flood', 'moon', 'kelp'];
      const texts = fc
        .array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 4 })
        .map((list) => list.join(' '));
      let hits = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(texts, { minLength: 1, maxLength: 200 }),
          fc.integer({ min: 1, max: 40 }),
          async (said, limit) => {
            await world.projection.clear();
            const messages = said.map((text, n) =>
              message((n * 7919) % 65_536, { text, channel: n % 3 === 0 ? QUIET : GENERAL }),
            );
            for (let at = 0; at < messages.length; at += 90) await say(...messages.slice(at, at + 90));
            const all = [
              ...(await world.queries.history(KELP, GENERAL, ALL)),
              ...(await world.queries.history(KELP, QUIET, ALL)),
            ];
            for (const words of ['tide', 'ebb moon', 'kelp kelp flood']) {
              const wanted = words.split(' ');
              const judged = all.filter(({ text }) => wanted.every((word) => text.split(' ').includes(word)));
              const told: MessageView[] = [];
              for (let cursor: string | undefined; ;) {
                const page: SearchPage = await asked(words, { limit, ...(cursor === undefined ? {} : { cursor }) });
                told.push(...page.hits.map((hit) => hit.message));
                ({ cursor } = page);
                if (cursor === undefined) break;
                expect(page.hits).toHaveLength(limit);
              }
              expect(told).toEqual(judged.sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1)));
              hits += told.length;
            }
          },
        ),
        // the first so that something is found, whatever chance brings
        { numRuns: 10, examples: [[Array<string>(30).fill('tide kelp flood'), 7]] },
      );
      expect(hits).toBeGreaterThan(20);
    });
  });
};
