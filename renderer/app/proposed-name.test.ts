import { expect, test } from 'vitest';

import { memberId } from '../../shared/base/ids.ts';
import { doorStrings } from '../ui/strings-door.ts';
import { proposedName } from './proposed-name.ts';
import { alice } from './testing/page-cast.ts';

test('the proposed name is the same every time, of two words, and many people get many names', () => {
  const words = doorStrings.names;
  const name = proposedName(alice.member, words);
  expect(proposedName(alice.member, words)).toBe(name);
  expect(words[0]).toContain(name.split(' ')[0]);
  expect(words[1]).toContain(name.split(' ')[1]);
  const all = Array.from({ length: 200 }, (_, n) =>
    proposedName(memberId(Uint8Array.from({ length: 32 }, (_each, i) => (n * 37 + i * 91 + n * i) & 255)), words),
  );
  expect(new Set(all).size).toBeGreaterThan(100);
});
