import { describe, expect, test } from 'vitest';

import { fail, ok } from '../../shared/base/result.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import { createAppModel, type DialogState } from './app-model.ts';
import { draftKey } from './draft-keeper.ts';
import { createPreferences } from './preferences.ts';
import type { Services } from './services.ts';
import { createStore } from './store.ts';
import {
  bob,
  channelOf,
  draftsOf,
  GENERAL,
  handClock,
  newsPorts,
  KELP,
  kelpOf,
  QUIET,
  REEF,
  reportsOf,
  said,
  alice,
} from './testing/page-cast.ts';
import { eventually } from '../../shared/testing/eventually.ts';

type Joined = Awaited<ReturnType<PeerApi['join']>>;

const notAsked = (): Promise<never> => Promise.reject(new Error('this test asks for no such thing'));

/** Alice's window over a core that the test plays. */
const openApp = () => {
  const listeners = new Set<(event: PeerEvent) => void>();
  const joins: { invite: string; memberName: string; answer: (joined: Joined) => void; breakDown: () => void }[] = [];
  const peer: PeerApi = {
    createCommunity: notAsked,
    createInvite: notAsked,
    ownMember: notAsked,
    join: (asked) =>
      new Promise((resolve, reject) =>
        joins.push({ ...asked, answer: resolve, breakDown: () => reject(new Error('the host is not answering')) }),
      ),
    post: notAsked,
    act: notAsked,
    openDirect: notAsked,
    status: notAsked,
    lanes: notAsked,
    cutLink: notAsked,
    govern: () => Promise.reject(new Error('not asked for here')),
    audit: () => Promise.resolve([]),
    recoveryPhrase: notAsked,
    restoreFromPhrase: notAsked,
    devices: notAsked,
    createDeviceCode: notAsked,
    confirmDevice: notAsked,
    linkDevice: notAsked,
    offerCode: notAsked,
    answerCode: notAsked,
    acceptCode: notAsked,
    showPresence: () => Promise.resolve(),
    showTyping: () => Promise.resolve(),
    tellOwnDevices: () => Promise.resolve(),
    setPicture: notAsked,
    presence: () => Promise.resolve([]),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose: () => Promise.resolve(),
  };
  const clock = handClock();
  const reports = reportsOf();
  const drafts = draftsOf();
  const channel = channelOf();
  const services: Services = {
    peer,
    watch: () => ({ subscribe: () => ({ unsubscribe: () => undefined }) }),
    queries: {
      communities: () => Promise.resolve([kelpOf(alice)]),
      channels: () => Promise.resolve([]),
      members: () => Promise.resolve([]),
      formerMembers: () => Promise.resolve([]),
      threads: () => Promise.resolve([]),
      versions: () => Promise.resolve([]),
      roles: () => Promise.resolve([]),
      invites: () => Promise.resolve([]),
      requests: () => Promise.resolve([]),
      history: channel.history,
      historyFrom: channel.historyFrom,
      messageCount: () => Promise.resolve(0),
      messagesAt: async () => [],
      pinned: async () => [],
      thread: async () => [],
      receipts: () => Promise.resolve([]),
    },
    search: async () => ({ hits: [] }),
    status: createStore(undefined),
    life: createStore({ kind: 'running' as const }),
    drafts,
    ...newsPorts(),
    preferences: { read: () => undefined, write: () => undefined },
    previewInvite: notAsked,
    openExternal: notAsked,
    files: { save: notAsked, takeIn: notAsked },
    network: { read: notAsked, change: notAsked },
    storage: async () => undefined,
    licences: async () => [],
    pictures: { read: notAsked, shrink: notAsked, save: () => undefined },
    faces: { shown: notAsked, read: notAsked, address: () => '', letGo: () => undefined },
    copyText: notAsked,
    now: () => 5_000,
    shellInfo: { version: '1', profile: 'alice', shell: 'standalone', platform: 'linux' },
    report: reports.report,
  };
  const app = createAppModel(services, createPreferences(services.preferences), {
    dialog: createStore<DialogState | undefined>(undefined),
    after: clock.after,
    unexpected: 'Something went wrong.',
    words: { title: (author) => author, more: (title) => title, hidden: 'New message' },
  });
  const tell = (event: PeerEvent): void => listeners.forEach((listener) => listener(event));
  return { app, joins, tell, clock, reports, drafts, channel, listeners };
};

