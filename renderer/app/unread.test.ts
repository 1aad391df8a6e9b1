import { describe, expect, test, vi } from 'vitest';

import { clockText } from '../../shared/base/clock-text.ts';
import type { MemberId } from '../../shared/base/ids.ts';
import type { PersonalEntry } from '../../shared/model/personal.ts';
import type { MessageView } from '../../shared/model/views.ts';
import { eventually } from '../../shared/testing/eventually.ts';
import { createPersonalStore } from './personal-store.ts';
import { createPlaces } from './places.ts';
import { createStore } from './store.ts';
import {
  alice,
  bob,
  carol,
  channelOf,
  channelView,
  GENERAL,
  handClock,
  KELP,
  kelpOf,
  newsPorts,
  QUIET,
  reportsOf,
  said,
  tellingPeer,
} from './testing/page-cast.ts';
import { createUnread, type Unread } from './unread.ts';

/** A message of bob's at a time after alice came. */
const at = (ms: number, change: Partial<MessageView> = {}): MessageView => {
  const message = said(bob, ms, { sentAt: ms, ...change });
  return { ...message, sortKey: `${clockText(ms, 0)}.${message.id}` };
};

/** Alice's window on Kelp, which she joined at the time 0. `kept`: what an earlier window left. */
const openWindow = async (kept = newsPorts(), stored = channelOf(), changes = createStore(0), isCounted = true) => {
  const clock = handClock();
  const { said: reported, report } = reportsOf();
  const { peer, listeners, tell } = tellingPeer();
  const personal = createPersonalStore(kept.personal, clock.after, report);
  const places = createPlaces({
    queries: {
      communities: async () => [kelpOf(alice)],
      channels: async () => [channelView(GENERAL)],
    } as never,
    watch: (read) => ({
      subscribe: (tell, fail) => {
        read().then(tell, fail);
        return { unsubscribe: () => undefined };
      },
    }),
    report,
    changes,
  });
  const unheard = new Set<MemberId>();
  const queries = { history: stored.history, historyFrom: stored.historyFrom };
  const unread = createUnread({
    peer,
    queries,
    personal,
    places,
    isHeard: (author) => !unheard.has(author),
    late: kept.late,
    now: clock.now,
    after: clock.after,
    report,
  });
  if (isCounted) await eventually(() => expect(unread.isCounted(GENERAL)).toBe(true));
  clock.pass(1_000);
  const arrive = (...messages: readonly MessageView[]): void => {
    stored.arrive(...messages);
    for (const message of messages) for (const tell of listeners) tell({ kind: 'message', message });
  };
  const counts = () => {
    clock.pass(100);
    return unread.counts.get().map(({ channel, count }) => [channel, count]);
  };
  const close = (): void => {
    unread.dispose();
    personal.dispose();
  };
  return { unread, personal, arrive, tell, counts, clock, close, kept, stored, listeners, reported, unheard };
};

const SCOPE = { community: KELP, channel: GENERAL };

describe('alice has not looked', () => {
  test('what others say counts, what she says on another device does not', async () => {
    const { arrive, counts } = await openWindow();
    arrive(at(2_000), at(2_001), { ...at(2_002), author: alice.member });
    expect(counts()).toEqual([[GENERAL, 2]]);
  });

  test('what people say whom she blocked does not count, neither before nor after', async () => {
    const { unread, arrive, counts, unheard } = await openWindow();
    arrive(at(2_000), { ...at(2_001), author: carol.member });
    expect(counts()).toEqual([[GENERAL, 2]]);
    unheard.add(bob.member);
    unread.heardChanged();
    await eventually(() => expect(counts()).toEqual([[GENERAL, 1]]));
    unheard.clear();
    unread.heardChanged();
    await eventually(() => expect(counts()).toEqual([[GENERAL, 2]]));
  });

  test('what was said before she came is history', async () => {
    const { unread, arrive, counts } = await openWindow();
    const old = { ...at(0), sortKey: `${clockText(0, 0)}` };
    expect(unread.isNews(old)).toBe(false);
    arrive(old);
    expect(counts()).toEqual([]);
  });

  test('there is no counting beyond what is shown', async () => {
    const { arrive, counts } = await openWindow();
    arrive(...Array.from({ length: 5_000 }, (_, n) => at(2_000 + n)));
    expect(counts()).toEqual([[GENERAL, 100]]);
  });

  test('a restart keeps what is unread, and what was read', async () => {
    const before = await openWindow();
    before.arrive(at(2_000), at(3_000));
    await before.unread.open(SCOPE);
    before.unread.see(SCOPE, { from: '', upTo: at(2_000).sortKey, isEnd: false });
    await eventually(() => expect(before.counts()).toEqual([[GENERAL, 1]]));
    before.close();
    const after = await openWindow(before.kept, before.stored);
    expect(after.counts()).toEqual([[GENERAL, 1]]);
    expect(after.reported).toEqual([]);
  });

  test('what is taken away is not unread any more', async () => {
    const { arrive, tell, counts, stored } = await openWindow();
    const message = at(2_000);
    arrive(message);
    stored.arrive();
    Object.assign(stored.all()[0] ?? {}, { hidden: { by: alice.member, byName: 'alice' } });
    tell({ kind: 'message-changed', ...SCOPE, id: message.id, what: 'hide' });
    await eventually(() => expect(counts()).toEqual([]));
  });
});

