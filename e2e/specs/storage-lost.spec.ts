/**
 * The browser loses what it has stored: all of it, a part, or single bits. The next start makes it anew from the host's journal,
 * and it is the same. A few messages in every run; 100,000 with HOLDFAST_SLOW=1.
 */
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { createDice } from '../../shared/testing/simulation/dice.ts';
import { postAll } from '../support/headless.ts';
import { joinCommunity, message, say } from '../support/screen.ts';
import { storedDocuments, storedTexts } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';

const MESSAGES = process.env['HOLDFAST_SLOW'] === undefined ? 1_000 : 100_000;
const TEXTS = Array.from({ length: MESSAGES }, (_, index) => `message ${index + 1}`);
const WAIT = { timeout: 5 * 60_000 };

const dice = createDice(3);

/** Files of the page's databases, of one origin. */
const filesOf = (databases: string): string[] =>
  readdirSync(databases, { recursive: true, encoding: 'utf8' })
    .map((name) => join(databases, name))
    .filter((path) => statSync(path).isFile());

const flipBits = (path: string): void => {
  const bytes = readFileSync(path);
  for (let i = 0; i < bytes.length; i += 4_096) {
    const at = i + dice.below(Math.min(4_096, bytes.length - i));
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  }
  writeFileSync(path, bytes);
};

const HARMS: Readonly<Record<string, (databases: string) => void>> = {
  deleted: (databases) => rmSync(databases, { recursive: true }),
  'cut in half': (databases) => {
    for (const path of filesOf(databases)) truncateSync(path, statSync(path).size >> 1);
  },
  'full of flipped bits': (databases) => {
    for (const path of filesOf(databases)) if (/\.(?:ldb|log)$/.test(path)) flipBits(path);
  },
};

const digestOf = (texts: readonly string[]): string => createHash('sha256').update(texts.join('\n')).digest('hex');

for (const [name, harm] of Object.entries(HARMS)) {
  test(`P4 what the browser has stored is ${name}: the next start makes it anew from the journal`, async ({
    people,
    peers,
    testDir,
  }) => {
    test.setTimeout(20 * 60_000);
    const alice = await peers('alice');
    const { invite } = await alice.request('create-community', { name: 'Archive', as: 'Alice' });
    await postAll(alice, TEXTS);
    // what a damaged database does to a page may be told on its console
    const bob = await people('bob', { mayHaveProblems: true });
    await joinCommunity(bob.page, 'Bob', invite);
    await expect(message(bob.page, `message ${MESSAGES}`)).toBeVisible(WAIT);
    await expect.poll(async () => (await storedTexts(bob.page)).length, WAIT).toBe(MESSAGES);
    await say(bob.page, 'I have it all.');
    // on screen before it is stored
    await expect.poll(async () => (await storedTexts(bob.page)).length, WAIT).toBe(MESSAGES + 1);
    const before = digestOf(await storedTexts(bob.page));
    await alice.kill();
    await bob.close();

    harm(join(testDir, 'bob', 'browser', 'Default', 'IndexedDB'));
    const start = Date.now();
    await bob.reopen();
    await expect(message(bob.page, 'I have it all.')).toBeVisible(WAIT);
    await expect.poll(async () => (await storedTexts(bob.page)).length, WAIT).toBe(MESSAGES + 1);
    const description = `${MESSAGES} messages in ${Date.now() - start} ms`;
    test.info().annotations.push({ type: 'made anew', description });
    expect(digestOf(await storedTexts(bob.page))).toBe(before);
    await say(bob.page, 'And go on.');
  });
}

test('P4 old records are spoilt where they lie: bob notices when carol asks for them, makes them anew, and she has all', async ({
  people,
  peers,
  testDir,
}) => {
  test.setTimeout(20 * 60_000);
  const alice = await peers('alice');
  const { invite } = await alice.request('create-community', { name: 'Archive', as: 'Alice' });
  const before = await peers('carol');
  await before.request('join', { invite, as: 'Carol' });
  await before.quit();
  await postAll(alice, TEXTS);
  const bob = await people('bob', { mayHaveProblems: true });
  await joinCommunity(bob.page, 'Bob', invite);
  await expect.poll(async () => (await storedTexts(bob.page)).length, WAIT).toBe(MESSAGES);
  await say(bob.page, 'I have it all.');
  await expect.poll(async () => (await storedTexts(bob.page)).length, WAIT).toBe(MESSAGES + 1);
  const digest = digestOf(await storedTexts(bob.page));
  const kept = async (): Promise<number> =>
    (await storedDocuments(bob.page)).lanes.reduce((sum, count) => sum + count, 0);
  await expect.poll(kept, WAIT).toBe(MESSAGES + 1);
  await alice.kill();
  await bob.close();

  const large = filesOf(join(testDir, 'bob', 'browser', 'Default', 'File System')).filter(
    (path) => statSync(path).size > 64 * 1024,
  );
  expect(large, 'the file of pages').toHaveLength(1);
  large.forEach(flipBits);
  await bob.reopen();
  await expect(message(bob.page, 'I have it all.')).toBeVisible(WAIT);
  const carol = await peers('carol');
  await carol.waitForMessage('I have it all.', WAIT.timeout);
  await carol.waitForMessage(`message ${MESSAGES}`, WAIT.timeout);
  await expect
    .poll(async () => (await carol.request('history', { channel: 'general', limit: 1 })).total, WAIT)
    .toBe(MESSAGES + 1);
  expect(bob.watch.log()).toContain('stored-records-damaged');
  expect(digestOf(await storedTexts(bob.page))).toBe(digest);
  await say(bob.page, 'And go on.');
});
