import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ChannelId, CommunityId } from '../base/ids.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
beforeEach(async () => {
  world = await createSimWorld(21);
});
afterEach(() => world.dispose());

type Place = { community: CommunityId; channel: ChannelId; invite: string };

const found = async (person: SimPerson): Promise<Place> => {
  const made = await person.peer.createCommunity({ name: 'Kelp', memberName: person.name });
  if (!made.ok) throw new Error(made.message);
  return made.value;
};

const join = async (person: SimPerson, { invite }: Place, memberName = person.name): Promise<void> => {
  const joined = person.peer.join({ invite, memberName });
  await world.quiet();
  expect(await joined).toMatchObject({ ok: true });
};

test('bob lost his laptop: with the phrase and any invite a new one is one more device of his', async () => {
  const alice = await world.person('alice');
  const bob = await world.person('bob');
  const place = await found(alice);
  await join(bob, place);
  await bob.peer.post({ ...place, text: 'from the old laptop' });
  await world.quiet();
  const phrase = await bob.peer.recoveryPhrase();
  bob.transport.setOffline(true);

  const fresh = await world.person('bob2');
  expect(await fresh.peer.recoveryPhrase()).not.toBe(phrase);
  expect(await fresh.peer.restoreFromPhrase(`  ${phrase.toUpperCase()}\n`)).toMatchObject({ ok: true });
  const restarted = await fresh.restart();
  expect(await restarted.peer.recoveryPhrase()).toBe(phrase);
  await join(restarted, place, 'somebody else');
  await restarted.peer.post({ ...place, text: 'from the new laptop' });
  await world.quiet();

  const members = await alice.queries.members(place.community);
  expect(members.map(({ name, devices }) => [name, devices.length])).toEqual([
    ['alice', 1],
    ['bob', 2],
  ]);
  const said = await alice.messages(place.community, place.channel);
  expect(said.map(({ text, authorName }) => [text, authorName])).toEqual([
    ['from the old laptop', 'bob'],
    ['from the new laptop', 'bob'],
  ]);
  expect(new Set(said.map(({ author }) => author)).size).toBe(1);
  expect((await restarted.peer.devices()).map(({ isThis }) => isThis)).toEqual([false, true]);
});

test('a phrase is refused if a word is wrong, and by a profile that is or was about to be somebody already', async () => {
  const alice = await world.person('alice');
  const phrase = await alice.peer.recoveryPhrase();
  const bob = await world.person('bob');
  expect(await bob.peer.restoreFromPhrase('kelp forest')).toMatchObject({ error: 'bad-phrase' });
  await found(bob);
  expect(await bob.peer.restoreFromPhrase(phrase)).toMatchObject({ error: 'already-in-use' });
  const restarted = await bob.restart();
  expect(await restarted.peer.restoreFromPhrase(phrase)).toMatchObject({ error: 'already-in-use' });

  const carol = await world.person('carol');
  const founding = carol.peer.createCommunity({ name: 'Dune', memberName: 'carol' });
  expect(await carol.peer.restoreFromPhrase(phrase)).toMatchObject({ error: 'already-in-use' });
  expect(await founding).toMatchObject({ ok: true });
});
