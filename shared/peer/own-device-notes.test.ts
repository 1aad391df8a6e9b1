import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ChannelId } from '../base/ids.ts';
import type { PersonalEntry } from '../model/personal.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { writePersonalEntry } from '../sync/personal-entry.ts';
import { eventsOf, found, join, linkDevice, type Place } from '../testing/device-cast.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
let alice: SimPerson;
let laptop: SimPerson;
let bob: SimPerson;
let kelp: Place;
/** Names of those to whom PERSONAL went. */
let told: string[];

beforeEach(async () => {
  world = await createSimWorld(51);
  [alice, laptop, bob] = [await world.person('alice'), await world.person('laptop'), await world.person('bob')];
  kelp = await found(alice);
  await join(world, bob, kelp);
  told = [];
  world.network.intercept((frame, _from, to) => {
    if (readLinkMessage(frame)?.kind === 'personal') told.push(to);
    return frame;
  });
  await linkDevice(world, { old: alice, fresh: laptop });
  await world.quiet(10_000);
});
afterEach(() => world.dispose());

const read = (upTo: string, channel: ChannelId = kelp.channel): PersonalEntry => ({
  kind: 'read',
  community: kelp.community,
  channel,
  upTo,
  round: 0,
});
const tell = (person: SimPerson, entries: readonly PersonalEntry[]): Promise<void> =>
  person.peer.tellOwnDevices({ community: kelp.community, entries });
const toldOf = (person: SimPerson): PersonalEntry[] => eventsOf(person, 'personal').flatMap(({ entries }) => entries);

test('[SY-26] two devices of alice learn that they have met; bob’s has met none of his', () => {
  expect(eventsOf(alice, 'own-device-met')).toContainEqual({ kind: 'own-device-met', community: kelp.community });
  expect(eventsOf(laptop, 'own-device-met')).toContainEqual({ kind: 'own-device-met', community: kelp.community });
  expect(eventsOf(bob, 'own-device-met')).toEqual([]);
});

test('[SY-26] what alice read and chose goes to her laptop, as it is, and to nobody else', async () => {
  const entries: PersonalEntry[] = [
    read('00ab.x'),
    { kind: 'since', community: kelp.community, at: 5 },
    { kind: 'level', community: kelp.community, at: 7 },
    { kind: 'level', community: kelp.community, channel: kelp.channel, level: 'mentions', at: 7 },
    { kind: 'mute', community: kelp.community, until: Number.MAX_SAFE_INTEGER, at: 8 },
    { kind: 'done', community: kelp.community, channel: kelp.channel, keys: ['a', 'b'] },
  ];
  await tell(alice, entries);
  await world.quiet();
  expect(toldOf(laptop)).toEqual(entries);
  expect(new Set(told)).toEqual(new Set(['laptop']));
});

test('[SY-26] a great deal goes in several frames, none too long', async () => {
  const keys = Array.from({ length: 100 }, (_, n) => `${n}`.padEnd(100, 'k'));
  const { community, channel } = kelp;
  const put = Array.from({ length: 30 }, (): PersonalEntry => ({ kind: 'done', community, channel, keys }));
  const marks = Array.from({ length: 1_200 }, (_, n) => read(`${n}`));
  await tell(alice, [...put, ...marks]);
  await world.quiet();
  expect(toldOf(laptop)).toHaveLength(1_230);
});

test('[SY-26] bob may say what he likes: of what somebody has read their own devices are heard alone', async () => {
  const frame = writeLinkMessage({ kind: 'personal', entries: [writePersonalEntry(read('zz'))] });
  for (const { link } of world.network.linksOf('bob')) bob.transport.send(link, frame);
  await world.quiet();
  expect(told.length).toBeGreaterThan(0);
  expect([...toldOf(alice), ...toldOf(laptop)]).toEqual([]);
});

test('[SY-26] a laptop that was removed is told nothing more', async () => {
  const device = (await alice.peer.devices()).find(({ isThis }) => !isThis)?.device;
  if (device === undefined) throw new Error('no laptop');
  await alice.peer.govern({ community: kelp.community, act: { kind: 'remove-device', device } });
  await world.quiet();
  told = [];
  await tell(alice, [read('later')]);
  await world.quiet();
  expect(told).toEqual([]);
});
