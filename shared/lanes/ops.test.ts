/** LN-6: what a record may say. */
import { encodeUtf8 } from 'lib0/string';
import { expect, test } from 'vitest';

import { deviceId, recordId } from '../base/ids.ts';
import type { KnownOp } from './op-schemas.ts';
import { readOps, writeOps } from './ops.ts';

const device = deviceId(new Uint8Array(32).fill(1));
const record = recordId(new Uint8Array(32).fill(2));
const ref = { record, op: 0, at: '0123456789abcdef' };
const target = { device, seq: 3, record, op: 0, at: '0123456789abcdef' };

const GOOD: readonly KnownOp[] = [
  { kind: 'post', text: 'hello' },
  { kind: 'post', text: 'an answer', replyTo: ref, thread: ref },
  { kind: 'edit', target, text: 'other words' },
  { kind: 'delete', target, records: [{ device, seq: 3 }], thread: ref },
  { kind: 'purge', target, records: [], reason: 'illegal' },
  { kind: 'react', target, emoji: '👩🏽‍🚀', on: true },
  { kind: 'react', target, emoji: '3️⃣', on: false },
  { kind: 'hide', target, on: true, reason: 'off topic' },
  { kind: 'pin', target, on: false },
];

test('[LN-6] every kind of op is read as it was written, and all of them together', () => {
  for (const op of GOOD) expect(readOps(writeOps([op]))).toEqual([op]);
  expect(readOps(writeOps(GOOD))).toEqual(GOOD);
});

const BAD: Record<string, object> = {
  'a post of nothing': { kind: 'post', text: '' },
  'a post with something more': { kind: 'post', text: 'hello', colour: 'red' },
  'an edit of nothing': { kind: 'edit', target, text: '' },
  'an edit of 8,001 characters': { kind: 'edit', target, text: 'x'.repeat(8_001) },
  'a target without its clock': { kind: 'pin', on: true, target: { device, seq: 3, record, op: 0 } },
  'a target beyond the ops that a record has': { kind: 'pin', on: true, target: { ...target, op: 64 } },
  'a target that is no record': { kind: 'pin', on: true, target: { ...target, record: 'x' } },
  'words for an emoji': { kind: 'react', target, emoji: 'lol', on: true },
  'a line break for an emoji': { kind: 'react', target, emoji: '🌊\n', on: true },
  'half an emoji': { kind: 'react', target, emoji: '\ud83c', on: true },
  'forty emoji for one': { kind: 'react', target, emoji: '🌊'.repeat(40), on: true },
  'a delete of 201 records': {
    kind: 'delete',
    target,
    records: Array.from({ length: 201 }, () => ({ device, seq: 1 })),
  },
  'a hide without a word on whether': { kind: 'hide', target },
};

test.each(Object.entries(BAD))('[LN-6] a record that says %s says nothing', (_what, op) => {
  expect(readOps(encodeUtf8(JSON.stringify([{ kind: 'post', text: 'hello' }, op])))).toBeUndefined();
});

test('[LN-6] an op of a kind nobody knows yet has no effect', () => {
  expect(readOps(encodeUtf8(JSON.stringify([{ kind: 'sing', song: 1 }])))).toEqual([{ kind: 'unknown' }]);
});
