import { describe, expect, test, vi } from 'vitest';

import { recordId } from '../../shared/base/ids.ts';
import { fail, ok } from '../../shared/base/result.ts';
import { type MessageView, targetOf } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { answeredOf } from './answered.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import {
  alice,
  bob,
  carol,
  channelOf,
  draftsOf,
  GENERAL,
  KELP,
  kelpOf,
  QUIET,
  reportsOf,
  said,
} from './testing/page-cast.ts';
import { eventually } from '../../shared/testing/eventually.ts';

type Posted = Awaited<ReturnType<PeerApi['post']>>;

const RECORD = recordId(new Uint8Array(32).fill(9));
const saved = (id: string): Posted => ok({ id, record: RECORD, seq: 0 });

/** Alice's outbox; each post waits until the test answers it. */
const openOutbox = (
  given: {
    drafts?: ReturnType<typeof draftsOf>;
    messages?: MessageView[];
    now?: number;
    communities?: Queries['communities'];
  } = {},
) => {
  const posts: {
    text: string;
    asked: Parameters<PeerApi['post']>[0];
    answer: (posted: Posted) => void;
    breakDown: (error: unknown) => void;
  }[] = [];
  const drafts = given.drafts ?? draftsOf();
  const reports = reportsOf();
  const channel = channelOf(given.messages);
  const outbox = createOutbox({
    post: (asked) =>
      new Promise((resolve, reject) => posts.push({ text: asked.text, asked, answer: resolve, breakDown: reject })),
    queries: { history: channel.history, communities: given.communities ?? (() => Promise.resolve([kelpOf(alice)])) },
    drafts,
    now: () => given.now ?? 5_000,
    report: reports.report,
    unexpected: 'Something went wrong.',
  });
  const send = (text: string): void => outbox.send(KELP, GENERAL, text);
  return { outbox, posts, drafts, channel, reports, send };
};

const inShort = (outbox: Outbox): string[] => outbox.entries.get().map(({ text, state }) => `${text}: ${state.kind}`);
const until = (outbox: Outbox, ...expected: string[]): Promise<void> =>
  eventually(() => expect(inShort(outbox)).toEqual(expected));
const keyOf = (outbox: Outbox, text: string): string =>
  outbox.entries.get().find((entry) => entry.text === text)?.key ?? 'not there';
const keptTexts = ({ held }: ReturnType<typeof draftsOf>): string[] => {
  const read: unknown = JSON.parse(held.get('outbox') ?? '[]');
  return Array.isArray(read) ? read.map((entry: { text: string }) => entry.text) : ['not a list'];
};

describe('alice answers bob in a thread of carol’s', () => {
  const [replyTo, thread] = [answeredOf(said(bob, 2)), answeredOf(said(carol, 1))];

  test('the core is told which messages, and so it is after a restart and a retry', async () => {
    const { outbox, posts, drafts } = openOutbox();
    outbox.send(KELP, GENERAL, 'yes', { replyTo, thread });
    const asked = {
      community: KELP,
      channel: GENERAL,
      text: 'yes',
      replyTo: targetOf(said(bob, 2)),
      thread: targetOf(said(carol, 1)),
    };
    expect(posts[0]?.asked).toEqual(asked);

    const next = openOutbox({ drafts: draftsOf(Object.fromEntries(drafts.held)) });
    await next.outbox.restore();
    await until(next.outbox, 'yes: unsure');
    expect(next.outbox.entries.get()[0]).toMatchObject({ replyTo, thread });
    next.outbox.retry(keyOf(next.outbox, 'yes'));
    expect(next.posts[0]?.asked).toEqual(asked);
  });

  test('what answers nothing says so to nobody', () => {
    const { posts, send } = openOutbox();
    send('hello');
    expect(Object.keys(posts[0]?.asked ?? {})).toEqual(['community', 'channel', 'text']);
  });
});

describe('alice sends a message', () => {
  test('it is saving, then saved, and leaves when the timeline shows it', async () => {
    const { outbox, posts, send, drafts } = openOutbox();
    send('hello');
    expect(inShort(outbox)).toEqual(['hello: saving']);
    expect(keptTexts(drafts)).toEqual(['hello']);
    expect(posts.map(({ text }) => text)).toEqual(['hello']);
    posts[0]?.answer(saved('m1'));
    await until(outbox, 'hello: saved');
    expect(drafts.held.has('outbox')).toBe(false);
    outbox.settle(new Set(['m0']));
    expect(inShort(outbox)).toEqual(['hello: saved']);
    outbox.settle(new Set(['m0', 'm1']));
    expect(inShort(outbox)).toEqual([]);
  });

  test('a message of that id in the timeline does not take away one that is not saved', () => {
    const { outbox, send } = openOutbox();
    send('hello');
    outbox.settle(new Set([keyOf(outbox, 'hello'), '']));
    expect(inShort(outbox)).toEqual(['hello: saving']);
  });

  test('settling what is not there writes and tells nothing', () => {
    const { outbox, send, drafts } = openOutbox();
    send('hello');
    const before = outbox.entries.get();
    outbox.settle(new Set(['m1']));
    expect(outbox.entries.get()).toBe(before);
    expect(drafts.writes).toHaveLength(1);
  });

  test('several wait side by side, each with its own end, in the order they were sent', async () => {
    const { outbox, posts, send, drafts } = openOutbox();
    for (const text of ['one', 'two', 'three']) send(text);
    expect(new Set(outbox.entries.get().map(({ key }) => key)).size).toBe(3);
    posts[1]?.answer(saved('m2'));
    posts[2]?.answer(fail('not-joined', 'You are not in this community.'));
    await until(outbox, 'one: saving', 'two: saved', 'three: failed');
    expect(keptTexts(drafts)).toEqual(['one', 'three']);
  });
});

