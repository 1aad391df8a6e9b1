/** A real coturn between people who cannot, or do not want to, reach each other directly. */
import { join } from 'node:path';

import { closeDialog } from '../support/governing.ts';
import { allMeet, foundKelp } from '../support/gathering.ts';
import type { Headless } from '../support/headless.ts';
import { type Lan, type Machine, makeLan, whyNoNetworks } from '../support/namespaces.ts';
import type { Person } from '../support/person.ts';
import { LOGIN, type Relay, startRelay, whyNoRelay } from '../support/relay.ts';
import { copyInvite, createCommunity, delivery, joinCommunity, message, networkLine, say } from '../support/screen.ts';
import { expect, test as base } from '../support/test.ts';

const reason = whyNoNetworks() ?? whyNoRelay();
// once, from the runner itself: the list reporter does not print why a test is skipped
if (reason !== undefined && process.env['TEST_WORKER_INDEX'] === undefined) console.warn(`relay.spec.ts: ${reason}`);

/** Alice’s machine, bob’s, and one where the relay is and a meeting point. */
type Town = { lan: Lan; alice: Machine; bob: Machine; middle: Machine; relay: Relay; hub: string };

const test = base.extend<{ town: Town }>({
  town: async ({ testDir, peers }, provide, testInfo) => {
    const lan = makeLan();
    const [alice, bob, middle] = [lan.machine('alice'), lan.machine('bob'), lan.machine('middle')];
    const relay = await startRelay(join(testDir, 'relay'), middle);
    await peers('meeting point', { hubs: [], listen: 4444, within: middle.within });
    await provide({ lan, alice, bob, middle, relay, hub: `ws://${middle.address}:4444` });
    if (testInfo.status !== testInfo.expectedStatus) console.log(relay.log());
    await relay.dispose();
    lan.dispose();
  },
});
test.skip(reason !== undefined, reason ?? '');

/** Neither hears the other; both reach the machine in the middle. */
const keepApart = ({ alice, bob }: Town): void => {
  alice.drop(`ip saddr ${bob.address}`, `ip daddr ${bob.address}`, 'meta nfproto ipv6');
  bob.drop(`ip saddr ${alice.address}`, `ip daddr ${alice.address}`, 'meta nfproto ipv6');
};

const routes = async (peer: Headless): Promise<string[]> =>
  (await peer.request('status')).links.filter(({ state }) => state === 'open').map(({ route }) => route);

const chat = async (alice: Headless, bob: Headless, about: string): Promise<void> => {
  await alice.request('post', { channel: 'general', text: `${about}, alice` });
  await bob.waitForMessage(`${about}, alice`);
  await bob.request('post', { channel: 'general', text: `${about}, bob` });
  await alice.waitForMessage(`${about}, bob`);
};

test('[RL-3] headless peers that cannot reach each other talk through a relay, which each may enter while it runs', async ({
  peers,
  town,
}) => {
  keepApart(town);
  const on = ({ within }: Machine) => ({ hubs: [town.hub], within });
  const [alice, bob] = [await peers('alice', on(town.alice)), await peers('bob', on(town.bob))];
  const refused = await alice.ask('set-network', { relays: [{ url: town.relay.url('udp') }] });
  expect(refused).toMatchObject({ ok: false, error: 'bad-relay' });
  for (const peer of [alice, bob]) {
    const kept = await peer.request('set-network', { relays: [{ url: town.relay.url('udp'), ...LOGIN }] });
    expect(kept.relays).toEqual([{ url: town.relay.url('udp'), username: LOGIN.username }]);
  }
  await foundKelp(alice, bob);
  await allMeet(alice, bob);
  await chat(alice, bob, 'by udp');
  for (const peer of [alice, bob]) await expect.poll(() => routes(peer)).toEqual(['relay']);
  expect(town.relay.allocations()).toBeGreaterThan(0);
  for (const peer of [alice, bob]) {
    expect(peer.log()).not.toContain(LOGIN.credential);
    expect(JSON.stringify(await peer.request('status'))).not.toContain(LOGIN.credential);
  }
});

