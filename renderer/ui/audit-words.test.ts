import { describe, expect, it } from 'vitest';

import { opId } from '../../shared/base/ids.ts';
import type { AuditView } from '../../shared/model/views.ts';
import { alice, bob, mallory } from '../app/testing/page-cast.ts';
import { auditSentence, auditShown } from './audit-words.ts';
import { removedSentence } from './removed-words.ts';

const entry = (n: number, change: Partial<AuditView>): AuditView => ({
  operation: opId(new Uint8Array(32).fill(n)),
  kind: 'BAN',
  by: alice.member,
  byName: 'Alice',
  about: {},
  void: undefined,
  ...change,
});
const warden = opId(new Uint8Array(32).fill(50));
const roleNames = new Map([[warden, 'warden']]);
const banned = entry(1, { about: { member: mallory.member, memberName: 'Mallory' }, reason: 'spam' });
const gave = entry(2, {
  kind: 'ROLE_ASSIGN',
  about: { member: bob.member, memberName: 'Bob', role: warden },
});
const opened = entry(3, { kind: 'CHANNEL_CREATE', by: bob.member, byName: 'Bob', about: { channelName: 'tides' } });

describe('the audit log in sentences', () => {
  it('says who did what to whom, and why', () => {
    expect(auditSentence(banned, roleNames)).toBe('Alice banned Mallory: spam');
    expect(auditSentence(gave, roleNames)).toBe('Alice gave Bob the role warden');
    expect(auditSentence(opened, roleNames)).toBe('Bob created #tides');
  });

  it('names a role by the operation that made it, and says so when it is gone', () => {
    const made = entry(50, { kind: 'ROLE_CREATE' });
    expect(auditSentence(made, roleNames)).toBe('Alice created the role warden');
    expect(auditSentence(made, new Map())).toBe('Alice created a role');
  });

  it('has words for what a newer version did, and for somebody without a name', () => {
    expect(auditSentence(entry(4, { kind: 'unknown' }), roleNames)).toBe(
      'Alice did something that this version does not know',
    );
    expect(auditSentence(entry(5, { byName: '', kind: 'LEAVE' }), roleNames)).toBe('Somebody left');
  });

  it('says what a note for everyone said, and that it was taken away', () => {
    const note = entry(6, { kind: 'COMMUNITY_NOTE', reason: 'Servers down, we are on LAN and codes' });
    expect(auditSentence(note, roleNames)).toBe('Alice posted an incident note: Servers down, we are on LAN and codes');
    expect(auditSentence({ ...note, reason: '' }, roleNames)).toBe('Alice took the incident note away');
  });

  it('shows the newest first, of a topic or about a member', () => {
    const all = [banned, gave, opened];
    expect(auditShown(all, { topic: 'all', member: '' })).toEqual([opened, gave, banned]);
    expect(auditShown(all, { topic: 'roles', member: '' })).toEqual([gave]);
    expect(auditShown(all, { topic: 'all', member: bob.member })).toEqual([opened, gave]);
    expect(auditShown(all, { topic: 'people', member: bob.member })).toEqual([]);
  });
});

describe('what happened to somebody who is not a member any more', () => {
  it('names who did it and why', () => {
    const removal = { how: 'banned' as const, byName: 'Alice', reason: 'spam' };
    expect(removedSentence({ name: 'Kelp', removal })).toBe('You were banned from Kelp by Alice: spam.');
    expect(removedSentence({ name: 'Kelp', removal: { how: 'left' } })).toBe('You left Kelp.');
  });
});
