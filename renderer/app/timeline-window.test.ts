import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { MessageView } from '../../shared/model/views.ts';
import { alice, bob, channelOf, GENERAL, KELP, said, saidMany } from './testing/page-cast.ts';
import {
  covers,
  extendNewer,
  extendOlder,
  MAX_ROWS,
  NEWEST,
  newsInWindow,
  PAGE,
  pinned,
  rangeAround,
  readWindow,
  showsNewest,
  type TimelineRange,
  type TimelineWindow,
  withKnownMessages,
} from './timeline-window.ts';

type Channel = ReturnType<typeof channelOf>;

const read = (channel: Channel, range: TimelineRange): Promise<TimelineWindow> =>
  readWindow(channel.history, KELP, GENERAL, range);
const older = async (channel: Channel, shown: TimelineWindow): Promise<TimelineWindow> =>
  read(channel, await extendOlder(channel.history, KELP, GENERAL, shown));
const newer = async (channel: Channel, shown: TimelineWindow): Promise<TimelineWindow> =>
  read(channel, await extendNewer(channel.historyFrom, KELP, GENERAL, shown));

const keysOf = (messages: readonly MessageView[]): string[] => messages.map(({ sortKey }) => sortKey);
const first = (shown: TimelineWindow): string => keysOf(shown.messages)[0] ?? 'nothing is shown';
const last = (shown: TimelineWindow): string => keysOf(shown.messages).at(-1) ?? 'nothing is shown';

/** What is on screen must be one piece of the channel, without holes, and never too much. */
const expectPiece = (channel: Channel, shown: TimelineWindow): void => {
  const keys = keysOf(channel.all());
  const from = keys.indexOf(first(shown));
  expect(keysOf(shown.messages)).toEqual(keys.slice(from, from + shown.messages.length));
  expect(shown.messages.length).toBeLessThanOrEqual(MAX_ROWS);
  expect(shown.hasOlder).toBe(from > 0);
  if (showsNewest(shown.range)) expect(last(shown)).toBe(keys.at(-1));
};

/** Walks to one end and tells every stretch seen on the way. */
const walk = async (
  channel: Channel,
  start: TimelineWindow,
  step: (channel: Channel, shown: TimelineWindow) => Promise<TimelineWindow>,
  isThere: (shown: TimelineWindow) => boolean,
): Promise<TimelineWindow[]> => {
  const seen = [start];
  for (let shown = start; !isThere(shown); seen.push(shown)) {
    shown = await step(channel, shown);
    expectPiece(channel, shown);
    if (seen.length > 200) throw new Error('the walk does not end');
  }
  return seen;
};
const up = (channel: Channel, start: TimelineWindow): Promise<TimelineWindow[]> =>
  walk(channel, start, older, (shown) => !shown.hasOlder);
const down = (channel: Channel, start: TimelineWindow): Promise<TimelineWindow[]> =>
  walk(channel, start, newer, (shown) => showsNewest(shown.range));

/** What each stretch shows that the one before did not. */
const newOnes = (seen: readonly TimelineWindow[]): string[][] =>
  seen.map((shown, i) => {
    const before = new Set(keysOf(seen[i - 1]?.messages ?? []));
    return keysOf(shown.messages).filter((key) => !before.has(key));
  });

describe('alice opens a channel', () => {
  test('without messages: nothing is shown and nothing is older', async () => {
    const channel = channelOf();
    const shown = await read(channel, NEWEST);
    expect(shown).toEqual({ range: NEWEST, messages: [], hasOlder: false });
    expect(await extendOlder(channel.history, KELP, GENERAL, shown)).toEqual(NEWEST);
    expect(await extendNewer(channel.historyFrom, KELP, GENERAL, shown)).toEqual(NEWEST);
    expect(pinned(shown)).toEqual(NEWEST);
  });

  test.each([
    [PAGE - 1, false],
    [PAGE, false],
    [PAGE + 1, true],
    [1_234, true],
  ])('with %i messages: she sees the newest page, and that there is more: %s', async (count, hasOlder) => {
    const channel = channelOf(saidMany(0, count));
    const shown = await read(channel, NEWEST);
    expect(keysOf(shown.messages)).toEqual(keysOf(channel.all().slice(-PAGE)));
    expect(shown.hasOlder).toBe(hasOlder);
    expectPiece(channel, shown);
  });

  test('with 1,000 messages: only one page and one more are read', async () => {
    const channel = channelOf(saidMany(0, 1_000));
    await read(channel, NEWEST);
    expect(channel.asked).toEqual([{ channel: GENERAL, limit: PAGE + 1 }]);
  });
});

