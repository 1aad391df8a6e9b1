import { afterEach, expect, test } from 'vitest';

import type { Clock } from '../ports/clock.ts';
import { readLinkMessage } from '../sync/link-message.ts';
import { sessionWith } from '../testing/test-session.ts';
import { createPeerTown, type PeerTown } from '../testing/town-cast.ts';
import { createClockWatch } from './clock-watch.ts';

const HOUR = 3_600_000;

let town: PeerTown | undefined;
afterEach(() => town?.world.dispose());

const clocksSeenBy = async (name: string): Promise<(number | undefined)[]> =>
  ((await town?.the(name).peer.status())?.links ?? []).map(({ clockAheadMs }) => clockAheadMs);

test('[SY-25] bob’s clock is set three hours ahead: both are told by how much, and when it is right again', async () => {
  town = await createPeerTown(81, ['alice', 'bob']);
  town.the('bob').setSkew(3 * HOUR);
  await town.world.quiet(120_000);
  const [toAlice] = await clocksSeenBy('alice');
  const [toBob] = await clocksSeenBy('bob');
  expect(Math.round((toAlice ?? 0) / 60_000)).toBe(180);
  expect(Math.round((toBob ?? 0) / 60_000)).toBe(-180);
  town.the('bob').setSkew(0);
  await town.world.quiet(120_000);
  expect(Math.round(((await clocksSeenBy('alice'))[0] ?? -1) / 60_000)).toBe(0);
});

test('[SY-25] members tell the time at once and then every minute; who only asks to be let in is told nothing', () => {
  let now = 1_790_000_000_000;
  const told: string[] = [];
  const [bob, carol] = [sessionWith('bob'), sessionWith('carol')];
  carol.mode = 'asked';
  const watch = createClockWatch(
    {
      clock: { now: () => now } as Clock,
      send: (link, frame) => {
        const message = readLinkMessage(frame);
        if (message?.kind === 'clock') told.push(`${link} ${message.number}`);
      },
      changed: () => undefined,
    },
    { standing: () => 'active', isRemoved: () => false },
    () => [bob, carol],
  );
  for (let look = 0; look < 13; look += 1) {
    watch.look();
    now += 5_000;
  }
  expect(told).toEqual(['bob 1790000000000', 'bob 1790000060000']);
  // set back: told anew, although a minute has not passed by it
  now -= HOUR;
  watch.look();
  expect(told).toHaveLength(3);
  watch.heard(carol, now + HOUR);
  expect(carol.clockAheadMs).toBeUndefined();
});

test('[SY-25] who has only an invite neither tells nor is told the time, until it is known that they were let in', () => {
  const erin = sessionWith('erin');
  erin.room = 'invite';
  let standing: 'unknown' | 'active' = 'unknown';
  const told: string[] = [];
  const watch = createClockWatch(
    {
      clock: { now: () => 1_790_000_000_000 } as Clock,
      send: (link) => void told.push(link),
      changed: () => void told.push('changed'),
    },
    { standing: () => standing, isRemoved: () => false },
    () => [erin],
  );
  watch.look();
  watch.heard(erin, 1_790_000_000_000 + HOUR);
  expect([told, erin.clockAheadMs]).toEqual([[], undefined]);
  standing = 'active';
  watch.look();
  watch.heard(erin, 1_790_000_000_000 + HOUR);
  expect([told, erin.clockAheadMs]).toEqual([['erin', 'changed'], HOUR]);
});
