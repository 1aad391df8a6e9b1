import { expect, test } from 'vitest';

import { isOnlyEmoji } from './only-emoji.ts';

test.each(['👍', '👍'.repeat(27), ' 👍 \n ❤️ ', '👩🏽‍🚀🏴󠁧󠁢󠁳󠁣󠁴󠁿'])('%j is only emoji', (text) =>
  expect(isOnlyEmoji(text)).toBe(true),
);
test.each(['', '  ', 'x', '👍x', '👍'.repeat(28), '1', '🇦', '👍 ©'])('%j is not', (text) =>
  expect(isOnlyEmoji(text)).toBe(false),
);

test.each(['👍🏽', '👩🏽‍🚀', '🇩🇪', '1️⃣', ' '])('many times %j and something else is told at once', (emoji) => {
  for (const times of [20, 26, 200]) {
    const start = performance.now();
    expect(isOnlyEmoji(`${emoji.repeat(times)}x`)).toBe(false);
    // a fraction of a millisecond; trying each way to cut it took hours
    expect(performance.now() - start).toBeLessThan(100);
  }
});
