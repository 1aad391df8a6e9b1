/** Nobody here knows a hub or a server: nothing connects these people but what they pass each other. */
import { encodeQR } from 'qr';

import { answerCode, confirmByCode, giveAnswer, inviteByCode, offerCode, seeConnected } from '../support/codes.ts';
import { composer, createCommunity, delivery, message, networkLine, openInvite, say } from '../support/screen.ts';
import { type Machine, makeLan, whyNoNetworks } from '../support/namespaces.ts';
import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

/** Longer than anything in ICE or DTLS waits by itself. */
const LATE_MS = 125_000;

const ALONE = { hubs: [] };

/** With a margin of one module. */
const qrVersion = (code: string): number => (encodeQR(code, 'raw', { ecc: 'medium', border: 1 }).length - 19) / 4;

/** Bob joins by alice's code; both dialogs say that they are connected, and are closed. */
const joinByCodes = async (alice: Person, bob: Person, late = 0): Promise<{ offer: string; answer: string }> => {
  const offer = await inviteByCode(alice.page);
  const confirmation = await openInvite(bob.page, 'Bob', offer);
  await expect(confirmation).toContainText('Harbour watch');
  await expect(confirmation).toContainText('Alice');
  await expect(confirmation).toContainText('You will get all earlier messages');
  await expect(confirmation.getByTestId('fingerprint')).toHaveText(/^([0-9A-Z]{4} ){4}[0-9A-Z]{4}$/);
  const answer = await confirmByCode(bob.page);
  await new Promise((resolve) => setTimeout(resolve, late));
  await giveAnswer(alice.page, answer);
  await seeConnected(alice.page);
  await seeConnected(bob.page);
  return { offer, answer };
};

const chat = async (alice: Person, bob: Person): Promise<void> => {
  await say(bob.page, 'Can you hear me?');
  await expect(message(alice.page, 'Can you hear me?')).toBeVisible();
  await say(alice.page, 'Loud and clear.');
  await expect(message(bob.page, 'Loud and clear.')).toBeVisible();
  await expect(delivery(alice.page, 'Loud and clear.')).toHaveText('with everyone');
};

test('[CD-4] bob joins by two copied codes with every carrier switched off, and they chat', async ({ people }) => {
  const [alice, bob] = await Promise.all([people('alice', ALONE), people('bob', ALONE)]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await say(alice.page, 'Said before bob came');
  const { offer, answer } = await joinByCodes(alice, bob);
  await expect(message(bob.page, 'Said before bob came')).toBeVisible();
  await chat(alice, bob);
  for (const code of [offer, answer]) expect(qrVersion(code)).toBeLessThanOrEqual(25);
  console.log(
    `the offer has ${offer.length} characters (QR version ${qrVersion(offer)}), the answer ${answer.length} (${qrVersion(answer)})`,
  );
  await expect(networkLine(alice.page)).toHaveText('Connected to 1 of 1');
});

test('[CD-3] two members whose link was lost connect by codes again, and each mistake is named', async ({ people }) => {
  const [alice, bob] = await Promise.all([people('alice', ALONE), people('bob', ALONE)]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await joinByCodes(alice, bob);
  await chat(alice, bob);
  await bob.reopen();
  await expect(composer(bob.page)).toBeVisible();
  await say(bob.page, 'Back again, alone');

  const offer = await offerCode(bob.page);
  await giveAnswer(bob.page, offer);
  await expect(bob.page.getByRole('alert')).toContainText('This is a first code, not an answer');
  const answer = await answerCode(alice.page, ` ${offer.toLowerCase().replaceAll(/(.{30})/g, '$1\n')} `);
  await giveAnswer(bob.page, answer.slice(0, -1));
  await expect(bob.page.getByRole('alert')).toContainText(
    'A character of this code is wrong, or a part of it is missing',
  );
  await giveAnswer(bob.page, answer);
  await seeConnected(bob.page);
  await seeConnected(alice.page);
  await expect(message(alice.page, 'Back again, alone')).toBeVisible();
});

test('[CD-7] a browser and a headless peer connect by codes', async ({ people, peers }) => {
  const [alice, bot] = await Promise.all([people('alice', ALONE), peers('tidebot', { hubs: [] })]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const offer = await inviteByCode(alice.page);
  const { code: answer } = await bot.request('answer-code', { code: offer, as: 'Tide bot' });
  await giveAnswer(alice.page, answer);
  await seeConnected(alice.page);
  await say(alice.page, 'Welcome, bot');
  await bot.waitForMessage('Welcome, bot');
  await bot.request('post', { channel: 'general', text: 'High water at 18:04' });
  await expect(message(alice.page, 'High water at 18:04')).toBeVisible();
});

test('[CD-2] two machines on one switch with multicast blocked and no default route connect by codes', async ({
  people,
}, testInfo) => {
  const reason = whyNoNetworks();
  test.skip(reason !== undefined, reason ?? '');
  const lan = makeLan();
  try {
    const machines = [lan.machine('alice'), lan.machine('bob')];
    for (const machine of machines) machine.drop('meta pkttype { broadcast, multicast }');
    const on = ({ within }: Machine) => ({ hubs: [], lan: true, within });
    const [alice, bob] = await Promise.all([
      people('alice', on(machines[0] as Machine)),
      people('bob', on(machines[1] as Machine)),
    ]);
    await createCommunity(alice.page, 'Alice', 'Harbour watch');
    await joinByCodes(alice, bob);
    await chat(alice, bob);
    await alice.page.screenshot({ path: testInfo.outputPath('multicast-blocked.png') });
  } finally {
    lan.dispose();
  }
});

test('[CD-6] an answer that is given more than 2 minutes late still connects', async ({ people }) => {
  test.skip(process.env['HOLDFAST_SLOW'] === undefined, 'waits more than two minutes: run it with HOLDFAST_SLOW=1');
  const [alice, bob] = await Promise.all([people('alice', ALONE), people('bob', ALONE)]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await joinByCodes(alice, bob, LATE_MS);
  await chat(alice, bob);
});
