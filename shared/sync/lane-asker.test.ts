/** Whom alice asks for a lane, and when she asks somebody else. */
import { beforeEach, expect, test } from 'vitest';

import type { ChannelId, DeviceId, LinkId } from '../base/ids.ts';
import { createLaneAsker, type LaneAsker } from './lane-asker.ts';
import { sessionWith } from '../testing/test-session.ts';
import { type LaneKey, laneKey, type LinkSession } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

const GENERAL = 'general' as ChannelId;
const [ERIN, FRANK] = ['erin', 'frank'] as DeviceId[] as [DeviceId, DeviceId];

let here: Map<LaneKey, number>;
let sessions: Map<LinkId, LinkSession>;
let asked: string[] = [];
let asker: LaneAsker;

/** All that it asks of a community. */
const community = {
  standing: () => 'active',
  isRemoved: () => false,
  mayGrow: () => true,
  lane: (channel: ChannelId, device: DeviceId) => ({
    accepted: () => here.get(laneKey(channel, device)) ?? 0,
    limit: () => Number.POSITIVE_INFINITY,
  }),
} as unknown as SyncedCommunity;

const linkTo = (name: string, known: Record<string, number>): LinkSession => {
  const session = sessionWith(name);
  session.opsDoneSent = true;
  session.opsDoneReceived = true;
  for (const [device, count] of Object.entries(known)) session.known.set(laneKey(GENERAL, device as DeviceId), count);
  sessions.set(session.link, session);
  return session;
};
const came = (device: DeviceId, count: number): void => {
  here.set(laneKey(GENERAL, device), count);
  asker.grew(laneKey(GENERAL, device));
};
const takeAsked = (): string[] => asked.splice(0);
const retry = (times: number): void => {
  for (let i = 0; i < times; i += 1) asker.retry();
};

beforeEach(() => {
  [here, sessions, asked] = [new Map(), new Map(), []];
  asker = createLaneAsker(community, sessions, ({ link }, _channel, lanes) => {
    for (const { device, from } of lanes) asked.push(`${device} from ${from} of ${link}`);
  });
});

test('[SY-6] what was asked for a moment before the look is not asked for again at it', () => {
  asker.want(linkTo('bob', { erin: 100 }), GENERAL, [ERIN]);
  expect(takeAsked()).toEqual(['erin from 0 of bob']);
  retry(1);
  expect(takeAsked()).toEqual([]);
});

test('[SY-6] a lane of which nothing came in the whole time between two looks is asked for of somebody else', () => {
  asker.want(linkTo('bob', { erin: 100 }), GENERAL, [ERIN]);
  linkTo('carol', { erin: 100 });
  takeAsked();
  retry(1);
  came(ERIN, 40);
  retry(1);
  expect(takeAsked()).toEqual([]);
  retry(1);
  expect(takeAsked()).toEqual(['erin from 40 of carol']);
});

test('[JR-12] what was asked for while nothing could be taken is asked for at once when there is room', () => {
  asker.want(linkTo('bob', { erin: 100 }), GENERAL, [ERIN]);
  takeAsked();
  asker.askAnew();
  expect(takeAsked()).toEqual(['erin from 0 of bob']);
});

test('[SY-6] a lane that stands in line behind others on a link is not asked for again, within bounds', () => {
  asker.want(linkTo('bob', { erin: 1_000, frank: 100 }), GENERAL, [ERIN, FRANK]);
  linkTo('carol', { frank: 100 });
  takeAsked();
  for (let look = 1; look <= 6; look += 1) {
    came(ERIN, look * 100);
    retry(1);
  }
  expect(takeAsked()).toEqual([]);
  came(ERIN, 700);
  retry(1);
  expect(takeAsked()).toEqual(['frank from 0 of carol']);
});
