import { describe, expect, test } from 'vitest';

import { bytes, channelView, GENERAL, KELP, memberView, QUIET } from '../testing/projection-cast.ts';
import { memberId } from '../base/ids.ts';
import { narrow } from './narrow.ts';
import { asksAnything } from './search-messages.ts';
import { wantedWords } from './wanted-words.ts';
import { filterText, parseQuery, withoutFilter } from './parse-query.ts';

describe('what is typed into the search box', () => {
  test('filters are told from words', () => {
    expect(parseQuery('tide from:bob high in:#general ')).toEqual({
      words: 'tide  high  ',
      filters: [
        { key: 'from', value: 'bob' },
        { key: 'in', value: '#general' },
      ],
    });
    expect(parseQuery('From:"Bob the Second" x').filters).toEqual([{ key: 'from', value: 'Bob the Second' }]);
  });

  test('what only looks like a filter is words', () => {
    for (const text of ['"from:bob"', 'https://tide.example', 'note:this', 'from:', 'a"from:bob', 'xfrom:bob']) {
      expect(parseQuery(text)).toEqual({ words: text, filters: [] });
    }
  });

  test('a filter is taken out and the rest stays', () => {
    const text = 'tide from:"Bob Second" in:general';
    expect(withoutFilter(text, { key: 'in', value: 'general' }).trim()).toBe('from:"Bob Second" tide');
    expect(filterText({ key: 'has', value: 'link' })).toBe('has:link');
  });

  test('a name with quotes is written so that it is read again as one filter', () => {
    expect(parseQuery(filterText({ key: 'from', value: 'Robert "Bob" Smith' }))).toEqual({
      words: '',
      filters: [{ key: 'from', value: 'Robert  Bob  Smith' }],
    });
    expect(filterText({ key: 'from', value: '"Bob"' })).toBe('from:Bob');
  });
});

describe('what filters mean', () => {
  const general = { ...channelView(GENERAL, KELP, 0), name: 'general' };
  const quiet = { ...channelView(QUIET, KELP, 1), name: 'quiet-talk' };
  const alice = { ...memberView(7, KELP), name: 'Alice' };
  const bob = { ...memberView(8, KELP), name: 'Bób Rivers' };
  const meaning = (text: string) =>
    narrow(parseQuery(text), {
      channels: [general, quiet],
      members: [alice, bob],
      me: alice.id,
      dayStart: (...[year, month, day]) => Date.UTC(year, month - 1, day),
    });

  test('people and channels by name, also by a part of it', () => {
    expect(meaning('from:bob from:me').query.authors).toEqual([memberId(bytes(8)), memberId(bytes(7))]);
    expect(meaning('from:rivers').query.authors).toEqual([bob.id]);
    expect(meaning('in:#general').query.channels).toEqual([GENERAL]);
    expect(meaning('in:talk').query.channels).toEqual([QUIET]);
  });

  test('days, months and years', () => {
    expect(meaning('after:2026-02-03').query.from).toBe(Date.UTC(2026, 1, 3));
    expect(meaning('before:2026-02 before:2027').query.before).toBe(Date.UTC(2026, 1, 1));
    expect(meaning('has:link').query).toEqual({ words: '', hasLink: true });
  });

  test('whom one chose is found, also where quotes are in the name', () => {
    const robert = { ...memberView(9, KELP), name: 'Robert "Bob" Smith' };
    const { query, unknown } = narrow(parseQuery(filterText({ key: 'from', value: robert.name })), {
      channels: [],
      members: [alice, robert],
      me: undefined,
      dayStart: () => 0,
    });
    expect(unknown).toEqual([]);
    expect(query.authors).toEqual([robert.id]);
  });

  test.each(['from:nobody', 'in:nowhere', 'after:soon', 'before:later', 'has:file', 'from:bob from:nobody'])(
    'what means nothing is told, and nothing is looked for: %s',
    (text) => {
      const { query, unknown } = meaning(`tide ${text}`);
      expect(unknown).toHaveLength(1);
      expect(asksAnything({ ...query, community: KELP, limit: 1 }, wantedWords(query.words))).toBe(false);
    },
  );

  test('each filter that means nothing is told', () => {
    expect(meaning('after:soon has:file').unknown).toHaveLength(2);
  });
});
