/** GO: rights follow from roles, ranks and what channels decide. */
import { expect, test } from 'vitest';

import { channelId, deviceId, memberId, opId } from '../base/ids.ts';
import { may, mayRead, type Override, type Permission, rankOf, type Rights, type RoleId } from './permissions.ts';

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const [alice, bob, carol] = [memberId(bytes(1)), memberId(bytes(2)), memberId(bytes(3))];
const [ofAlice, ofBob, ofCarol] = [deviceId(bytes(11)), deviceId(bytes(12)), deviceId(bytes(13))];
const guards = opId(bytes(21));
const general = channelId(bytes(31));

const rights = (place: { isPrivate?: boolean; isArchived?: boolean; overrides?: Override[] } = {}): Rights => ({
  owner: alice,
  coOwners: [],
  members: new Map([
    [alice, { status: 'active', roles: [] }],
    [bob, { status: 'active', roles: [guards] as RoleId[] }],
    [carol, { status: 'active', roles: [] }],
  ]),
  devices: new Map([
    [ofAlice, { member: alice, status: 'active' }],
    [ofBob, { member: bob, status: 'active' }],
    [ofCarol, { member: carol, status: 'active' }],
  ]),
  roles: new Map<RoleId, { id: RoleId; name: string; rank: number; permissions: Permission[]; isGone: boolean }>([
    ['everyone', { id: 'everyone', name: 'everyone', rank: 0, permissions: ['post'], isGone: false }],
    [guards, { id: guards, name: 'guards', rank: 50, permissions: ['moderate'], isGone: false }],
  ]),
  channels: new Map([[general, { isArchived: false, isPrivate: false, overrides: [], ...place }]]),
});

test('in an announcement channel only those post whom it names', () => {
  const state = rights({
    overrides: [
      { subject: { role: 'everyone' }, allow: [], deny: ['post'] },
      { subject: { role: guards }, allow: ['post'], deny: [] },
    ],
  });
  expect([ofAlice, ofBob, ofCarol].map((device) => may(state, device, 'post', general))).toEqual([true, true, false]);
});

test('a private channel is for those it lists, and its keys are not for the owner', () => {
  const state = rights({ isPrivate: true, overrides: [{ subject: { member: carol }, allow: [], deny: [] }] });
  expect([ofAlice, ofBob, ofCarol].map((device) => mayRead(state, device, general))).toEqual([false, false, true]);
  expect([ofAlice, ofBob, ofCarol].map((device) => may(state, device, 'post', general))).toEqual([false, false, true]);
});

test('a member’s own override beats those of roles', () => {
  const state = rights({
    overrides: [
      { subject: { role: guards }, allow: ['post'], deny: [] },
      { subject: { member: bob }, allow: [], deny: ['post'] },
    ],
  });
  expect(may(state, ofBob, 'post', general)).toBe(false);
});

test('nobody posts in an archived channel, and channels decide nothing about moderation', () => {
  const state = rights({ isArchived: true });
  expect([ofAlice, ofBob, ofCarol].some((device) => may(state, device, 'post', general))).toBe(false);
  expect(may(state, ofBob, 'moderate', general)).toBe(true);
});

test('[GO-11] the owner ranks above every role', () => {
  expect(rankOf(rights(), alice)).toBeGreaterThan(1_000);
  expect([bob, carol].map((member) => rankOf(rights(), member))).toEqual([50, 0]);
});
