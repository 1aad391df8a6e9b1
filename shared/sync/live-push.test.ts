/** Live records over alice's links: which are branches of the tree, and which only tell. */
import { beforeEach, expect, test } from 'vitest';

import type { LinkId } from '../base/ids.ts';
import { createLivePush, type LivePush } from './live-push.ts';
import { sessionWith } from '../testing/test-session.ts';
import type { LaneKey, LinkSession } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

const LANE = 'general/bob' as LaneKey;
/** All that it asks of a community. */
const community = { standing: () => 'active', isRemoved: () => false } as unknown as SyncedCommunity;

let sessions: Map<LinkId, LinkSession>;
let pushed: string[] = [];
let pruned: string[] = [];
let isRelayDue = false;
let live: LivePush;

const linkTo = (name: string): LinkSession => {
  const session = sessionWith(name);
  session.opsDoneSent = true;
  session.opsDoneReceived = true;
  sessions.set(session.link, session);
  return session;
};
let [bob, carol, dave]: LinkSession[] = [];

beforeEach(() => {
  sessions = new Map();
  [pushed, pruned, isRelayDue] = [[], [], false];
  live = createLivePush(
    community,
    sessions,
    { push: ({ link }, _lane, from) => pushed.push(`${from} to ${link}`) },
    { sayPrune: ({ link }) => pruned.push(link), relaySoon: () => (isRelayDue = true) },
  );
  [bob, carol, dave] = ['bob', 'carol', 'dave'].map(linkTo);
});

test('[SY-5] what alice writes goes to everybody at once; what she hears is passed on a moment later, but not back', () => {
  live.grew(LANE, 7, undefined);
  expect(pushed).toEqual(['7 to bob', '7 to carol', '7 to dave']);
  pushed = [];
  live.grew(LANE, 8, bob?.link);
  live.grew(LANE, 9, bob?.link);
  expect([pushed, isRelayDue]).toEqual([[], true]);
  live.relay();
  expect(pushed).toEqual(['8 to carol', '8 to dave']);
});

test('[SY-18] a link over which something came twice is pruned on both sides; then all is passed on at once', () => {
  if (carol === undefined || dave === undefined) return;
  live.cameAgain(carol);
  live.pruned(dave);
  expect(pruned).toEqual(['carol']);
  live.grew(LANE, 7, undefined);
  live.grew(LANE, 8, bob?.link);
  expect([pushed, isRelayDue]).toEqual([['7 to bob'], false]);
  live.grafted(dave);
  live.grew(LANE, 9, bob?.link);
  expect(pushed).toEqual(['7 to bob', '9 to dave']);
});

test('[SY-18] the last branch stays one, whatever comes twice over it', () => {
  for (const session of [bob, carol, dave]) if (session !== undefined) live.cameAgain(session);
  expect(pruned).toEqual(['bob', 'carol']);
  live.grew(LANE, 7, undefined);
  expect(pushed).toEqual(['7 to dave']);
});