describe('alice reads back through 1,050 messages', () => {
  test('a page at a time, to the first, without a hole, and never more rows than fit', async () => {
    const channel = channelOf(saidMany(0, 1_050));
    const seen = await up(channel, await read(channel, NEWEST));
    expect(newOnes(seen).map((keys) => keys.length)).toEqual([...Array.from({ length: 10 }, () => PAGE), 50]);
    expect(newOnes(seen).toReversed().flat()).toEqual(keysOf(channel.all()));
    expect(Math.max(...seen.map(({ messages }) => messages.length))).toBe(MAX_ROWS);
  });

  test('and down again to the newest, over the same messages', async () => {
    const channel = channelOf(saidMany(0, 1_050));
    const top = (await up(channel, await read(channel, NEWEST))).at(-1);
    if (top === undefined) throw new Error('the walk up led nowhere');
    const seen = await down(channel, top);
    expect(newOnes(seen).flat()).toEqual(keysOf(channel.all()));
    expect(
      newOnes(seen)
        .slice(1)
        .every((keys) => keys.length > 0 && keys.length <= PAGE),
    ).toBe(true);
    expect(seen.at(-1)?.range.ceilings).toEqual([]);
  });

  test('no step reads much more than what fits on the screen', async () => {
    const channel = channelOf(saidMany(0, 1_050));
    const top = (await up(channel, await read(channel, NEWEST))).at(-1);
    if (top === undefined) throw new Error('the walk up led nowhere');
    await down(channel, top);
    expect(channel.asked.length).toBeGreaterThan(20);
    expect(Math.max(...channel.asked.map(({ limit }) => limit))).toBeLessThanOrEqual(2 * (MAX_ROWS + 1));
  });

  test('a stretch that just fits is left as it is: a view that is told of another one would read it again', async () => {
    const channel = channelOf(saidMany(0, 1_050));
    const range = { floor: keysOf(channel.all())[1_050 - MAX_ROWS], ceilings: [] };
    const shown = await read(channel, range);
    expect(shown.messages).toHaveLength(MAX_ROWS);
    expect(shown.range).toBe(range);
  });

  test('turning round on the way shows again what she has just left', async () => {
    const channel = channelOf(saidMany(0, 1_050));
    let shown = await read(channel, NEWEST);
    for (let i = 0; i < 5; i += 1) shown = await older(channel, shown);
    const back = await newer(channel, shown);
    expect(back.messages[back.messages.length - 1 - PAGE]?.sortKey).toBe(last(shown));
    const again = await older(channel, back);
    expect(keysOf(again.messages)).toEqual(keysOf(shown.messages));
  });
});

describe('bob writes while alice reads back', () => {
  test('what he writes at the end moves nothing on her screen', async () => {
    const channel = channelOf(saidMany(0, 1_000));
    let shown = await read(channel, NEWEST);
    for (let i = 0; i < 4; i += 1) shown = await older(channel, shown);
    channel.arrive(...saidMany(1_000, 1_250));
    const after = await read(channel, shown.range);
    expect(after).toEqual(shown);
    expect((await down(channel, after)).at(-1)?.messages.at(-1)?.text).toBe('message 1249');
  });

  test('at the newest page each message of his pushes the oldest out; once held, none is pushed', async () => {
    const channel = channelOf(saidMany(0, 500));
    const shown = await read(channel, NEWEST);
    channel.arrive(said(alice, 500));
    expect(first(await read(channel, NEWEST))).toBe(keysOf(channel.all())[401]);

    const held = pinned(shown);
    expect(held).toEqual({ floor: first(shown), ceilings: [] });
    const after = await read(channel, held);
    expect(first(after)).toBe(first(shown));
    expect(after.messages).toHaveLength(PAGE + 1);
    expect(showsNewest(after.range)).toBe(true);
    expect(pinned(after)).toBe(after.range);
  });

  test('a held stretch that outgrows the screen is cut at the new end, and the rest is a page away', async () => {
    const channel = channelOf(saidMany(0, 500));
    const held = pinned(await read(channel, NEWEST));
    channel.arrive(...saidMany(500, 1_730));
    const after = await read(channel, held);
    expect(after.messages).toHaveLength(MAX_ROWS);
    expect(first(after)).toBe(held.floor);
    expect(after.hasOlder).toBe(true);
    expect(showsNewest(after.range)).toBe(false);
    // 1,330 of the stretch: 300 shown, then a cut at every page
    const keys = keysOf(channel.all());
    expect(after.range.ceilings).toEqual(Array.from({ length: 11 }, (_, i) => keys[700 + i * PAGE]));
    expect(await read(channel, after.range)).toEqual(after);
    expect(newOnes(await down(channel, after)).flat()).toEqual(keysOf(channel.all().slice(400)));
  });

  test('messages that come late into the middle of the stretch show there, and those pushed out stay reachable', async () => {
    const channel = channelOf(saidMany(0, 1_000));
    let shown = await read(channel, NEWEST);
    for (let i = 0; i < 4; i += 1) shown = await older(channel, shown);
    expect(shown.messages).toHaveLength(MAX_ROWS);
    const middle = shown.messages[150]?.seq ?? 0;
    const late = [0.25, 0.5, 0.75].map((part) => said(alice, middle + part));
    channel.arrive(...late);
    const after = await read(channel, shown.range);
    expectPiece(channel, after);
    expect(first(after)).toBe(first(shown));
    expect(keysOf(after.messages)).toEqual(expect.arrayContaining(keysOf(late)));
    expect(after.range.ceilings).toHaveLength(shown.range.ceilings.length + 1);
    const seen = await down(channel, after);
    expect(newOnes(seen).flat()).toEqual(keysOf(channel.all()).slice(keysOf(channel.all()).indexOf(first(shown))));
  });

  test('messages that come late above the stretch do not move it', async () => {
    const channel = channelOf(saidMany(0, 1_000));
    const shown = await older(channel, await read(channel, NEWEST));
    channel.arrive(said(alice, 3.5));
    expect(await read(channel, shown.range)).toEqual(shown);
  });

  test('a stretch whose messages are being read back from the journal comes back at its place', async () => {
    const channel = channelOf(saidMany(0, 1_000));
    const shown = await older(channel, await read(channel, NEWEST));
    const empty = channelOf();
    const gone = await read(empty, shown.range);
    expect(gone).toEqual({ range: shown.range, messages: [], hasOlder: false });
    expect(await extendOlder(empty.history, KELP, GENERAL, gone)).toEqual(shown.range);
    expect(await read(channel, gone.range)).toEqual(shown);
  });
});

