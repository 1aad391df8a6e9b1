import fc from 'fast-check';
import { encodeUtf8 } from 'lib0/string';
import { expect, test } from 'vitest';

import { channelId, communityId } from '../base/ids.ts';
import type { PersonalEntry } from '../model/personal.ts';
import { readPersonalEntry, writePersonalEntry } from './personal-entry.ts';

const community = communityId(new Uint8Array(32).fill(1));
const channel = channelId(new Uint8Array(32).fill(2));
const read = (value: unknown): PersonalEntry | undefined =>
  readPersonalEntry(encodeUtf8(JSON.stringify(value)), community);

test.each<PersonalEntry>([
  { kind: 'read', community, channel, upTo: '00abc.x', round: 3 },
  { kind: 'since', community, at: 5 },
  { kind: 'level', community, channel, level: 'nothing', at: 5 },
  { kind: 'level', community, at: 5 },
  { kind: 'mute', community, until: Number.MAX_SAFE_INTEGER, at: 5 },
  { kind: 'done', community, channel, keys: ['a', 'b'] },
])('%j is read as it was written', (entry) => {
  expect(readPersonalEntry(writePersonalEntry(entry), community)).toEqual(entry);
});

test.each([
  { kind: 'pinned', at: 5 }, // of a newer version
  { kind: 'since', at: -1 },
  { kind: 'since', at: 1e300 },
  { kind: 'since', at: 5, community },
  { kind: 'read', channel: 'x', upTo: '', round: 0 },
  { kind: 'read', channel, upTo: 'x'.repeat(129), round: 0 },
  { kind: 'read', channel, upTo: '', round: 0.5 },
  { kind: 'level', level: 'loud', at: 5 },
  { kind: 'done', channel, keys: Array.from({ length: 101 }, () => 'a') },
  [],
  null,
  'read',
])('%j is no entry', (value) => expect(read(value)).toBeUndefined());

test('any bytes are read or passed over, and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readPersonalEntry(bytes, community)).toBeUndefined();
    }),
  );
});