describe('a failure', () => {
  test('keeps the text and says why; trying again sends it again', async () => {
    const { outbox, posts, send, drafts } = openOutbox();
    send('hello');
    posts[0]?.answer(fail('no-such-channel', 'This channel is gone.'));
    await until(outbox, 'hello: failed');
    expect(outbox.entries.get()[0]?.state).toEqual({ kind: 'failed', message: 'This channel is gone.' });
    expect(keptTexts(drafts)).toEqual(['hello']);
    outbox.retry(keyOf(outbox, 'hello'));
    expect(inShort(outbox)).toEqual(['hello: saving']);
    expect(posts.map(({ text }) => text)).toEqual(['hello', 'hello']);
    posts[1]?.answer(saved('m1'));
    await until(outbox, 'hello: saved');
  });

  test.each([
    [new Error('the host is not answering'), 'the host is not answering'],
    ['no error at all', 'Something went wrong.'],
  ])('that is thrown is reported and shown: %s', async (thrown, message) => {
    const { outbox, posts, send, reports } = openOutbox();
    send('hello');
    posts[0]?.breakDown(thrown);
    await until(outbox, 'hello: failed');
    expect(outbox.entries.get()[0]?.state).toEqual({ kind: 'failed', message });
    expect(reports.said).toEqual(['posting a message']);
  });

  test('pressing "try again" twice sends once, and what is on its way is not sent again', async () => {
    const { outbox, posts, send } = openOutbox();
    send('hello');
    outbox.retry(keyOf(outbox, 'hello'));
    expect(posts).toHaveLength(1);
    posts[0]?.answer(fail('not-joined', 'no'));
    await until(outbox, 'hello: failed');
    const key = keyOf(outbox, 'hello');
    outbox.retry(key);
    outbox.retry(key);
    outbox.retry('of another run');
    expect(posts).toHaveLength(2);
    posts[1]?.answer(saved('m1'));
    await until(outbox, 'hello: saved');
    outbox.retry(key);
    expect(posts).toHaveLength(2);
  });

  test('can be thrown away, for good', async () => {
    const { outbox, posts, send, drafts } = openOutbox();
    send('hello');
    send('second');
    posts[0]?.answer(fail('not-joined', 'no'));
    await until(outbox, 'hello: failed', 'second: saving');
    outbox.discard(keyOf(outbox, 'hello'));
    expect(inShort(outbox)).toEqual(['second: saving']);
    expect(keptTexts(drafts)).toEqual(['second']);
    outbox.discard(keyOf(outbox, 'second'));
    posts[1]?.answer(saved('m2'));
    await Promise.resolve();
    expect(inShort(outbox)).toEqual([]);
    expect(drafts.held.has('outbox')).toBe(false);
  });

  test('of the storage of drafts is made up for by the next change', async () => {
    const { outbox, posts, send, drafts, reports } = openOutbox();
    send('hello');
    drafts.fault = new Error('the disk is full');
    posts[0]?.answer(saved('m1'));
    await until(outbox, 'hello: saved');
    await eventually(() => expect(reports.said).toEqual(['keeping unsent messages']));
    expect(keptTexts(drafts)).toEqual(['hello']);
    drafts.fault = undefined;
    outbox.settle(new Set(['m1']));
    expect(drafts.held.has('outbox')).toBe(false);
  });

  test('and success that change nothing on disk write nothing', async () => {
    const { outbox, posts, send, drafts } = openOutbox();
    send('hello');
    posts[0]?.answer(saved('m1'));
    await until(outbox, 'hello: saved');
    expect(drafts.writes).toHaveLength(2);
    outbox.settle(new Set(['m1']));
    expect(drafts.writes).toHaveLength(2);
  });

  test('of the storage of drafts does not stop the message', async () => {
    const drafts = draftsOf();
    drafts.fault = new Error('the disk is full');
    const { outbox, posts, send, reports } = openOutbox({ drafts });
    send('hello');
    posts[0]?.answer(saved('m1'));
    await until(outbox, 'hello: saved');
    expect(reports.said).toEqual(['keeping unsent messages', 'keeping unsent messages']);
  });
});

