import { test } from '../support/test.ts';
import { createCommunity, composer } from '../support/screen.ts';
test('look', async ({ people }) => {
  test.setTimeout(200_000);
  const alice = await people('alice', { mayHaveProblems: true });
  const { page } = alice;
  await createCommunity(page, 'Alice', 'Kelp');
  const me = await page.evaluate(() => document.querySelector('[data-testid=member]')?.outerHTML ?? '');
  console.log(me.slice(0, 300));
  const texts = [
    'Plain words, **bold**, *italic*, __underline__, ~~strike~~, `inline code` and ||the butler did it||.',
    '# High water\n## At the pier\n### Today\nThe **east pier** is closed.\n> Who said so?\n> The warden.\nThen we use the west one.',
    'Bring:\n- lines\n- fenders\n  - the big ones\n    - really\n- tea\n\n1. first\n2. second\nDone.',
    '```ts\n// tides\nexport const high = (day: number): string => `${day * 24.8} h`;\nif (high(3) === "x") return null;\n```\nand after',
    'See https://kelp.example/tide_table?a=1 and [the plan](https://plan.example/x). <@everyone> <#' + 'A'.repeat(43) + '>',
    '👍', 'שלום **עולם** זה טוב', '>>> all of\nthis',
  ];
  for (const text of texts) { await composer(page).fill(text); await page.keyboard.press('Enter'); await page.waitForTimeout(300); }
  await page.setViewportSize({ width: 1280, height: 1100 });
  await page.waitForTimeout(800);
  await page.screenshot({ path: '/tmp/look-light.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForTimeout(400);
  await page.screenshot({ path: '/tmp/look-dark.png' });
});
