/** GO: what SECURITY.md names, and what people must be able to rely on, story by story. */
import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { quickSignatures } from '../testing/governance-cast.ts';
import { ATTACKS } from '../testing/governance-stories.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

test.each(ATTACKS.map((story) => [story.name, story] as const))('%s', (_name, story) => {
  const cast = story.name === 'quota' ? quickSignatures(crypto) : crypto;
  expect(story.tell(cast)).toEqual([]);
});