describe('alice asks to join', () => {
  const ask = () => {
    const opened = openApp();
    const asked = opened.app.join(KELP, 'holdfast://kelp', 'alice');
    const outcome = () => opened.app.joins.get().get(KELP);
    return { ...opened, asked, outcome };
  };

  test('her invite and name go to the core, and she waits', () => {
    const { joins, outcome } = ask();
    expect(joins).toMatchObject([{ invite: 'holdfast://kelp', memberName: 'alice' }]);
    expect(outcome()).toEqual({ kind: 'waiting' });
  });

  test('and is let in', async () => {
    const { asked, joins } = ask();
    joins[0]?.answer(ok(KELP));
    expect(await asked).toBeUndefined();
  });

  test('nobody has answered yet: the request itself was fine', async () => {
    const { asked, joins, outcome } = ask();
    joins[0]?.answer(fail('nobody-answered', 'Nobody is online.'));
    expect(await asked).toBeUndefined();
    expect(outcome()).toEqual({ kind: 'nobody-yet' });
  });

  test('and somebody there has to decide, which she hears at once or from a later member', async () => {
    const { asked, joins, outcome, tell } = ask();
    joins[0]?.answer(fail('waits-for-approval', 'Somebody has to let you in.'));
    expect(await asked).toBeUndefined();
    expect(outcome()).toEqual({ kind: 'needs-approval', message: 'Somebody has to let you in.' });
    tell({ kind: 'join-waits', community: KELP, message: 'Somebody still has to.' });
    expect(outcome()).toEqual({ kind: 'needs-approval', message: 'Somebody still has to.' });
  });

  test('somebody says no: what others say, who may not decide, does not hide it; asking anew does', async () => {
    const { app, asked, joins, tell, outcome } = ask();
    joins[0]?.answer(fail('waits-for-approval', 'Somebody has to let you in.'));
    await asked;
    tell({ kind: 'join-refused', community: KELP, error: 'declined', message: 'They said no.' });
    tell({ kind: 'join-waits', community: KELP, message: 'Somebody has to let you in.' });
    expect(outcome()).toMatchObject({ kind: 'refused', message: 'They said no.' });
    const again = app.join(KELP, 'holdfast://kelp-again', 'alice');
    tell({ kind: 'join-waits', community: KELP, message: 'Somebody has to let you in.' });
    expect(outcome()).toMatchObject({ kind: 'needs-approval' });
    joins[1]?.answer(ok(KELP));
    await again;
  });

  test('an invite that one member did not know is one that somebody else may decide on', () => {
    const { tell, outcome } = ask();
    tell({ kind: 'join-refused', community: KELP, error: 'invite-not-valid', message: 'Not known.' });
    tell({ kind: 'join-waits', community: KELP, message: 'Somebody has to let you in.' });
    expect(outcome()).toMatchObject({ kind: 'needs-approval' });
  });

  test('and is refused, now or much later', async () => {
    const { asked, joins, outcome, tell } = ask();
    joins[0]?.answer(fail('refused', 'The invite was revoked.'));
    expect(await asked).toBeUndefined();
    expect(outcome()).toEqual({ kind: 'refused', message: 'The invite was revoked.' });
    tell({ kind: 'join-refused', community: KELP, error: 'refused', message: 'The invite is used up.' });
    expect(outcome()).toEqual({ kind: 'refused', message: 'The invite is used up.' });
  });

  test('a refusal by one community says nothing of another', () => {
    const { app, tell, outcome } = ask();
    tell({ kind: 'join-refused', community: REEF, error: 'refused', message: 'No.' });
    expect(outcome()).toEqual({ kind: 'waiting' });
    expect(app.joins.get().get(REEF)).toEqual({ kind: 'refused', message: 'No.' });
  });

  test.each(['bad-invite', 'bad-name', 'already-member'] as const)(
    'with a request that is wrong in itself (%s): she is told, and waits for nothing',
    async (error) => {
      const { asked, joins, outcome } = ask();
      joins[0]?.answer(fail(error, 'Look again.'));
      expect(await asked).toBe('Look again.');
      expect(outcome()).toBeUndefined();
    },
  );

  test('a second, wrong request does not hide that the first was refused', async () => {
    const { app, asked, joins, outcome } = ask();
    joins[0]?.answer(fail('refused', 'The invite was revoked.'));
    await asked;
    const again = app.join(KELP, 'garbage', 'alice');
    expect(outcome()).toEqual({ kind: 'waiting' });
    joins[1]?.answer(fail('bad-invite', 'This is no invite.'));
    expect(await again).toBe('This is no invite.');
    expect(outcome()).toEqual({ kind: 'refused', message: 'The invite was revoked.' });
  });

  test('while the host is gone: she is told that something went wrong, and can try again', async () => {
    const { asked, joins, outcome, reports } = ask();
    joins[0]?.breakDown();
    expect(await asked).toBe('Something went wrong.');
    expect(outcome()).toBeUndefined();
    expect(reports.said).toEqual(['joining']);
  });
});

