import { beforeEach, expect, test } from 'vitest';

import type { OwnPresence } from '../../shared/model/presence.ts';
import { AWAY_AFTER_MS, createOwnPresence, type OwnPresenceKeeper } from './own-presence.ts';
import { createPreferences, type PreferencesStore } from './preferences.ts';
import { handClock, reportsOf } from './testing/page-cast.ts';

let clock: ReturnType<typeof handClock>;
let preferences: PreferencesStore;
let told: OwnPresence[];
let own: OwnPresenceKeeper;

beforeEach(() => {
  [clock, told] = [handClock(), []];
  preferences = createPreferences({ read: () => undefined, write: () => undefined });
  const peer = { showPresence: (next: OwnPresence) => (told.push(next), Promise.resolve()) };
  own = createOwnPresence({ peer, preferences, ...clock, report: reportsOf().report });
});

test('nobody at the keyboard for ten minutes is away, and here again at the first touch', () => {
  clock.pass(AWAY_AFTER_MS - 60_000);
  own.touched();
  clock.pass(AWAY_AFTER_MS - 60_000);
  expect(told).toEqual([{ state: 'here', status: '' }]);
  clock.pass(120_000);
  expect(told.at(-1)).toEqual({ state: 'away', status: '' });
  own.touched();
  expect(told.at(-1)).toEqual({ state: 'here', status: '' });
  expect(told).toHaveLength(3);
});

test('a status is told, and cleared when it is time', () => {
  preferences.change({ status: 'at sea', statusUntil: 1_800_000 });
  expect(told.at(-1)).toEqual({ state: 'here', status: 'at sea' });
  for (let minute = 0; minute < 31; minute += 1) {
    own.touched();
    clock.pass(60_000);
  }
  expect(told.at(-1)).toEqual({ state: 'here', status: '' });
  expect(preferences.get()).toMatchObject({ status: '', statusUntil: 0 });
});

test('who wants to look offline is invisible, at the keyboard or not', () => {
  preferences.change({ isInvisible: true });
  clock.pass(AWAY_AFTER_MS * 2);
  own.touched();
  expect(told.slice(1)).toEqual([{ state: 'invisible', status: '' }]);
  own.dispose();
  expect(clock.pending()).toBe(0);
});
