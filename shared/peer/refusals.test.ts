/** JO-9: who is not let in hears why, in words. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { eventsOf } from '../testing/device-cast.ts';
import { createPeerTown, orThrow, type PeerTown } from '../testing/town-cast.ts';
import type { InviteOptions } from './peer-api.ts';
import { refusalWords } from './refusal-words.ts';

const HOUR = 3_600_000;

let town: PeerTown;
beforeEach(async () => {
  town = await createPeerTown(91, ['alice', 'bob']);
});
afterEach(() => town.world.dispose());

const invites = async (options: InviteOptions): Promise<string> =>
  orThrow(await town.the('alice').peer.createInvite({ community: town.community, ...options }));

/** @returns what `join` says, and the code that was told */
const asks = async (name: string, invite: string): Promise<{ message: string; code: string | undefined }> => {
  const person = await town.world.person(name);
  const joining = person.peer.join({ invite, memberName: name });
  await town.world.quiet(3_000);
  const answer = await joining;
  expect(answer).toMatchObject({ ok: false, error: 'refused' });
  const [event] = eventsOf(person, 'join-refused');
  return { message: answer.ok ? '' : answer.message, code: event?.error };
};

test('[JO-9] an invite for one lets in one: the second hears that it is used up', async () => {
  const invite = await invites({ uses: 1 });
  await town.joins('carol', invite);
  const { message, code } = await asks('dave', invite);
  expect(code).toBe('invite-used-up');
  expect(message).toContain('as many people as it was made for');
});

test('[JO-9] a revoked invite says so', async () => {
  const invite = await invites({});
  const open = (await town.the('alice').queries.invites(town.community)).filter(({ isRevoked }) => !isRevoked);
  for (const { id } of open) await town.does('alice', { kind: 'revoke-invite', invite: id });
  const { message, code } = await asks('carol', invite);
  expect(code).toBe('invite-revoked');
  expect(message).toContain('was revoked');
});

test('[JO-9] [KY-12] an invite whose time is over says so', async () => {
  const invite = await invites({ expires: town.world.clock.now() + HOUR });
  for (const name of ['alice', 'bob']) town.the(name).setSkew(2 * HOUR);
  const { code } = await asks('carol', invite);
  expect(code).toBe('invite-expired');
});

test('[JO-9] bob is banned and comes back with a good invite: he hears that he is banned', async () => {
  const member = await town.member('bob');
  await town.does('alice', { kind: 'ban', member });
  await town.world.quiet(3_000);
  const joining = town.the('bob').peer.join({ invite: await invites({}), memberName: 'bob' });
  await town.world.quiet(3_000);
  expect(await joining).toMatchObject({ ok: false, error: 'refused', message: expect.stringContaining('banned') });
});

test('[JO-9] who is banned and asks with an invite that needs approval does not wait for anybody', async () => {
  const member = await town.member('bob');
  await town.does('alice', { kind: 'ban', member });
  await town.world.quiet(3_000);
  const joining = town.the('bob').peer.join({ invite: await invites({ needsApproval: true }), memberName: 'bob' });
  await town.world.quiet(3_000);
  expect(await joining).toMatchObject({ ok: false, error: 'refused', message: expect.stringContaining('banned') });
});

test('[JO-9] a code that nobody knows, whatever it is called, has words', () => {
  for (const code of ['constructor', '__proto__', 'toString', '']) expect(refusalWords(code)).toContain('not valid');
});

test('bob sees who he will be before he asks, and before he founds: it is who he is then', async () => {
  const carol = await town.world.person('carol');
  const foreseen = await carol.peer.ownMember(town.community);
  const joining = carol.peer.join({ invite: await invites({}), memberName: 'carol' });
  await town.world.quiet(3_000);
  orThrow(await joining);
  expect((await town.the('alice').queries.members(town.community)).map(({ id }) => id)).toContain(foreseen);

  const founder = await carol.peer.ownMember();
  expect(founder).not.toBe(foreseen);
  const { community } = orThrow(await carol.peer.createCommunity({ name: 'Reef', memberName: 'carol' }));
  expect(await carol.peer.ownMember(community)).toBe(founder);
  expect(await carol.peer.ownMember()).not.toBe(founder);
});