for (const transport of ['udp', 'tcp'] as const) {
  test(`[RL-6] alice hides her address: bob, who is one cable away, gets no packet from her, over a relay by ${transport}`, async ({
    peers,
    town,
  }) => {
    const packets = town.bob.countFrom(town.alice.address);
    const alice = await peers('alice', { hubs: [town.hub], lan: true, within: town.alice.within });
    await alice.request('set-network', { hideAddress: true });
    expect((await alice.request('status')).ownAddress).toBe('cut-off');
    const { community } = await alice.request('create-community', { name: 'Kelp', as: 'alice' });
    expect(await alice.ask('offer-code', {})).toMatchObject({ ok: false, error: 'no-relay' });
    const hiddenFromHereOn = packets();
    const relays = [{ url: town.relay.url(transport), ...LOGIN }];
    await alice.request('set-network', { relays });
    const bob = await peers('bob', { hubs: [town.hub], lan: true, within: town.bob.within });
    const { invite } = await alice.request('invite', { community });
    const answer = await bob.ask('join', { invite, as: 'bob' });
    if (answer.error === 'nobody-answered') await bob.waitForEvent(({ event }) => event === 'joined');
    await allMeet(alice, bob);
    await chat(alice, bob, 'hidden');
    await expect.poll(() => routes(alice)).toEqual(['relay']);
    expect(packets(), 'packets from alice’s address at bob’s machine').toBe(hiddenFromHereOn);
    const { ownAddress, carriers } = await alice.request('status');
    expect(ownAddress).toBe('hidden');
    expect(carriers.map(({ kind }) => kind)).not.toContain('lan');
    expect(JSON.stringify(await bob.request('status'))).not.toContain(town.alice.address);
  });
}

const openNetwork = async ({ page }: Person) => {
  await networkLine(page).click();
  return page.getByRole('dialog', { name: 'Network' });
};

const enterRelay = async (person: Person, url: string): Promise<void> => {
  const dialog = await openNetwork(person);
  await dialog.getByLabel('Address of a relay or helper').fill(url);
  await dialog.getByRole('button', { name: 'Add relay' }).click();
  await expect(dialog.getByRole('alert')).toContainText('needs a user name and a password');
  await dialog.getByLabel('User name').fill(LOGIN.username);
  await dialog.getByLabel('Password').fill(LOGIN.credential);
  await dialog.getByRole('button', { name: 'Add relay' }).click();
  await expect(dialog.getByRole('button', { name: `Stop using ${url}` })).toBeVisible();
  await expect(dialog.getByLabel('Password')).toHaveValue('');
  await closeDialog(person.page);
};

test('[RL-3] [RL-5] two browsers that cannot reach each other chat through a relay, and go on when alice hides her address', async ({
  people,
  town,
}) => {
  keepApart(town);
  const on = ({ within }: Machine) => ({ hubs: [town.hub], within });
  const [alice, bob] = [await people('alice', on(town.alice)), await people('bob', on(town.bob))];
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await enterRelay(alice, town.relay.url('udp'));
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await say(bob.page, 'The firewall does not like us.');
  await expect(message(alice.page, 'The firewall does not like us.')).toBeVisible();
  await say(alice.page, 'The relay does.');
  await expect(delivery(alice.page, 'The relay does.')).toHaveText('with everyone');
  let dialog = await openNetwork(alice);
  await expect(dialog.getByRole('row', { name: /Bob/ })).toContainText('through a relay');
  await closeDialog(alice.page);
  dialog = await openNetwork(bob);
  await expect(dialog.getByRole('row', { name: /Alice/ })).toContainText('through a relay');
  await closeDialog(bob.page);

  dialog = await openNetwork(alice);
  await dialog.getByRole('checkbox', { name: 'Hide my address from members' }).click();
  await expect(dialog.getByText('Hiding your network address from members')).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'Find members on the local network' })).toBeDisabled();
  // nothing stands between them any more: only alice’s wish
  town.alice.dropNothing();
  town.bob.dropNothing();
  const packets = town.bob.countFrom(town.alice.address);
  await bob.reopen();
  await expect(dialog.getByRole('row', { name: /Bob/ })).toContainText('through a relay');
  await alice.page.screenshot({ path: test.info().outputPath('hidden.png') });
  await closeDialog(alice.page);
  await say(alice.page, 'You do not see where I am.');
  await expect(message(bob.page, 'You do not see where I am.')).toBeVisible();
  await expect(networkLine(bob.page)).toHaveText(/connected to 1 of 1/i);
  expect(packets(), 'packets from alice’s address at bob’s machine').toBe(0);

  dialog = await openNetwork(alice);
  await dialog.getByRole('button', { name: `Stop using ${town.relay.url('udp')}` }).click();
  await expect(dialog.getByRole('alert')).toContainText('No new connection can be made');
  await expect(dialog.getByText('Making connections: your address is hidden')).toBeVisible();
  await alice.page.screenshot({ path: test.info().outputPath('cut-off.png') });
});
