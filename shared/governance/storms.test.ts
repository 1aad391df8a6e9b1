/** GO: random graphs of operations by people who know more or less of each other. Seeded: a failure names its seed. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { quickSignatures } from '../testing/governance-cast.ts';
import { problemsWith } from '../testing/governance-check.ts';
import { buildTown, menuOf } from '../testing/governance-menu.ts';
import { runStorm } from '../testing/governance-storm.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = quickSignatures(await loadSodiumCrypto());
});

test('GO-4 in random graphs every order of arrival gives one outcome, and the judge agrees', () => {
  const kinds = new Set<string>();
  let voided = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 })), { minLength: 3, maxLength: 14 }),
      fc.nat(),
      (steps, seed) => {
        const town = buildTown(crypto);
        const storm = runStorm(town, menuOf(town), steps, seed);
        for (const { body } of storm.fresh) kinds.add(body.kind);
        voided += storm.fresh.length;
        const problems = problemsWith(town.cast, storm.all, storm.orders);
        if (problems.length > 0) throw new Error(`${storm.names.join('\n')}\n${problems[0] ?? ''}`);
      },
    ),
    {
      numRuns: Number(process.env['GOVERNANCE_STORMS'] ?? 150),
      seed: Number(process.env['GOVERNANCE_SEED'] ?? 20_261_124),
    },
  );
  expect(kinds.size).toBeGreaterThan(12);
  expect(voided).toBeGreaterThan(300);
});
