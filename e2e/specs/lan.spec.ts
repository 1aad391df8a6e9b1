/** No internet, no server, no default route, no name server: machines on one switch, each with a network of its own. */
import { joinKelp } from '../support/gathering.ts';
import { type Lan, makeLan, whyNoNetworks } from '../support/namespaces.ts';
import {
  composer,
  copyInvite,
  createCommunity,
  delivery,
  joinCommunity,
  message,
  networkLine,
  say,
} from '../support/screen.ts';
import { expect, test as base } from '../support/test.ts';

const reason = whyNoNetworks();
// once, from the runner itself: the list reporter does not print why a test is skipped
if (reason !== undefined && process.env['TEST_WORKER_INDEX'] === undefined) console.warn(`lan.spec.ts: ${reason}`);

const test = base.extend<{ lan: Lan }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  lan: async ({}, provide) => {
    const lan = makeLan();
    await provide(lan);
    lan.dispose();
  },
});
test.skip(reason !== undefined, reason ?? '');

test('two members who do not know each other’s address find each other and chat; a newcomer joins by invite link (P7)', async ({
  people,
  peers,
  lan,
}) => {
  const on = (name: string) => ({ hubs: [], lan: true, within: lan.machine(name).within });
  const alice = await people('alice', on('alice'));
  const bobs = lan.machine('bob');
  const bob = await people('bob', { hubs: [], lan: true, within: bobs.within });
  await createCommunity(alice.page, 'Alice', 'Kelp');
  const invite = await copyInvite(alice.page);
  await joinCommunity(bob.page, 'Bob', invite);
  await say(alice.page, 'No internet here.');
  await expect(message(bob.page, 'No internet here.')).toBeVisible();
  await say(bob.page, 'But you.');
  await expect(delivery(bob.page, 'But you.')).toHaveText('with everyone');

  await bob.close();
  await bob.host.stop();
  bobs.readdress('10.77.0.200');
  await bob.host.restart();
  await bob.reopen();
  const start = Date.now();
  await expect(networkLine(bob.page)).toHaveText(/connected to 1 of 1/i);
  test.info().annotations.push({ type: 'found each other', description: `${Date.now() - start} ms after the page` });
  await say(bob.page, 'From another address.');
  await expect(message(alice.page, 'From another address.')).toBeVisible();

  const carol = await peers('carol', on('carol'));
  await joinKelp(carol, invite);
  await carol.request('post', { channel: 'general', text: 'I have the link, and nothing else.' });
  await expect(message(alice.page, 'I have the link, and nothing else.')).toBeVisible();
  await expect(message(bob.page, 'I have the link, and nothing else.')).toBeVisible();
  await expect(composer(bob.page)).toBeEnabled();
  await bob.page.screenshot({ path: test.info().outputPath('lan.png') });
});

/** What finds others by itself: multicast and broadcast. */
const DISCOVERY = ['ip daddr 224.0.0.0/4', 'ip daddr 10.77.0.255', 'ip6 daddr ff00::/8'];

test('multicast is blocked: an invite’s hint lets bob in, and remembered addresses bring them together again (P7)', async ({
  people,
  lan,
}) => {
  const machines = { alice: lan.machine('alice'), bob: lan.machine('bob') };
  for (const machine of Object.values(machines)) machine.drop(...DISCOVERY);
  const alice = await people('alice', { hubs: [], lan: true, within: machines.alice.within });
  const bob = await people('bob', { hubs: [], lan: true, within: machines.bob.within });
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await say(bob.page, 'The switch hides you from me.');
  await expect(delivery(bob.page, 'The switch hides you from me.')).toHaveText('with everyone');

  // both were told where the other is; alice, whom the invite did not name, is the one who has to remember
  await bob.close();
  await bob.host.stop();
  await alice.close();
  await alice.host.stop();
  await alice.host.restart();
  await alice.reopen();
  await bob.host.restart();
  await bob.reopen();
  await expect(networkLine(alice.page)).toHaveText(/connected to 1 of 1/i);
  await say(alice.page, 'Found you.');
  await expect(message(bob.page, 'Found you.')).toBeVisible();
  await networkLine(bob.page).click();
  await expect(bob.page.getByTestId('carrier').filter({ hasText: 'Remembered' })).toBeVisible();
  await bob.page.screenshot({ path: test.info().outputPath('remembered.png') });
});
