import { describe, expect, test } from 'vitest';

import { mentionToken } from '../../shared/model/mentions.ts';
import { FOR_EVER } from '../../shared/model/personal.ts';
import type { ChannelView } from '../../shared/model/views.ts';
import { createAttention } from './attention.ts';
import type { Called } from './news-ports.ts';
import { createNotifier } from './notifier.ts';
import { createPersonalStore } from './personal-store.ts';
import { oneLine } from './one-line.ts';
import { createPreferences } from './preferences.ts';
import { createStore } from './store.ts';
import {
  alice,
  bob,
  carol,
  GENERAL,
  handClock,
  KELP,
  kelpOf,
  newsPorts,
  reportsOf,
  said,
} from './testing/page-cast.ts';

const SCOPE = { community: KELP, channel: GENERAL };

const openDesk = (place: Partial<ChannelView> = {}) => {
  const clock = handClock();
  const kept = newsPorts();
  const preferences = createPreferences({ read: () => '{"notify":"on"}', write: () => undefined });
  const personal = createPersonalStore(kept.personal, clock.after, reportsOf().report);
  const attention = createAttention(personal, clock.now, clock.after);
  const channel = { id: GENERAL, community: KELP, name: 'general', kind: 'channel', ...place } as ChannelView;
  const view = {
    reads: undefined as typeof GENERAL | undefined,
    opened: [] as string[],
    meanwhile: () => undefined as void,
  };
  const notifier = createNotifier({
    port: kept.notifications,
    attention,
    places: {
      all: createStore(undefined),
      community: () => kelpOf(alice),
      channel: () => channel,
      dispose: () => undefined,
    },
    preferences,
    reading: () => view.reads,
    now: clock.now,
    words: {
      title: (author, name) => (name === undefined ? author : `${author} in ${name}`),
      more: (title, count) => `${title}, ${count}`,
      hidden: 'New message',
    },
    wordsOf: async ({ text }) => {
      view.meanwhile();
      return text;
    },
    open: (_scope, { id }) => view.opened.push(id),
  });
  const arrive = (text: string, how?: Called, author = bob): Promise<void> =>
    notifier.tell([{ message: said(author, 1, { text, sentAt: clock.now() }), how }]);
  const arriveTogether = (...texts: readonly string[]): Promise<void> =>
    notifier.tell(texts.map((text, n) => ({ message: said(bob, n, { text, sentAt: clock.now() }), how: undefined })));
  const { desktop } = kept;
  const shown = () => desktop.shown.map(({ title, body }) => `${title}: ${body}`);
  return { arrive, arriveTogether, attention, clock, desktop, notifier, personal, preferences, shown, view };
};

describe('bob writes while alice is elsewhere', () => {
  test('she is told, one notification a channel, and a click leads to the last', async () => {
    const { arrive, desktop, shown, view } = openDesk();
    await arrive('hello');
    await arrive('are you there?');
    expect(shown()).toEqual(['bob in general, 2: are you there?']);
    desktop.shown[0]?.open();
    expect(view.opened).toHaveLength(1);
  });

  test('what comes together is told once, by the last of it and how much it is', async () => {
    const { arrive, arriveTogether, clock, desktop, preferences, shown } = openDesk();
    clock.pass(10_000);
    preferences.change({ notifySound: 'holdfast' });
    await arriveTogether('one', 'two', 'three');
    expect(desktop.told).toBe(1);
    expect(desktop.sounds).toBe(1);
    expect(shown()).toEqual(['bob in general, 3: three']);
    await arrive('four');
    expect(shown()).toEqual(['bob in general, 4: four']);
  });

  test('what she reads, or does not want to hear any more, while its words are looked up is not told', async () => {
    const { arrive, attention, clock, desktop, notifier, preferences, view } = openDesk();
    clock.pass(10_000);
    preferences.change({ notifySound: 'holdfast' });
    view.meanwhile = () => notifier.forget(GENERAL);
    await arrive('hello');
    view.meanwhile = () => notifier.dispose();
    await arrive('hello');
    view.meanwhile = () => attention.mute(SCOPE, FOR_EVER);
    await arrive('hello');
    expect(desktop.told).toBe(0);
    expect(desktop.sounds).toBe(0);
  });

  test('what somebody whom she muted says is not told, even if it calls her', async () => {
    const { arrive, preferences, shown } = openDesk();
    const person = { nickname: '', isBlocked: false, isMuted: true, community: KELP, name: 'bob' };
    preferences.change({ people: { [bob.member]: person } });
    await arrive('alice?', 'member');
    await arrive('carol here', undefined, carol);
    expect(shown()).toEqual(['carol in general: carol here']);
  });

  test('what she says elsewhere, what she sees, and what is old is not told', async () => {
    const { arrive, desktop, notifier, clock, shown, view } = openDesk();
    await arrive('mine', undefined, alice);
    desktop.hasFocus = true;
    view.reads = GENERAL;
    await arrive('seen');
    view.reads = undefined;
    clock.pass(31 * 60_000);
    await notifier.tell([{ message: said(bob, 1, { sentAt: 0 }), how: 'member' }]);
    expect(shown()).toEqual([]);
  });

  test('a notification goes when its channel was read', async () => {
    const { arrive, notifier, shown } = openDesk();
    await arrive('hello');
    notifier.forget(GENERAL);
    expect(shown()).toEqual([]);
    await arrive('again');
    expect(shown()).toEqual(['bob in general: again']);
  });

  test('without what was said, if she wishes', async () => {
    const { arrive, preferences, shown } = openDesk();
    preferences.change({ notifyText: false });
    await arrive('secret');
    expect(shown()).toEqual(['bob in general: New message']);
  });

  test('her own sound, and not one for each of many', async () => {
    const { arrive, clock, desktop, preferences } = openDesk();
    clock.pass(10_000);
    await arrive('hello');
    expect(desktop.sounds).toBe(0);
    preferences.change({ notifySound: 'holdfast' });
    await arrive('hello');
    await arrive('hello');
    expect(desktop.sounds).toBe(1);
    expect(desktop.shown[0]?.isSilent).toBe(true);
  });

  test('who was never asked is not told, but will be asked', async () => {
    const { arrive, notifier, preferences, shown } = openDesk();
    preferences.change({ notify: 'new' });
    await arrive('hello');
    expect(shown()).toEqual([]);
    expect(notifier.wouldTell.get()).toBe(true);
  });
});

