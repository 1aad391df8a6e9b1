/** Every server is dead. Whoever is linked to somebody who is linked is found all the same. */
import { freePort } from '../support/free-port.ts';
import { allMeet, foundKelp, joinKelp } from '../support/gathering.ts';
import type { Headless } from '../support/headless.ts';
import { expect, test } from '../support/test.ts';

const deviceOf = async (peer: Headless): Promise<string> =>
  String((await peer.request('communities')).communities[0]?.device);

test('a link that was cut comes back through a third member, and a newcomer who reaches one member meets all (P7)', async ({
  peers,
  hub,
}) => {
  const port = await freePort();
  const alice = await peers('alice', { listen: port });
  const [bob, carol] = await Promise.all([peers('bob'), peers('carol')]);
  const community = await foundKelp(alice, bob, carol);
  await allMeet(alice, bob, carol);
  await hub.kill();

  const bobs = await deviceOf(bob);
  const start = Date.now();
  expect(await carol.request('cut-link', { device: bobs })).toMatchObject({ cut: 1 });
  await allMeet(alice, bob, carol);
  test.info().annotations.push({ type: 'healed', description: `${Date.now() - start} ms` });

  const { invite } = await alice.request('invite', { community });
  const dave = await peers('dave', { hubs: [`ws://127.0.0.1:${port}`] });
  await joinKelp(dave, invite);
  await allMeet(alice, bob, carol, dave);
  await dave.request('post', { channel: 'general', text: 'I know alice, and now you all.' });
  await Promise.all([bob, carol].map((peer) => peer.waitForMessage('I know alice, and now you all.')));
});
