import { describe, expect, it } from 'vitest';

import { opId } from '../../shared/base/ids.ts';
import { PERMISSIONS } from '../../shared/model/permissions.ts';
import type { CommunityView, InviteView, MemberView, MessageView, RoleView } from '../../shared/model/views.ts';
import { mayReveal, mayRevoke, memberActs, messageOffers, permissionsToGive, rolesToGive } from './offered-acts.ts';
import { alice, bob, carol, KELP, kelpOf, mallory, memberOf, said } from './testing/page-cast.ts';

const owner = { ...kelpOf(alice), permissions: PERMISSIONS, rank: 1_002 };
const warden = { ...kelpOf(bob), permissions: ['moderate', 'manage-roles', 'post'] as const, rank: 50 };
const plain = { ...kelpOf(carol), permissions: ['post'] as const };
const aliceHere: MemberView = { ...memberOf(alice), role: 'owner', rank: 1_002 };
const bobHere: MemberView = { ...memberOf(bob), rank: 50 };
const malloryHere = memberOf(mallory);

const role = (rank: number, permissions: RoleView['permissions'] = []): RoleView => ({
  id: opId(new Uint8Array(32).fill(rank)),
  community: KELP,
  name: `rank ${rank}`,
  rank,
  permissions,
});

describe('what is offered about a member', () => {
  it('the owner may remove, ban and hand over to anybody else', () => {
    expect(memberActs(owner, aliceHere, bobHere)).toEqual(['transfer-owner', 'kick', 'ban']);
  });

  it('a moderator acts on those below only', () => {
    expect(memberActs(warden, bobHere, malloryHere)).toEqual(['kick', 'ban']);
    expect(memberActs(warden, bobHere, aliceHere)).toEqual([]);
    expect(memberActs(warden, bobHere, { ...malloryHere, rank: 50 })).toEqual([]);
  });

  it('nobody acts on themselves, and nobody without the right', () => {
    expect(memberActs(owner, aliceHere, aliceHere)).toEqual([]);
    expect(memberActs(plain, memberOf(carol), malloryHere)).toEqual([]);
  });

  it('a banned member can only be unbanned, one who left only be banned', () => {
    expect(memberActs(owner, aliceHere, { ...malloryHere, status: 'banned' })).toEqual(['unban']);
    expect(memberActs(owner, aliceHere, { ...malloryHere, status: 'left' })).toEqual(['ban']);
  });

  it('who was removed is offered nothing', () => {
    expect(memberActs({ ...owner, state: 'removed' }, aliceHere, bobHere)).toEqual([]);
  });
});

describe('roles to give', () => {
  it('are below the own rank and hold no more than the own rights', () => {
    const roles = [role(60), role(50), role(40, ['purge']), role(30, ['moderate'])];
    expect(rolesToGive(warden, malloryHere, roles).map(({ rank }) => rank)).toEqual([30]);
  });

  it('go to nobody above, but to oneself', () => {
    expect(rolesToGive(warden, aliceHere, [role(1)])).toEqual([]);
    expect(rolesToGive(warden, bobHere, [role(1)]).length).toBe(1);
  });

  it('hold only rights that one has', () => {
    expect(permissionsToGive(warden)).toEqual(['manage-roles', 'moderate', 'post']);
  });
});

describe('revoking an invite', () => {
  const invite: InviteView = {
    id: opId(new Uint8Array(32).fill(9)),
    community: KELP,
    by: bob.member,
    usesLeft: 3,
    needsApproval: false,
    expires: undefined,
    isRevoked: false,
  };
  it('is offered for the own ones and for those of people below', () => {
    const members = [aliceHere, bobHere, malloryHere];
    expect(mayRevoke(warden, invite, members)).toBe(true);
    expect(mayRevoke(plain, invite, members)).toBe(false);
    expect(mayRevoke(owner, invite, members)).toBe(true);
    expect(mayRevoke({ ...warden, permissions: PERMISSIONS }, { ...invite, by: alice.member }, members)).toBe(false);
  });
  it('is not offered for one that lets nobody in any more', () => {
    expect(mayRevoke(warden, { ...invite, isRevoked: true }, [])).toBe(false);
    expect(mayRevoke(warden, { ...invite, usesLeft: 0 }, [])).toBe(false);
  });
});

