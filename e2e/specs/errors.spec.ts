/** Every error that a person can meet (docs/errors.md): provoked once, its words read, its screen looked at. */
import { removedNote } from '../support/governing.ts';
import { look } from '../support/look.ts';
import { joinKelp } from '../support/gathering.ts';
import { askToJoin, composer, giveInvite, networkLine, openNetwork } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

const HOUR = 3_600_000;
const VERSION = /^\d+\.\d+\.\d+/;

test('bob’s ways in that lead nowhere: each says what happened, what it means, and what to do', async ({
  people,
  peers,
}, testInfo) => {
  test.setTimeout(10 * 60_000);
  const [alice, bob] = await Promise.all([peers('alice'), people('bob')]);
  const { community, invite } = await alice.request('create-community', { name: 'Kelp', as: 'Alice' });
  const { page } = bob;
  const refused = page.getByRole('main').getByRole('alert');
  const openAnother = (): Promise<void> => page.getByRole('button', { name: 'Use another invite' }).click();

  await page.getByRole('button', { name: 'Join with an invite' }).click();
  await giveInvite(page, 'https://example.org/nothing');
  await expect(page.getByRole('alert')).toContainText('This is not a Holdfast invite');
  await giveInvite(page, invite.slice(0, -12));
  await expect(page.getByRole('alert')).toContainText('This invite is damaged');
  await look(page, 'bad-link', testInfo);

  const once = await alice.request('invite', { community, uses: 1 });
  const carol = await peers('carol');
  await joinKelp(carol, once.invite);
  await askToJoin(page, once.invite);
  await expect(refused).toContainText('has let in as many people as it was made for');
  await look(page, 'used-up', testInfo);

  const { invite: second } = await alice.request('invite', { community });
  const { invites } = (await alice.ask('invites', { community })) as unknown as {
    invites: { id: string; isRevoked: boolean; usesLeft: number }[];
  };
  for (const { id } of invites.filter((one) => !one.isRevoked && one.usesLeft > 0))
    await alice.request('revoke-invite', { community, invite: id });
  await openAnother();
  await askToJoin(page, second);
  await expect(refused).toContainText('This invite was revoked');
  await look(page, 'revoked', testInfo);

  const { invite: third } = await alice.request('invite', { community });
  await Promise.all([alice.quit(), carol.quit()]);
  await openAnother();
  await askToJoin(page, third);
  await expect(page.getByRole('status').filter({ hasText: 'Nobody has answered yet' })).toBeVisible();
  await look(page, 'no-peers', testInfo);

  const back = await peers('alice');
  await expect(composer(page)).toBeVisible();
  const { members } = await back.request('members', { community });
  const member = members.find(({ name }) => name !== 'Alice' && name !== 'carol')?.name;
  await back.request('ban', { community, member, reason: 'spam' });
  await expect(removedNote(page)).toContainText('You were banned from Kelp by Alice: spam.');
  await expect(removedNote(page)).toContainText('ask somebody who moderates there to lift the ban');
  await look(page, 'banned', testInfo);
  const fourth = await back.request('invite', { community });
  await removedNote(page).getByRole('button', { name: 'Open an invite' }).click();
  await askToJoin(page, fourth.invite);
  await expect(refused).toContainText('You are banned there');
  await look(page, 'banned-again', testInfo);
});

test('carol meets a clock that is wrong, a newer version, and herself in a second window', async ({
  people,
  peers,
}, testInfo) => {
  const [mallory, carol] = await Promise.all([peers('mallory', { lies: true }), people('carol')]);
  const { page } = carol;
  const lie = (how: object) => mallory.ask('lie', { ...how });
  const cut = async (): Promise<void> => {
    const { links } = await mallory.request('status');
    for (const { device } of links) await mallory.request('cut-link', { device });
  };
  const { invite } = await mallory.request('create-community', { name: 'Kelp', as: 'Mallory' });
  await page.getByRole('button', { name: 'Join with an invite' }).click();
  await askToJoin(page, invite);
  await expect(networkLine(page)).toHaveText('Connected to 1 of 1');

  await lie({ clock: 3 * HOUR });
  const clocks = page.getByRole('status').filter({ hasText: 'Your clock and that of Mallory differ by 3 hours' });
  await expect(clocks).toBeVisible();
  await look(page, 'clock-skew', testInfo);
  await clocks.getByRole('button', { name: 'Compare clocks' }).click();
  const network = page.getByRole('dialog', { name: 'Network' });
  await expect(network.getByRole('row').filter({ hasText: 'Mallory' })).toContainText('3 hours ahead');
  await look(page, 'clock-network', testInfo);
  await page.keyboard.press('Escape');
  await clocks.getByRole('button', { name: 'Hide this notice' }).click();
  await expect(clocks).toHaveCount(0);

  await lie({ clock: 0, version: 2 });
  await cut();
  const newer = page.getByRole('status').filter({ hasText: 'Somebody has a newer version of Holdfast' });
  await expect(newer).toBeVisible();
  await look(page, 'newer-version', testInfo);
  await newer.getByRole('button', { name: 'Show my version' }).click();
  const about = page.getByRole('dialog', { name: 'Settings' }).getByRole('region', { name: 'About' });
  await expect(about.getByRole('definition').first()).toHaveText(VERSION);
  await page.keyboard.press('Escape');
  expect(await (await openNetwork(page)).innerText()).toContain('newer version of Holdfast');
  await page.keyboard.press('Escape');

  const second = await carol.context.newPage();
  await second.goto(carol.host.origin);
  await expect(composer(second)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Opened in another window' })).toBeVisible();
  await look(page, 'second-window', testInfo);
  await page.getByRole('button', { name: 'Use Holdfast here' }).click();
  await expect(composer(page)).toBeVisible();
});
