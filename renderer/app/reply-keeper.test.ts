import { expect, test } from 'vitest';

import { targetOf } from '../../shared/model/views.ts';
import { refOf, targetIn } from './answered.ts';
import { createDraftKeeper, draftKey } from './draft-keeper.ts';
import { createReplyKeeper } from './reply-keeper.ts';
import { bob, carol, draftsOf, GENERAL, handClock, KELP, reportsOf, said } from './testing/page-cast.ts';

const HERE = draftKey(KELP, GENERAL);
const THREAD = draftKey(KELP, GENERAL, said(carol, 1).id);

/** A window of alice's over what is on her disk. */
const openWindow = (held: Readonly<Record<string, string>> = {}) => {
  const drafts = draftsOf(held);
  const keeper = createDraftKeeper(drafts, handClock().after, reportsOf().report);
  return { drafts, keeper, replies: createReplyKeeper(keeper) };
};

test('alice answers bob: the message is named as the core names it, and where it stands', () => {
  const { replies } = openWindow();
  replies.answer(HERE, said(bob, 3));
  const replying = replies.replies.get().get(HERE);
  expect(replying).toMatchObject({ author: bob.member, authorName: 'bob' });
  expect(replying && targetIn(replying.message)).toEqual(targetOf(said(bob, 3)));
  expect(replying && refOf(replying.message)).toEqual({ id: said(bob, 3).id, sortKey: said(bob, 3).sortKey });
});

test('it is still there after a restart, in its own composer only, and is no draft by itself', async () => {
  const first = openWindow();
  first.replies.answer(HERE, said(bob, 3));
  first.keeper.flush();
  const next = openWindow(Object.fromEntries(first.drafts.held));
  await next.replies.load(THREAD);
  expect([...next.replies.replies.get().keys()]).toEqual([]);
  await next.replies.load(HERE);
  expect(next.replies.replies.get()).toEqual(first.replies.replies.get());
  expect(next.keeper.filled.get().has(HERE)).toBe(false);
});

test('cancelled it is gone, also from the disk; another choice replaces it', async () => {
  const { replies, keeper, drafts } = openWindow();
  replies.answer(HERE, said(bob, 3));
  replies.answer(HERE, said(carol, 4));
  expect(replies.replies.get().get(HERE)?.author).toBe(carol.member);
  replies.cancel(HERE);
  keeper.flush();
  expect(replies.replies.get().size).toBe(0);
  expect(drafts.held.size).toBe(0);
});

test('what alice chose while the disk was read is not replaced by what was there', async () => {
  const first = openWindow();
  first.replies.answer(HERE, said(bob, 3));
  first.keeper.flush();
  const next = openWindow(Object.fromEntries(first.drafts.held));
  const loading = next.replies.load(HERE);
  next.replies.answer(HERE, said(carol, 4));
  await loading;
  expect(next.replies.replies.get().get(HERE)?.author).toBe(carol.member);
});

test('damaged text on the disk is no reply', async () => {
  for (const text of ['{', '{"message":{}}', '[]']) {
    const { replies } = openWindow({ [`reply/${HERE}`]: text });
    await replies.load(HERE);
    expect(replies.replies.get().size).toBe(0);
  }
});