describe('alice looks', () => {
  test('at the end: what arrives there is read, what arrives elsewhere is not', async () => {
    const { unread, arrive, counts } = await openWindow();
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: '', isEnd: true });
    arrive(at(2_000));
    arrive(at(2_000, { channel: QUIET }));
    expect(counts()).toEqual([[QUIET, 1]]);
  });

  test('away: it counts, and a line shows where it began', async () => {
    const { unread, arrive, counts } = await openWindow();
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: '', isEnd: true });
    arrive(at(2_000));
    unread.see(SCOPE, { from: '', upTo: at(2_000).sortKey, isEnd: true });
    expect(unread.dividers.get().size).toBe(0);
    unread.lookAway();
    arrive(at(3_000));
    expect(counts()).toEqual([[GENERAL, 1]]);
    expect(unread.dividers.get().get(GENERAL)).toBe(at(2_000).sortKey);
  });

  test('the line stays while she reads on, and goes when she marks it read', async () => {
    const { unread, arrive, counts } = await openWindow();
    arrive(at(2_000));
    expect(counts()).toEqual([[GENERAL, 1]]);
    const line = await unread.open(SCOPE);
    expect(line).toBeTypeOf('string');
    unread.see(SCOPE, { from: '', upTo: at(2_000).sortKey, isEnd: true });
    expect(unread.dividers.get().get(GENERAL)).toBe(line);
    await unread.markRead(SCOPE);
    expect(unread.dividers.get().size).toBe(0);
  });

  test('a message from a wrong clock calls nobody, and moves the mark no further than now', async () => {
    const { unread, arrive, counts, clock } = await openWindow();
    const future = at(10 * 365 * 86_400_000);
    arrive(future);
    expect(counts()).toEqual([]);
    expect(unread.isNews(future)).toBe(false);
    expect(unread.isNews(at(clock.now() + 60_000))).toBe(true);
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: future.sortKey, isEnd: true });
    unread.leave(GENERAL);
    expect(unread.markOf(SCOPE).upTo).toBe(clockText(clock.now(), 0));
    arrive(at(clock.now() + 1));
    expect(counts()).toEqual([[GENERAL, 1]]);
  });

  test('where people talk nothing counts, but what was not drawn before she left does', async () => {
    const { unread, arrive, counts } = await openWindow();
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: '', isEnd: true });
    arrive(at(2_000), at(2_001));
    expect(counts()).toEqual([]);
    unread.see(SCOPE, { from: '', upTo: at(2_000).sortKey, isEnd: true });
    expect(counts()).toEqual([]);
    unread.leave(GENERAL);
    expect(counts()).toEqual([[GENERAL, 1]]);
  });

  test.each([
    ['scrolls up', (unread: Unread) => unread.see(SCOPE, { from: '', upTo: at(1_500).sortKey, isEnd: false })],
    ['looks away', (unread: Unread) => unread.lookAway()],
  ])('what was not drawn before she %s counts, and the line stands above it', async (_what, does) => {
    const { unread, arrive, counts } = await openWindow();
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: at(1_500).sortKey, isEnd: true });
    arrive(at(2_000), at(2_001));
    does(unread);
    expect(counts()).toEqual([[GENERAL, 2]]);
    expect(unread.dividers.get().get(GENERAL)).toBe(at(1_500).sortKey);
  });

  test('more at once than people say counts until it was drawn to its end', async () => {
    const { unread, arrive, counts } = await openWindow();
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: '', isEnd: true });
    arrive(...Array.from({ length: 40 }, (_, n) => at(2_000 + n)));
    expect(counts()).toEqual([[GENERAL, 40]]);
    // what is on screen is still what was there before the last ten
    unread.see(SCOPE, { from: '', upTo: at(2_029).sortKey, isEnd: true });
    await eventually(() => expect(counts()).toEqual([[GENERAL, 10]]));
    unread.see(SCOPE, { from: at(2_010).sortKey, upTo: at(2_039).sortKey, isEnd: true });
    expect(counts()).toEqual([]);
  });
});

