/** KY: in a channel with the policy from-join newcomers read what is said after they came. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ChannelId } from '../base/ids.ts';
import { parseInvite } from '../keys/invite.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { linkDevice } from '../testing/device-cast.ts';
import { holdingsOf } from '../testing/holdings.ts';
import { createPeerTown, orThrow, type PeerTown } from '../testing/town-cast.ts';

let crypto: Crypto;
let town: PeerTown;
beforeEach(async () => {
  crypto = await loadSodiumCrypto();
  town = await createPeerTown(73, ['alice', 'bob']);
});
afterEach(() => town.world.dispose());

const quiet = (ms = 6_000): Promise<void> => town.world.quiet(ms);
const opens = async (name: string, channel: ChannelId): Promise<string[]> =>
  (await holdingsOf(crypto, town.the(name), town.community)).opens(channel);
const listed = async (...names: string[]) =>
  Promise.all(names.map(async (name) => ({ subject: { member: await town.member(name) }, allow: [], deny: [] })));

test('[KY-10] carol joins an open channel: with none of her keys can she read what was said before', async () => {
  const history = 'from-join' as const;
  const made = await town.does('alice', { kind: 'create-channel', name: 'lounge', history });
  const channel = made as string as ChannelId;
  await quiet();
  await town.says('bob', channel, 'before carol');
  await town.says('alice', town.general, 'for all times');
  await quiet();
  await town.joins('carol');
  await quiet();
  await town.says('bob', channel, 'welcome');
  await quiet();
  await town.says('carol', channel, 'hello');
  await quiet();
  expect(await town.reads('bob', channel)).toEqual(['before carol', 'welcome', 'hello']);
  expect(await town.reads('carol', channel)).toEqual(['welcome', 'hello']);
  const carol = await holdingsOf(crypto, town.the('carol'), town.community);
  expect(carol.records.filter(({ place }) => place.channel === channel)).toHaveLength(3);
  expect(carol.opens(channel)).toEqual(['welcome', 'hello']);
  expect(await town.reads('carol', town.general)).toEqual(['for all times']);
  expect(await town.lists('carol')).toMatchObject([{ name: 'general' }, { name: 'lounge', history, isPrivate: false }]);
});

test('[KY-10] in a private channel too; a new device of one who was there reads what she reads', async () => {
  await town.joins('carol');
  const staff = { name: 'staff', isPrivate: true, history: 'from-join' as const };
  const made = await town.does('alice', { kind: 'create-channel', ...staff, overrides: await listed('alice', 'bob') });
  const channel = made as string as ChannelId;
  await quiet();
  await town.says('bob', channel, 'before carol');
  await quiet();
  const overrides = await listed('alice', 'bob', 'carol');
  // nothing is said of history: it stays as it was
  await town.does('alice', { kind: 'set-channel-access', channel, isPrivate: true, overrides });
  await quiet();
  await town.says('alice', channel, 'welcome');
  await quiet();
  expect(await opens('carol', channel)).toEqual(['welcome']);
  const tablet = await town.world.person('tablet');
  orThrow(await linkDevice(town.world, { old: town.the('bob'), fresh: tablet }));
  town.cast('tablet', tablet);
  await quiet();
  expect(await town.reads('tablet', channel)).toEqual(['before carol', 'welcome']);
});

test('[KY-10] an invite says from-join only where all that a newcomer could read is so', async () => {
  const hint = async (): Promise<unknown> => {
    const link = orThrow(await town.the('bob').peer.createInvite({ community: town.community }));
    return orThrow(parseInvite(crypto, link)).history;
  };
  await town.does('alice', { kind: 'create-channel', name: 'lounge', history: 'from-join' });
  await quiet();
  expect(await hint()).toBe('full');
  const access = { channel: town.general, isPrivate: false, overrides: [] };
  await town.does('alice', { kind: 'set-channel-access', ...access, history: 'from-join' });
  await quiet();
  expect(await hint()).toBe('from-join');
});