test('messages that did not change stay the same objects, those that did are the new ones', async () => {
  const channel = channelOf(saidMany(0, 5));
  const before = await read(channel, NEWEST);
  const copies = channelOf(
    saidMany(0, 6).map((message) => (message.seq === 2 ? { ...message, text: 'edited' } : message)),
  );
  const found = await read(copies, NEWEST);
  expect(withKnownMessages(undefined, found)).toEqual(found);
  const now = withKnownMessages(before, found);
  expect(now).toEqual(found);
  expect(now.messages.map((message, i) => message === before.messages[i])).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
  ]);
  const renamed = before.messages.map((message) => ({ ...message, authorName: 'someone' }));
  expect(withKnownMessages({ ...before, messages: renamed }, found)).toEqual(found);
});

test('walking up and down any channel shows every message once and in order', async () => {
  let longWalks = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1_300 }), fc.nat({ max: 12 }), async (count, turnAt) => {
      const channel = channelOf(saidMany(0, count));
      const start = await read(channel, NEWEST);
      const wayUp = await up(channel, start);
      expect(newOnes(wayUp).toReversed().flat()).toEqual(keysOf(channel.all()));
      const turned = wayUp[Math.min(turnAt, wayUp.length - 1)] ?? start;
      const from = keysOf(channel.all()).indexOf(first(turned));
      const wayDown = await down(channel, turned);
      expect(newOnes(wayDown).flat()).toEqual(keysOf(channel.all()).slice(Math.max(0, from)));
      if (wayDown.length > 3) longWalks += 1;
    }),
    {
      numRuns: 40,
      seed: 20_250,
      examples: [
        [0, 0],
        [300, 9],
        [301, 9],
        [400, 2],
        [1_300, 12],
      ],
    },
  );
  expect(longWalks).toBeGreaterThan(5);
}, 60_000);

test('whatever arrives wherever, while alice goes up and down, she sees one whole piece', async () => {
  const step = fc.oneof(
    fc.constant({ kind: 'older' as const }),
    fc.constant({ kind: 'newer' as const }),
    fc.constant({ kind: 'hold' as const }),
    fc.record({
      kind: fc.constant('arrive' as const),
      at: fc.nat({ max: 15_000 }),
      count: fc.integer({ min: 1, max: 250 }),
    }),
  );
  let cut = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const channel = channelOf(saidMany(0, 700));
      const taken = new Set(channel.all().map(({ sortKey }) => sortKey));
      let shown = await read(channel, NEWEST);
      for (const now of steps) {
        const { range } = shown;
        if (now.kind === 'arrive') {
          const late = Array.from({ length: now.count }, (_, i) => said(alice, (now.at + i) / 16));
          channel.arrive(...late.filter(({ sortKey }) => !taken.has(sortKey)));
          late.forEach(({ sortKey }) => taken.add(sortKey));
          shown = await read(channel, range);
        } else if (now.kind === 'older') shown = await older(channel, shown);
        else if (now.kind === 'newer') shown = await newer(channel, shown);
        else shown = await read(channel, pinned(shown));
        expectPiece(channel, shown);
        if (now.kind === 'arrive' && shown.range !== range) cut += 1;
      }
      await down(channel, shown);
    }),
    { numRuns: 40, seed: 7 },
  );
  expect(cut).toBeGreaterThan(3);
}, 60_000);

