/** Alice’s host says where its hub is; she says whether others may know. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { CommunityId } from '../base/ids.ts';
import type { IceChoice } from '../base/ice-server.ts';
import { parseInvite } from '../keys/invite.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

const HERE = '198.51.100.7:27600';
const RELAY = { url: 'turn:192.0.2.200:3478?transport=udp', username: 'kelp', credential: 's3cret' };
const HIDDEN: IceChoice = { servers: [RELAY], relayOnly: true };
const SHOWN: IceChoice = { servers: [RELAY], relayOnly: false };

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let kelp: CommunityId;
/** Everything that alice sends on links, as text. */
let sent: string[];

beforeEach(async () => {
  world = await createSimWorld(29);
  [alice, bob, sent] = [await world.person('alice'), await world.person('bob'), []];
  const { transport } = alice;
  const send = transport.send;
  transport.send = (link, frame) => {
    sent.push(Buffer.from(frame).toString('latin1'));
    send(link, frame);
  };
  const founded = await alice.peer.createCommunity({ name: 'Kelp', memberName: 'alice' });
  if (!founded.ok) throw new Error(founded.message);
  kelp = founded.value.community;
});
afterEach(() => world.dispose());

const inviteAddresses = async (): Promise<readonly string[]> => {
  const made = await alice.peer.createInvite({ community: kelp });
  const parsed = made.ok ? parseInvite(await loadSodiumCrypto(), made.value) : made;
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value.addresses;
};
const bobJoins = async (): Promise<void> => {
  const made = await alice.peer.createInvite({ community: kelp });
  const joining = bob.peer.join({ invite: made.ok ? made.value : '', memberName: 'bob' });
  await world.quiet(10_000);
  expect(await joining).toMatchObject({ ok: true });
};
const isTold = (): boolean => sent.some((frame) => frame.includes(HERE));

test('[SY-16] an address that may be known stands in invites, and is told to members', async () => {
  alice.peer.noteCarriers([], [HERE]);
  expect(await inviteAddresses()).toEqual([HERE]);
  await bobJoins();
  await world.quiet(30_000);
  expect(isTold()).toBe(true);
});

test('[RL-5] a hidden one stands in no invite and is told to nobody, whatever the host says; shown again, it is', async () => {
  alice.peer.noteIce(HIDDEN);
  alice.peer.noteCarriers([], [HERE]);
  expect(await inviteAddresses()).toEqual([]);
  await bobJoins();
  await world.quiet(30_000);
  expect((await alice.peer.status()).links).toHaveLength(1);
  expect(isTold()).toBe(false);
  alice.peer.noteIce(SHOWN);
  await world.quiet(30_000);
  expect(await inviteAddresses()).toEqual([HERE]);
  expect(isTold()).toBe(true);
});

test('[RL-2] hidden and without a relay, codes are refused in plain words, and the status says that she is cut off', async () => {
  for (const [ice, state] of [
    [SHOWN, 'shown'],
    [HIDDEN, 'hidden'],
    [{ servers: [], relayOnly: true }, 'cut-off'],
  ] as const) {
    alice.peer.noteIce({ ...ice, servers: [...ice.servers] });
    expect((await alice.peer.status()).ownAddress).toBe(state);
  }
  const offered = await alice.peer.offerCode({ community: kelp });
  expect(offered).toMatchObject({ ok: false, error: 'no-relay' });
  expect(offered.ok ? '' : offered.message).toContain('hides its address, and has no relay');
});
