import { expect, test } from 'vitest';

import { recordId } from '../../shared/base/ids.ts';
import { fail, ok } from '../../shared/base/result.ts';
import { targetOf } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import { createMessageDesk, threadOf } from './message-desk.ts';
import { bob, carol, GENERAL, KELP, reportsOf, said } from './testing/page-cast.ts';

/** Alice's desk over a core that answers as told. */
const openDesk = (answers: readonly (Awaited<ReturnType<PeerApi['act']>> | Error)[]) => {
  const asked: Parameters<PeerApi['act']>[0][] = [];
  const reports = reportsOf();
  const act: PeerApi['act'] = (input) => {
    asked.push(input);
    const answer = answers[asked.length - 1] ?? new Error('asked too often');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const drafts = { load: () => Promise.resolve(''), note: () => undefined };
  const desk = createMessageDesk({ peer: { act }, drafts, report: reports.report, unexpected: 'It broke.' });
  return { desk, asked, reports };
};
const done = ok(recordId(new Uint8Array(32).fill(5)));

test('an act names the message as the core does', async () => {
  const { desk, asked } = openDesk([done]);
  await desk.perform(said(bob, 3), { kind: 'react', emoji: '🌊', on: true });
  expect(asked).toEqual([
    {
      community: KELP,
      channel: GENERAL,
      act: { kind: 'react', emoji: '🌊', on: true, target: targetOf(said(bob, 3)) },
    },
  ]);
  expect(desk.refusal.get()).toBeUndefined();
});

test('a refusal stays in the core’s words until something else is done', async () => {
  const { desk, reports } = openDesk([fail('rank-too-low', 'Carol ranks as high as you.'), new Error('gone'), done]);
  await desk.perform(said(carol, 3), { kind: 'hide', on: true });
  expect(desk.refusal.get()).toBe('Carol ranks as high as you.');
  await desk.perform(said(carol, 3), { kind: 'pin', on: true });
  expect(desk.refusal.get()).toBe('It broke.');
  expect(reports.said).toEqual(['pin']);
  await desk.perform(said(carol, 3), { kind: 'pin', on: true });
  expect(desk.refusal.get()).toBeUndefined();
});

test('a message in a thread opens that thread, any other one begins its own', () => {
  const root = { id: said(bob, 1).id, sortKey: said(bob, 1).sortKey };
  expect(threadOf(said(bob, 1)).root).toEqual(root);
  expect(threadOf(said(carol, 2, { thread: root }))).toEqual({ community: KELP, channel: GENERAL, root });
});