describe('the reader is sent to a message', () => {
  const channel = channelOf(saidMany(0, 1_000));
  const sentTo = async (n: number): Promise<TimelineWindow> => {
    const message = channel.all()[n];
    if (message === undefined) throw new Error('there is no such message');
    const range = await rangeAround(channel, KELP, GENERAL, message.sortKey);
    const shown = await read(channel, range);
    expectPiece(channel, shown);
    expect(keysOf(shown.messages)).toContain(message.sortKey);
    return shown;
  };

  test('it is shown with what was said around it, wherever it stands', async () => {
    for (const n of [0, 1, 300, 650, 720, 999]) await sentTo(n);
    expect((await sentTo(300)).messages.length).toBe(MAX_ROWS);
  });

  test('far back, no more is read than is shown', async () => {
    const from = channel.asked.length;
    await sentTo(100);
    for (const { limit } of channel.asked.slice(from)) expect(limit).toBeLessThanOrEqual(MAX_ROWS + 1);
  });

  test('from there every message can be reached, up and down', async () => {
    const shown = await sentTo(300);
    expect((await up(channel, shown)).at(-1)?.hasOlder).toBe(false);
    expect(last((await down(channel, shown)).at(-1) ?? shown)).toBe(channel.all().at(-1)?.sortKey);
  });
});

test.each([
  ['changed', { editedAt: 9 }],
  ['deleted', { gone: { how: 'deleted' as const, by: alice.member, byName: 'alice' } }],
  ['hidden', { hidden: { by: alice.member, byName: 'alice' } }],
  ['pinned', { isPinned: true as const }],
  ['reacted to', { reactions: [{ emoji: '🌊', by: [alice.member] }] }],
])('a message that was %s is drawn again, the others are not', (_what, change) => {
  const range = NEWEST;
  const before = { range, messages: [said(alice, 1), said(alice, 2)], hasOlder: false };
  const now = { range, messages: [said(alice, 1), said(alice, 2, change)], hasOlder: false };
  const shown = withKnownMessages(before, now).messages;
  expect([shown[0] === before.messages[0], shown[1] === now.messages[1]]).toEqual([true, true]);
});

test('a stretch covers the places of its messages, also of those that are gone since, and no others', async () => {
  const channel = channelOf(saidMany(1, 1_001));
  const keys = keysOf(channel.all());
  expect(keys).toHaveLength(1_000);
  for (const at of [0, 1, 400, 998, 999]) {
    const key = keys[at] ?? '';
    const shown = await read(channel, await rangeAround(channel, KELP, GENERAL, key));
    expect(covers(shown, key)).toBe(true);
    const without = { ...shown, messages: shown.messages.filter(({ sortKey }) => sortKey !== key) };
    expect(covers(without, key)).toBe(true);
  }
  const newest = await read(channel, NEWEST);
  expect(keys.filter((key) => covers(newest, key))).toEqual(keysOf(newest.messages));
  const around = await read(channel, await rangeAround(channel, KELP, GENERAL, keys[500] ?? ''));
  expect(keys.filter((key) => covers(around, key))).toEqual(keysOf(around.messages));
});

describe('what a second reading brought', () => {
  const readTwice = async (change: (channel: Channel, shown: TimelineWindow) => void) => {
    const channel = channelOf(saidMany(0, 500));
    const shown = await read(channel, NEWEST);
    change(channel, shown);
    return newsInWindow(shown, await read(channel, NEWEST));
  };

  test('nothing, also if history came elsewhere', async () => {
    expect(await readTwice(() => undefined)).toBe('same');
    expect(
      await readTwice((channel) => channel.arrive(...saidMany(0, 90).map(({ seq }) => said(bob, seq + 0.5)))),
    ).toBe('same');
  });

  test('a few messages of people who talk, or something that was done to one', async () => {
    expect(await readTwice((channel) => channel.arrive(...saidMany(500, 503)))).toBe('few');
    const channel = channelOf(saidMany(0, 10));
    const shown = await read(channel, NEWEST);
    const messages = shown.messages.map((message) => (message.seq === 4 ? { ...message, text: 'new words' } : message));
    expect(newsInWindow(shown, { ...shown, messages })).toBe('few');
    expect(newsInWindow(shown, { ...shown, hasOlder: true })).toBe('few');
  });

  test('history', async () => {
    expect(await readTwice((channel) => channel.arrive(...saidMany(500, 560)))).toBe('many');
  });
});