describe('late arrivals', () => {
  test('come in below what was read, count, and are kept over a restart', async () => {
    const before = await openWindow();
    await before.unread.open(SCOPE);
    before.unread.see(SCOPE, { from: '', upTo: at(5_000).sortKey, isEnd: false });
    before.unread.leave(GENERAL);
    before.arrive(at(3_000));
    expect(before.counts()).toEqual([[GENERAL, 1]]);
    expect(before.unread.of(GENERAL)?.late).toEqual([at(3_000).sortKey]);
    before.close();
    const after = await openWindow(before.kept, before.stored);
    expect(after.counts()).toEqual([[GENERAL, 1]]);
    after.unread.sawLate(SCOPE);
    expect(after.counts()).toEqual([]);
  });

  test('wait until they were on screen themselves: the end of the channel says nothing of them', async () => {
    const { unread, arrive, counts } = await openWindow();
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: at(4_000).sortKey, upTo: at(5_000).sortKey, isEnd: true });
    arrive(at(2_000), at(3_000));
    expect(counts()).toEqual([[GENERAL, 2]]);
    unread.see(SCOPE, { from: at(4_000).sortKey, upTo: at(5_000).sortKey, isEnd: true });
    expect(unread.of(GENERAL)?.late).toHaveLength(2);
    unread.see(SCOPE, { from: at(2_500).sortKey, upTo: at(4_500).sortKey, isEnd: false });
    expect(unread.of(GENERAL)?.late).toEqual([at(2_000).sortKey]);
    await unread.markRead(SCOPE);
    expect(counts()).toEqual([]);
  });

  test('count once when something above them is marked unread', async () => {
    const { unread, arrive, counts } = await openWindow();
    arrive(at(5_000));
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: at(5_000).sortKey, upTo: at(5_000).sortKey, isEnd: true });
    arrive(at(3_000));
    unread.markUnread(at(3_000));
    await eventually(() => expect(counts()).toEqual([[GENERAL, 2]]));
    expect(unread.of(GENERAL)?.late).toEqual([]);
  });

  test('thousands of them are written together, also when the window closes', async () => {
    const kept = newsPorts();
    const saves = vi.spyOn(kept.late, 'save');
    const { unread, arrive, counts, close } = await openWindow(kept);
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: at(9_000).sortKey, isEnd: false });
    unread.leave(GENERAL);
    arrive(...Array.from({ length: 2_000 }, (_, n) => at(2_000 + n)));
    expect(counts()).toEqual([[GENERAL, 100]]);
    expect(saves).toHaveBeenCalledTimes(1);
    arrive(at(8_000));
    close();
    const [late] = await kept.late.load();
    expect(late?.keys.at(-1)).toBe(at(8_000).sortKey);
  });
});

describe('alice has a laptop', () => {
  const fromLaptop = (window: Awaited<ReturnType<typeof openWindow>>, entry: PersonalEntry): void =>
    window.unread.readElsewhere(window.personal.take([entry]));

  test('what she read there is read here, and what she marked unread there is unread here', async () => {
    const window = await openWindow();
    const { unread, arrive, counts } = window;
    arrive(at(2_000), at(3_000), at(4_000));
    expect(counts()).toEqual([[GENERAL, 3]]);
    fromLaptop(window, { kind: 'read', ...SCOPE, upTo: at(3_000).sortKey, round: 0 });
    await eventually(() => expect(counts()).toEqual([[GENERAL, 1]]));
    fromLaptop(window, { kind: 'read', ...SCOPE, upTo: at(4_000).sortKey, round: 0 });
    await eventually(() => expect(counts()).toEqual([]));
    fromLaptop(window, { kind: 'read', ...SCOPE, upTo: at(2_000).sortKey, round: 1 });
    await eventually(() => expect(counts()).toEqual([[GENERAL, 2]]));
    expect(unread.markOf(SCOPE).round).toBe(1);
  });
});