describe('alice goes from place to place', () => {
  test('the community and channel she was in last are remembered', () => {
    const { app } = openApp();
    app.visit(KELP, GENERAL);
    app.visit(REEF);
    expect(app.preferences.get()).toMatchObject({ lastCommunity: REEF, lastChannels: { [KELP]: GENERAL } });
    app.visit(REEF, QUIET);
    app.visit(KELP, QUIET);
    expect(app.preferences.get()).toMatchObject({
      lastCommunity: KELP,
      lastChannels: { [KELP]: QUIET, [REEF]: QUIET },
    });
  });

  test('an invite she made is kept for its community', () => {
    const { app } = openApp();
    expect(app.keptInvite(KELP)).toBeUndefined();
    app.keepInvite(KELP, 'first');
    app.keepInvite(KELP, 'second');
    app.keepInvite(REEF, 'other');
    expect([app.keptInvite(KELP), app.keptInvite(REEF)]).toEqual(['second', 'other']);
  });
});

test('a message that could not be posted stays in the outbox and on disk', async () => {
  const { app, drafts, reports } = openApp();
  app.outbox.send(KELP, GENERAL, 'hello');
  await eventually(() => expect(app.outbox.entries.get()[0]?.state.kind).toBe('failed'));
  expect(drafts.held.get('outbox')).toContain('hello');
  expect(reports.said).toEqual(['posting a message']);
});

test('what alice herself had posted before the end is found by her device', async () => {
  const { app, drafts, channel } = openApp();
  app.outbox.send(KELP, GENERAL, 'hello');
  const again = openApp();
  again.drafts.held.set('outbox', drafts.held.get('outbox') ?? '');
  again.channel.arrive(said(alice, 1, { text: 'hello', sentAt: 5_001 }));
  await again.app.outbox.restore();
  expect(again.app.outbox.entries.get()).toEqual([]);
  expect(channel.all()).toEqual([]);
});

test('closing the window writes drafts and leaves nothing running', () => {
  const { app, clock, listeners, drafts, tell } = openApp();
  const key = draftKey(KELP, GENERAL);
  app.drafts.note(key, 'h');
  app.drafts.note(key, 'hello');
  tell({ kind: 'message', message: said(bob, 1) });
  expect(listeners.size).toBe(7);
  app.dispose();
  expect(listeners.size).toBe(0);
  expect(clock.pending()).toBe(0);
  expect(drafts.held.get(key)).toBe('hello');
});
