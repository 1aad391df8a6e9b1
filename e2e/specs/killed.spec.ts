/**
 * Host and browser are SIGKILLed at moments that nobody chose, while alice types: whatever was shown to her as saved is
 * there afterwards, once. Some rounds in every run; all fifty with HOLDFAST_SLOW=1.
 */
import { createDice } from '../../shared/testing/simulation/dice.ts';
import type { Person } from '../support/person.ts';
import { composer, createCommunity } from '../support/screen.ts';
import { storedTexts } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';

const ROUNDS = process.env['HOLDFAST_SLOW'] === undefined ? 4 : 50;
/** Between two kills. */
const SHORTEST_MS = 200;
const LONGEST_MS = 2_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Tells of every message of alice as soon as its sign says that it is kept. */
const watchSigns = (): void => {
  const told = new Set<string>();
  const tell = (window as unknown as { tellSaved: (text: string) => Promise<void> }).tellSaved;
  const look = (): void => {
    for (const row of document.querySelectorAll('[data-testid="message"]')) {
      const text = row.querySelector('.message-text')?.textContent.trim() ?? '';
      const sign = row.querySelector('[data-testid="delivery"]')?.textContent.trim() ?? '';
      if (told.has(text) || (sign !== 'saved here' && !sign.startsWith('with '))) continue;
      told.add(text);
      tell(text).catch(() => undefined); // the test has killed who listens
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
};

/** Types until somebody kills what she types into. */
const typeOn = async (alice: Person, round: number): Promise<void> => {
  for (let i = 1; i < 1_000; i += 1) {
    try {
      await composer(alice.page).fill(`round ${round}, message ${i}`, { timeout: 5_000 });
      await composer(alice.page).press('Enter', { timeout: 5_000 });
    } catch {
      return; // the browser is gone
    }
  }
};

test('P4 host and browser are killed at any moment while alice types: what was shown as saved is there, once', async ({
  people,
}) => {
  test.setTimeout(ROUNDS * 60_000);
  const dice = createDice(50);
  const alice = await people('alice', { mayHaveProblems: true });
  const saved: string[] = [];
  const starts: number[] = [];
  const listen = (): Promise<unknown> =>
    alice.context.exposeFunction('tellSaved', (text: string) => void saved.push(text));
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await listen();

  for (let round = 1; round <= ROUNDS; round += 1) {
    await alice.page.evaluate(watchSigns);
    const typing = typeOn(alice, round);
    await pause(SHORTEST_MS + dice.below(LONGEST_MS - SHORTEST_MS));
    const isHostFirst = dice.chance(0.5);
    if (isHostFirst) await alice.host.sigkill();
    await pause(dice.below(100));
    await alice.crash();
    if (!isHostFirst) await alice.host.sigkill();
    await typing;

    await alice.host.restart();
    const start = Date.now();
    await alice.reopen();
    await expect(composer(alice.page)).toBeEnabled();
    starts.push(Date.now() - start);
    await listen();
    await expect.poll(async () => missing(saved, await storedTexts(alice.page))).toEqual([]);
  }
  const stored = await storedTexts(alice.page);
  expect(new Set(stored).size, 'nothing is there twice').toBe(stored.length);
  expect(saved.length, 'she was shown something').toBeGreaterThan(ROUNDS);
  const sorted = starts.sort((a, b) => a - b);
  const note = (type: string, description: string): void => void test.info().annotations.push({ type, description });
  note('shown as saved', String(saved.length));
  note('from the browser’s start to typing', `median ${sorted[sorted.length >> 1]} ms, longest ${sorted.at(-1)} ms`);
});

const missing = (saved: readonly string[], stored: readonly string[]): string[] => {
  const held = new Set(stored);
  return saved.filter((text) => !held.has(text));
};
