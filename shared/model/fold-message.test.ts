/** MS: what was done to a message, added to it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { channelId, communityId, deviceId, memberId, recordId } from '../base/ids.ts';
import { foldMessage } from './fold-message.ts';
import type { EffectAct, EffectView, MessageView } from './views.ts';

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const sortKey = (at: number, id: string): string => `${at.toString(16).padStart(16, '0')}.${id}`;
type Name = 'alice' | 'bob' | 'carol' | 'mallory';
const PEOPLE: Record<Name, { member: number; rank: number }> = {
  alice: { member: 11, rank: 0 },
  bob: { member: 12, rank: 20 },
  carol: { member: 13, rank: 50 },
  mallory: { member: 14, rank: 0 },
};
const memberOf = (who: Name) => memberId(bytes(PEOPLE[who].member));
const deviceOf = (who: Name) => deviceId(bytes(PEOPLE[who].member + 100));

const record = recordId(bytes(1));
const hello: MessageView = {
  id: `${record}.0`,
  record,
  community: communityId(bytes(2)),
  channel: channelId(bytes(3)),
  author: memberOf('alice'),
  authorName: 'alice',
  device: deviceOf('alice'),
  seq: 4,
  text: 'hello',
  sentAt: 100,
  sortKey: sortKey(100, `${record}.0`),
};
const target: EffectView['target'] = { id: hello.id, sortKey: hello.sortKey, device: hello.device, seq: hello.seq };

const did = (who: Name, at: number, act: EffectAct, change: Partial<EffectView> = {}): EffectView => {
  const id = `${recordId(bytes((at % 200) + 30))}.${PEOPLE[who].member}`;
  return {
    id,
    community: hello.community,
    channel: hello.channel,
    target,
    by: memberOf(who),
    byName: who,
    device: deviceOf(who),
    seq: at,
    sentAt: at,
    sortKey: sortKey(at, id),
    rank: PEOPLE[who].rank,
    act,
    ...change,
  };
};
const edit = (text: string): EffectAct => ({ kind: 'edit', text });
const react = (emoji: string, on = true): EffectAct => ({ kind: 'react', emoji, on });
const hide = (on = true, reason?: string): EffectAct => ({ kind: 'hide', on, ...(reason && { reason }) });
const fold = (...effects: readonly EffectView[]): MessageView => foldMessage(hello, effects);

test('[MS-2] alice’s newest edit is what is shown, with its time, whatever arrives last', () => {
  expect(fold(did('alice', 130, edit('third')), did('alice', 110, edit('second')))).toMatchObject({
    text: 'third',
    editedAt: 130,
  });
});

test('[MS-2] nobody else’s edit counts', () => {
  expect(fold(did('mallory', 130, edit('nonsense')))).toEqual(hello);
});

test('[MS-1] an effect that names another device, number or time for the message counts for nothing', () => {
  const wrong = [{ device: deviceOf('bob') }, { seq: 5 }, { sortKey: sortKey(99, hello.id) }, { id: `${record}.1` }];
  for (const part of wrong)
    expect(fold(did('alice', 130, edit('changed'), { target: { ...target, ...part } }))).toEqual(hello);
});

test('[MS-4] of each member and emoji the newest word counts; reactions come oldest first', () => {
  const effects = [
    did('carol', 140, react('🐟')),
    did('bob', 120, react('🌊')),
    did('alice', 130, react('🌊')),
    did('mallory', 110, react('🌊')),
    did('mallory', 150, react('🌊', false)),
  ];
  expect(fold(...effects).reactions).toEqual([
    { emoji: '🌊', by: [memberOf('bob'), memberOf('alice')] },
    { emoji: '🐟', by: [memberOf('carol')] },
  ]);
});

test('[MS-5] hidden until somebody of the hider’s rank or above takes it back', () => {
  const hidden = did('carol', 120, hide(true, 'spam'));
  expect(fold(hidden)).toMatchObject({ text: 'hello', hidden: { byName: 'carol', reason: 'spam' } });
  expect(fold(hidden, did('bob', 130, hide(false))).hidden).toMatchObject({ byName: 'carol' });
  expect(fold(hidden, did('carol', 130, hide(false)))).toEqual(hello);
  expect(fold(hidden, did('carol', 110, hide(false))).hidden).toBeDefined();
  expect(fold(did('bob', 100, hide()), did('carol', 130, hide(false)))).toEqual(hello);
});

test('[MS-6] a pin is what the newest word on it says', () => {
  expect(fold(did('bob', 120, { kind: 'pin', on: true })).isPinned).toBe(true);
  expect(fold(did('bob', 120, { kind: 'pin', on: true }), did('carol', 130, { kind: 'pin', on: false }))).toEqual(
    hello,
  );
});

test('[MS-3] what is deleted has no words, reactions or pin; a purge says more than a delete', () => {
  const effects = [
    did('alice', 120, edit('other words')),
    did('bob', 120, react('🌊')),
    did('carol', 121, { kind: 'pin', on: true }),
    did('alice', 130, { kind: 'delete', records: [] }),
  ];
  const gone = { how: 'deleted', by: memberOf('alice'), byName: 'alice' };
  expect(fold(...effects)).toEqual({ ...hello, text: '', gone });
  expect(fold(...effects, did('carol', 140, { kind: 'purge', records: [], reason: 'illegal' }))).toEqual({
    ...hello,
    text: '',
    gone: { how: 'purged', by: memberOf('carol'), byName: 'carol', reason: 'illegal' },
  });
  expect(fold(did('mallory', 130, { kind: 'delete', records: [] }))).toEqual(hello);
});

const anyAct: fc.Arbitrary<EffectAct> = fc.oneof(
  fc.constantFrom('one', 'two', 'three').map(edit),
  fc.record({ emoji: fc.constantFrom('🌊', '🐟'), on: fc.boolean() }).map(({ emoji, on }) => react(emoji, on)),
  fc.boolean().map((on) => hide(on)),
  fc.boolean().map((on): EffectAct => ({ kind: 'pin', on })),
  fc.constant<EffectAct>({ kind: 'delete', records: [] }),
);
const anyEffect = fc
  .tuple(fc.constantFrom<Name>('alice', 'bob', 'carol', 'mallory'), fc.integer({ min: 101, max: 190 }), anyAct)
  .map(([who, at, act]) => did(who, at, act));

test('[MS-8] any order and any number of arrivals fold to the same message', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(
      fc.uniqueArray(anyEffect, { maxLength: 12, selector: ({ id }) => id }).chain((effects) =>
        fc.record({
          effects: fc.constant(effects),
          arrivals: fc
            .subarray(effects)
            .chain((twice) =>
              fc.shuffledSubarray([...effects, ...twice], { minLength: effects.length + twice.length }),
            ),
        }),
      ),
      ({ effects, arrivals }) => {
        const shown = foldMessage(hello, effects);
        for (const part of Object.keys(shown)) kinds.add(part);
        expect(foldMessage(hello, arrivals)).toEqual(shown);
      },
    ),
    { numRuns: 300, seed: 20_261_125 },
  );
  for (const part of ['editedAt', 'hidden', 'isPinned', 'reactions', 'gone']) expect(kinds).toContain(part);
});