describe('marked unread', () => {
  test('from a message on, and it stays so while the channel is open', async () => {
    const { unread, arrive, counts } = await openWindow();
    arrive(at(2_000), at(3_000), at(4_000));
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: at(4_000).sortKey, isEnd: true });
    expect(counts()).toEqual([]);
    unread.markUnread(at(3_000));
    await eventually(() => expect(counts()).toEqual([[GENERAL, 2]]));
    unread.see(SCOPE, { from: '', upTo: at(4_000).sortKey, isEnd: true });
    expect(counts()).toEqual([[GENERAL, 2]]);
    unread.leave(GENERAL);
    await unread.open(SCOPE);
    unread.see(SCOPE, { from: '', upTo: at(4_000).sortKey, isEnd: true });
    expect(counts()).toEqual([]);
  });
});

describe('while history streams in', () => {
  /** Something more comes with each reading, while `isStreaming`. */
  const openStream = async () => {
    const stored = channelOf();
    const stream = { isStreaming: false, n: 0 };
    const window = await openWindow(newsPorts(), {
      ...stored,
      historyFrom: async (...asked) => {
        const found = await stored.historyFrom(...asked);
        if (stream.isStreaming) window.arrive(at(2_000 + stream.n++, { channel: QUIET }));
        return found;
      },
    });
    return { stream, ...window };
  };
  const THERE = { community: KELP, channel: QUIET };

  test('a channel opens, and is counted once it is all there', async () => {
    const { stream, unread, counts, clock } = await openStream();
    stream.isStreaming = true;
    await unread.open(THERE);
    expect(unread.isCounted(QUIET)).toBe(true);
    clock.pass(1_000);
    stream.isStreaming = false;
    await eventually(() => {
      clock.pass(1_000);
      expect(counts()).toEqual([[QUIET, stream.n]]);
    });
    expect(stream.n).toBeLessThan(5);
  });

  test('what is counted from an earlier mark is counted again from the one that is', async () => {
    const { unread, arrive, counts } = await openStream();
    arrive(at(2_000), at(3_000), at(4_000));
    await unread.open(SCOPE);
    unread.heardChanged();
    unread.see(SCOPE, { from: '', upTo: at(3_000).sortKey, isEnd: false });
    await eventually(() => expect(counts()).toEqual([[GENERAL, 1]]));
    unread.heardChanged();
    unread.see(SCOPE, { from: '', upTo: at(4_000).sortKey, isEnd: true });
    await eventually(() => expect(counts()).toEqual([]));
  });

  test('nothing is left running when she closes the window meanwhile', async () => {
    const { stream, unread, clock, close, reported } = await openStream();
    stream.isStreaming = true;
    const opened = unread.open(THERE);
    close();
    await opened;
    expect(clock.pending()).toBe(0);
    expect(reported).toEqual([]);
  });
});

test('a channel that could not be counted is, when the channels are looked through again', async () => {
  const stored = channelOf();
  const changes = createStore(0);
  let readings = 0;
  const opening = openWindow(
    newsPorts(),
    {
      ...stored,
      historyFrom: async (...asked) => {
        readings += 1;
        if (readings === 1) throw new Error('no disk');
        return stored.historyFrom(...asked);
      },
    },
    changes,
  );
  await eventually(() => expect(readings).toBe(1));
  changes.set(1);
  expect((await opening).reported).toEqual(['counting what is unread']);
});

test('closing the window leaves nothing running', async () => {
  const { arrive, clock, close, listeners } = await openWindow();
  arrive(at(2_000));
  close();
  expect(clock.pending()).toBe(0);
  expect(listeners.size).toBe(0);
});

test('a channel that cannot be counted opens all the same; that is reported, and it is counted later', async () => {
  const stored = channelOf([at(2_000)]);
  const { historyFrom } = stored;
  let isBroken = true;
  stored.historyFrom = (...asked) =>
    isBroken ? Promise.reject(new Error('the database is gone')) : historyFrom(...asked);
  const { unread, counts, clock, reported } = await openWindow(newsPorts(), stored, undefined, false);
  expect(await unread.open(SCOPE)).toBeUndefined();
  expect(unread.isCounted(GENERAL)).toBe(false);
  expect(reported).toContain('counting what is unread');
  isBroken = false;
  clock.pass(10_000);
  await eventually(() => expect(counts()).toEqual([[GENERAL, 1]]));
});
