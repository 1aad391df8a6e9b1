/** What every projection must do with what was done to messages. Part of the contract of projections. */
import { expect, test } from 'vitest';

import { memberId } from '../base/ids.ts';
import { MAX_THREADS, type Projection, type Queries } from '../ports/projection.ts';
import {
  bytes,
  KELP,
  REEF,
  GENERAL,
  QUIET,
  BOB,
  message,
  effect,
  wave,
  pin,
  erase,
  messages,
  ALL,
  textsOf,
} from './projection-cast.ts';

export const describeEffects = (world: () => { projection: Projection; queries: Queries }): void => {
  const projection = (): Projection => world().projection;
  const queries = (): Queries => world().queries;

  test('what was done to messages is added to them when they are read, in whichever order both came', async () => {
    const [early, late] = [message(3), message(320)];
    await projection().putEffects([effect(late, 2, { kind: 'edit', text: 'changed' }), effect(late, 1, wave, BOB)]);
    await projection().putMessages(messages(0, 450));
    await projection().putEffects([effect(early, 4, erase), effect(late, 1, wave, BOB)]);
    await projection().putEffects([effect(late, 3, { kind: 'hide', on: true }, BOB)]);
    const shown = new Map((await queries().history(KELP, GENERAL, ALL)).map((one) => [one.id, one]));
    expect(shown.get(late.id)).toEqual({
      ...late,
      text: 'changed',
      editedAt: 9_002,
      hidden: { by: memberId(bytes(8)), byName: 'bob' },
      reactions: [{ emoji: '🌊', by: [memberId(bytes(8))] }],
    });
    expect(shown.get(early.id)).toEqual({
      ...early,
      text: '',
      gone: { how: 'deleted', by: early.author, byName: 'alice' },
    });
    expect((await queries().history(KELP, GENERAL, ALL)).filter(({ id }) => id !== late.id && id !== early.id)).toEqual(
      messages(0, 450).filter(({ id }) => id !== late.id && id !== early.id),
    );
    expect((await projection().effectsOn(late)).map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(await projection().drops(KELP)).toEqual([effect(early, 4, erase)]);
    expect(await projection().drops(REEF)).toEqual([]);
  });

  test('messages are found by sort key, by being pinned, and by their thread', async () => {
    const root = message(5);
    const thread = { id: root.id, sortKey: root.sortKey };
    const inThread = [message(40, { thread }), message(300, { thread })];
    const all = [...messages(0, 40), ...messages(41, 300), ...messages(301, 450), ...inThread];
    await projection().putMessages(all.filter((_, i) => i % 2 === 0));
    await projection().putMessages(all.filter((_, i) => i % 2 === 1));
    await projection().putEffects([
      effect(message(301), 1, pin),
      effect(message(7), 2, pin),
      effect(message(8), 3, pin),
      effect(message(8), 4, { kind: 'pin', on: false }),
      effect(message(9_999), 5, pin),
      effect(message(300), 6, wave),
    ]);
    const at = [message(301), message(2), message(9_999), message(449)].map(({ sortKey }) => sortKey);
    expect((await queries().messagesAt(KELP, GENERAL, at)).map(({ text }) => text)).toEqual([
      'message 2',
      'message 301',
      'message 449',
    ]);
    expect(await queries().messagesAt(KELP, QUIET, at)).toEqual([]);
    expect(await queries().pinned(KELP, GENERAL)).toEqual([
      { ...message(7), isPinned: true },
      { ...message(301), isPinned: true },
    ]);
    expect(await queries().pinned(REEF, GENERAL)).toEqual([]);
    const [first, second] = await queries().thread(KELP, GENERAL, root.sortKey);
    expect(first).toEqual(inThread[0]);
    expect(second).toMatchObject({ id: inThread[1]?.id, reactions: [{ emoji: '🌊' }] });
    expect(await queries().thread(KELP, GENERAL, message(6).sortKey)).toEqual([]);
  });

  test('threads are listed, the one that was written in last first; what is done to their words is seen', async () => {
    const [one, other] = [message(5), message(9)].map(({ id, sortKey }) => ({ id, sortKey }));
    if (one === undefined || other === undefined) throw new Error('two messages');
    const last = message(301, { thread: one });
    const said = [message(40, { thread: one }), message(200, { thread: other }), last];
    await projection().putMessages([...messages(0, 40), ...said, ...messages(41, 200)]);
    await projection().putEffects([effect(last, 1, wave)]);
    expect(await queries().threads(KELP, GENERAL)).toEqual([
      { root: one, replies: 2, newest: { ...last, reactions: [{ emoji: '🌊', by: [last.author] }] } },
      { root: other, replies: 1, newest: said[1] },
    ]);
    expect(await queries().threads(KELP, QUIET)).toEqual([]);
  });

  test('of very many threads those that began last are listed', async () => {
    const begun = messages(0, MAX_THREADS + 2);
    const said = begun.map(({ id, sortKey }, i) => message(900 - i, { thread: { id, sortKey } }));
    await projection().putMessages([...begun, ...said]);
    const listed = await queries().threads(KELP, GENERAL);
    expect(listed.map(({ root }) => root.id)).toEqual(begun.slice(2).map(({ id }) => id));
  });

  test('what a message said before is read again, in order; of what others said of it, and once it is gone, nothing', async () => {
    const changed = message(3);
    await projection().putMessages(messages(0, 5));
    await projection().putEffects([
      effect(changed, 2, { kind: 'edit', text: 'third' }),
      effect(changed, 1, { kind: 'edit', text: 'second' }),
      effect(changed, 3, { kind: 'edit', text: 'not mine' }, BOB),
    ]);
    expect(await queries().versions(KELP, GENERAL, changed.sortKey)).toEqual([
      { text: changed.text, at: changed.sentAt },
      { text: 'second', at: 9_001 },
      { text: 'third', at: 9_002 },
    ]);
    expect(await queries().versions(KELP, GENERAL, message(4).sortKey)).toHaveLength(1);
    expect(await queries().versions(KELP, GENERAL, message(7).sortKey)).toEqual([]);
    await projection().putEffects([effect(changed, 4, erase)]);
    expect(await queries().versions(KELP, GENERAL, changed.sortKey)).toEqual([]);
  });

  test('what single records said is taken back, and may come back', async () => {
    await projection().putMessages(messages(0, 450));
    await projection().putEffects([effect(message(3), 1, wave), effect(message(3), 2, wave, BOB)]);
    await projection().takeBack({ messages: [message(4), message(300)], effects: [effect(message(3), 1, wave)] });
    const kept = messages(0, 450).filter(({ seq }) => seq !== 4 && seq !== 300);
    expect(textsOf(await queries().history(KELP, GENERAL, ALL))).toEqual(textsOf(kept));
    expect(await queries().messageCount(KELP, GENERAL)).toBe(448);
    expect((await projection().effectsOn(message(3))).map(({ device }) => device)).toEqual([BOB]);
    await projection().takeBack({ messages: [message(4)], effects: [effect(message(3), 1, wave)] });
    await projection().putMessages([message(4)]);
    expect(await queries().messageCount(KELP, GENERAL)).toBe(449);
  });

  test('what a device did to messages from a record on goes with what it said', async () => {
    await projection().putMessages(messages(0, 3));
    await projection().putEffects([
      effect(message(1), 4, wave, BOB),
      effect(message(1), 5, { kind: 'hide', on: true }, BOB),
      effect(message(2), 6, erase, BOB),
      effect(message(2), 7, pin),
    ]);
    await projection().forgetFrom({ community: KELP, channel: GENERAL, device: BOB }, 5);
    expect((await projection().effectsOn(message(1))).map(({ seq }) => seq)).toEqual([4]);
    expect((await projection().effectsOn(message(2))).map(({ seq }) => seq)).toEqual([7]);
    expect(await projection().drops(KELP)).toEqual([]);
    expect(textsOf(await queries().history(KELP, GENERAL, ALL))).toEqual(['message 0', 'message 1', 'message 2']);
  });
};