describe('Holdfast ended while messages were on their way', () => {
  /** Alice sent these, and nobody heard what came of them. */
  const killedWhile = (...texts: string[]): ReturnType<typeof draftsOf> => {
    const { send, drafts } = openOutbox();
    texts.forEach(send);
    return draftsOf(Object.fromEntries(drafts.held));
  };
  /** Said by alice's device at or after the time at which the outbox took it. */
  const arrived = (n: number, text: string, change: Partial<MessageView> = {}): MessageView =>
    said(alice, n, { text, sentAt: 5_000 + n, ...change });

  test('what had not arrived is shown as not known to be saved, and can be sent again', async () => {
    const { outbox, posts, drafts } = openOutbox({ drafts: killedWhile('one', 'two'), messages: [arrived(1, 'two')] });
    await outbox.restore();
    expect(inShort(outbox)).toEqual(['one: unsure']);
    expect(keptTexts(drafts)).toEqual(['one']);
    expect(posts).toEqual([]);
    outbox.retry(keyOf(outbox, 'one'));
    posts[0]?.answer(saved('m1'));
    await until(outbox, 'one: saved');
    expect(drafts.held.has('outbox')).toBe(false);
  });

  test('what had arrived is not shown a second time', async () => {
    const { outbox, drafts } = openOutbox({ drafts: killedWhile('hello'), messages: [arrived(1, 'hello')] });
    await outbox.restore();
    expect(inShort(outbox)).toEqual([]);
    expect(drafts.held.has('outbox')).toBe(false);
  });

  test.each([
    ['bob said the same', arrived(1, 'yes', { author: bob.member, device: bob.device })],
    ['she had said the same long before', arrived(1, 'yes', { sentAt: 3_999 })],
    ['she said something like it', arrived(1, 'yes!')],
  ])('her text is not lost because %s', async (_what, message) => {
    const { outbox } = openOutbox({ drafts: killedWhile('yes'), messages: [message] });
    await outbox.restore();
    expect(inShort(outbox)).toEqual(['yes: unsure']);
  });

  test('of the same text twice, one message stands for one', async () => {
    const { outbox } = openOutbox({ drafts: killedWhile('yes', 'yes'), messages: [arrived(1, 'yes')] });
    await outbox.restore();
    expect(inShort(outbox)).toEqual(['yes: unsure']);
  });

  test('her text is looked for in its own channel', async () => {
    const { outbox: first, drafts } = openOutbox();
    first.send(KELP, QUIET, 'hush');
    const { outbox, channel } = openOutbox({ drafts });
    await outbox.restore();
    expect(channel.asked.map((asked) => asked.channel)).toEqual([QUIET]);
    expect(outbox.entries.get()).toMatchObject([{ channel: QUIET, text: 'hush', at: 5_000 }]);
  });

  test('if nobody can look, nothing is thrown away', async () => {
    const communities = () => Promise.reject(new Error('the storage is gone'));
    const { outbox, reports, drafts } = openOutbox({ drafts: killedWhile('hello'), communities });
    await outbox.restore();
    expect(inShort(outbox)).toEqual(['hello: unsure']);
    expect(keptTexts(drafts)).toEqual(['hello']);
    expect(reports.said).toEqual(['looking for unsent messages']);
  });

  test('what she sends before the earlier texts are read comes after them and wipes none of them out', async () => {
    const { outbox, posts, send, drafts } = openOutbox({ drafts: killedWhile('old'), now: 9_000 });
    const restored = outbox.restore();
    send('new');
    expect(keptTexts(drafts)).toEqual(['old']);
    await eventually(() => expect(keptTexts(drafts)).toEqual(['old', 'new']));
    await restored;
    expect(inShort(outbox)).toEqual(['old: unsure', 'new: saving']);
    posts[0]?.answer(saved('m1'));
    await until(outbox, 'old: unsure', 'new: saved');
    expect(keptTexts(drafts)).toEqual(['old']);
  });

  test('while it is looked up what had arrived, the disk keeps all of it', async () => {
    const communities = vi.fn(() => new Promise<never>(() => undefined));
    const { outbox, send, drafts } = openOutbox({ drafts: killedWhile('old'), now: 9_000, communities });
    outbox.restore().catch(() => undefined);
    await eventually(() => expect(communities).toHaveBeenCalled());
    send('new');
    expect(keptTexts(drafts)).toEqual(['old', 'new']);
    expect(inShort(outbox)).toEqual(['new: saving']);
  });

  test('a second end before she decided loses nothing either', async () => {
    const { outbox, drafts } = openOutbox({ drafts: killedWhile('hello') });
    await outbox.restore();
    const again = openOutbox({ drafts: draftsOf(Object.fromEntries(drafts.held)) });
    await again.outbox.restore();
    expect(inShort(again.outbox)).toEqual(['hello: unsure']);
    expect(inShort(outbox)).toEqual(['hello: unsure']);
  });

  test.each([undefined, '', 'null', '{', '{}', '[1]', '[{"key":"k","text":3}]', '"text"'])(
    'storage that holds %s is no outbox, and no reason to fail',
    async (text) => {
      const { outbox, drafts } = openOutbox({ drafts: draftsOf(text === undefined ? {} : { outbox: text }) });
      await outbox.restore();
      expect(inShort(outbox)).toEqual([]);
      outbox.send(KELP, GENERAL, 'hello');
      expect(keptTexts(drafts)).toEqual(['hello']);
    },
  );
});
