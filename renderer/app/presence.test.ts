import { beforeEach, expect, test } from 'vitest';

import type { PresenceView } from '../../shared/model/presence.ts';
import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import { createPresenceWatch, type PresenceWatch } from './presence.ts';
import { alice, bob, carol, draftsOf, handClock, KELP, reportsOf } from './testing/page-cast.ts';

let clock: ReturnType<typeof handClock>;
let store: ReturnType<typeof draftsOf>;
let listeners: Set<(event: PeerEvent) => void>;
let inTheCore: PresenceView[];

beforeEach(() => {
  [clock, store, listeners, inTheCore] = [handClock(), draftsOf(), new Set(), []];
});

const open = (): PresenceWatch =>
  createPresenceWatch({
    peer: {
      presence: () => Promise.resolve(inTheCore),
      subscribe: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    },
    store,
    ...clock,
    report: reportsOf().report,
  });

const turn = async (): Promise<void> => {
  for (let i = 0; i < 5; i += 1) await Promise.resolve();
};
const tell = (...changed: PresenceView[]): void =>
  listeners.forEach((listener) => listener({ kind: 'presence', community: KELP, changed }));

const here = (who: typeof bob, status = ''): PresenceView => ({ member: who.member, state: 'here', status });
const offline = (who: typeof bob): PresenceView => ({ member: who.member, state: 'offline', status: '' });

test('bob was there before the window opened; carol comes, and goes an hour later', async () => {
  inTheCore = [here(bob, 'at sea')];
  const watch = open();
  watch.watch(KELP);
  await turn();
  expect(watch.people.get().get(bob.member)).toMatchObject({ state: 'here', status: 'at sea' });
  tell(here(carol));
  clock.pass(3_600_000);
  tell(offline(carol));
  clock.pass(60_000);
  expect(watch.people.get().get(carol.member)).toEqual({ state: 'offline', status: '', at: 3_600_000 });
  expect(watch.people.get().get(alice.member)).toBeUndefined();
});

test('when people were seen last is known after a restart, also of those who were there to the end', async () => {
  const first = open();
  first.watch(KELP);
  await turn();
  tell(here(bob), here(carol));
  clock.pass(100_000);
  tell(offline(carol));
  clock.pass(100_000);
  first.dispose();
  await turn();
  expect(listeners.size).toBe(0);
  const second = open();
  second.watch(KELP);
  await turn();
  expect(second.people.get().get(bob.member)).toMatchObject({ state: 'offline', at: 200_000 });
  expect(second.people.get().get(carol.member)).toMatchObject({ state: 'offline', at: 100_000 });
});

test('what is kept and makes no sense is passed over', async () => {
  store.held.set(`seen/${KELP}`, '{"nonsense"');
  const watch = open();
  watch.watch(KELP);
  await turn();
  expect(watch.people.get().size).toBe(0);
});