describe('what is offered about a message', () => {
  const open = { kind: 'channel' as const, mayPost: true };
  const rankOf = (member: MemberView['id']): number => [aliceHere, bobHere].find(({ id }) => id === member)?.rank ?? 0;
  const offers = (who: CommunityView, message: MessageView, channel: Parameters<typeof messageOffers>[1] = open) =>
    messageOffers(who, channel, message, rankOf).join(' ');
  const byMallory = said(mallory, 1);
  const hiddenBy = (who: typeof alice): MessageView => ({
    ...byMallory,
    hidden: { by: who.member, byName: who.name, reason: 'spam' },
  });

  it('carol answers, reacts to and copies what others say, and changes only what she said', () => {
    expect(offers(plain, byMallory)).toBe('reply thread react copy link forward mark-unread who report');
    expect(offers(plain, said(carol, 1))).toBe('reply thread react edit copy link forward delete');
    expect(offers(plain, { ...byMallory, editedAt: 5 })).toBe(
      'reply thread react versions copy link forward mark-unread who report',
    );
  });

  it('a moderator pins all, and hides what people below said', () => {
    expect(offers(warden, byMallory)).toBe('reply thread react copy link forward mark-unread who pin hide report');
    expect(offers(warden, said(alice, 1))).toBe('reply thread react copy link forward mark-unread who pin report');
    expect(offers(warden, { ...said(bob, 1), isPinned: true })).toBe(
      'reply thread react edit copy link forward unpin delete',
    );
  });

  it('purging is a right of its own, and not for what one said oneself', () => {
    expect(offers(owner, byMallory)).toBe('reply thread react copy link forward mark-unread who pin hide purge report');
    expect(offers(owner, said(alice, 1))).toBe('reply thread react edit copy link forward pin delete');
  });

  it('what is hidden is shown again by somebody of the hider’s rank or above', () => {
    expect(offers(warden, hiddenBy(bob))).toBe('thread link who show report');
    expect(offers(warden, hiddenBy(alice))).toBe('thread link who report');
    expect(offers(owner, hiddenBy(bob))).toBe('thread link who show purge report');
    expect(offers({ ...plain, me: mallory.member }, hiddenBy(bob))).toBe('thread link delete');
  });

  it('what is hidden is read by who may moderate and by who said it', () => {
    expect([owner, warden, plain].map((who) => mayReveal(who, hiddenBy(bob)))).toEqual([true, true, false]);
    expect(mayReveal({ ...plain, me: mallory.member }, hiddenBy(bob))).toBe(true);
  });

  it('where one may only read, one deletes, copies and moderates', () => {
    expect(offers(plain, said(carol, 1), { ...open, mayPost: false })).toBe('thread copy link forward delete');
    expect(offers(warden, byMallory, { ...open, mayPost: false })).toBe(
      'thread copy link forward mark-unread who pin hide report',
    );
  });

  it('nobody moderates what two people say to each other', () => {
    expect(offers(owner, byMallory, { kind: 'direct', mayPost: true })).toBe(
      'reply thread react copy link forward mark-unread who',
    );
  });

  it('of what is gone there is the thread, and who was removed reads and copies', () => {
    expect(offers(owner, { ...byMallory, gone: { how: 'deleted', by: mallory.member, byName: 'mallory' } })).toBe(
      'thread who',
    );
    expect(offers({ ...owner, state: 'removed' }, byMallory)).toBe('thread copy link mark-unread who');
    expect(offers({ ...owner, state: 'removed' }, hiddenBy(bob))).toBe('thread link who');
  });
});