describe('how loud a place is', () => {
  test('mentions only, chosen for the community; all again for one channel', async () => {
    const { arrive, attention, shown } = openDesk();
    attention.choose({ community: KELP }, 'mentions');
    await arrive('chatter');
    expect(shown()).toEqual([]);
    await arrive('alice?', 'member');
    expect(shown()).toEqual(['bob in general: alice?']);
    attention.choose(SCOPE, 'all');
    await arrive('chatter');
    expect(shown()).toEqual(['bob in general, 2: chatter']);
    attention.choose(SCOPE, undefined);
    expect(attention.levelOf(SCOPE)).toBe('mentions');
  });

  test('nothing also means no mentions', async () => {
    const { arrive, attention, shown } = openDesk();
    attention.choose(SCOPE, 'nothing');
    await arrive('alice?', 'member');
    expect(shown()).toEqual([]);
  });

  test('muted for an hour: nothing is heard, then it is again', async () => {
    const { arrive, attention, clock, shown } = openDesk();
    let told = 0;
    attention.version.subscribe(() => {
      told += 1;
    });
    attention.mute({ community: KELP }, 3_600_000);
    await arrive('alice?', 'member');
    expect(shown()).toEqual([]);
    expect(attention.mutedUntil(SCOPE)).toBe(3_600_000);
    const before = told;
    clock.pass(3_600_000);
    expect(told).toBe(before + 1);
    await arrive('alice?', 'member');
    expect(shown()).toHaveLength(1);
  });

  test('a conversation of two is heard whatever the level, unless muted', async () => {
    const { arrive, attention, shown } = openDesk({ kind: 'direct' });
    attention.choose({ community: KELP }, 'nothing');
    await arrive('psst');
    expect(shown()).toEqual(['bob: psst']);
    attention.mute(SCOPE, FOR_EVER);
    await arrive('psst');
    expect(shown()).toEqual(['bob: psst']);
  });

  test('do not disturb', async () => {
    const { arrive, clock, preferences, shown } = openDesk();
    preferences.change({ quietUntil: 1_000 });
    await arrive('hello');
    expect(shown()).toEqual([]);
    clock.pass(1_001);
    await arrive('hello');
    expect(shown()).toHaveLength(1);
  });
});

const bobToken = mentionToken({ kind: 'member', id: bob.member });

describe('one line', () => {
  test.each([
    ['**bold** and `code`', 'bold and code'],
    ['a\nb\t c', 'a b c'],
    ['||the ending|| is good', '▒▒▒ is good'],
    [`${bobToken} look`, '@… look'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['x'.repeat(200), `${'x'.repeat(139)}…`],
  ])('%s', (text, expected) => expect(oneLine(text, () => undefined)).toBe(expected));

  test('names those who are known', () => expect(oneLine(`hi ${bobToken}`, () => 'Bob')).toBe('hi @Bob'));
});
