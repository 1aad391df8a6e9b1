/** The audit log as people read it: names instead of ids. */
import { defined } from '../base/defined.ts';
import type { AuditEntry } from '../governance/audit.ts';
import type { CommunityState } from '../governance/community-state.ts';
import type { Operation } from '../governance/operation.ts';
import type { AuditView } from '../model/views.ts';
import type { Community } from './community.ts';

export const auditViews = (community: Community | undefined): AuditView[] => {
  const state = community?.state();
  if (community === undefined || state === undefined) return [];
  const bodies = new Map(community.log.all().map(({ id, body }) => [id, body]));
  return community.log.audit().map(({ operation, kind, by, about, at, void: isVoid }) => {
    return {
      operation,
      kind,
      by: by.member,
      byName: (by.member && state.members.get(by.member)?.name) ?? '',
      about: aboutView(state, about),
      ...defined({ at, reason: reasonOf(bodies.get(operation)) }),
      void: isVoid?.inWords,
    };
  });
};

const aboutView = (state: CommunityState, { member, channel, role }: AuditEntry['about']): AuditView['about'] =>
  defined({
    member,
    memberName: member && state.members.get(member)?.name,
    channel,
    channelName: channel && state.channels.get(channel)?.name,
    role,
  });

const reasonOf = (body: Operation['body'] | undefined): string | undefined => {
  if (body?.kind === 'COMMUNITY_NOTE') return body.text;
  return body !== undefined && 'reason' in body ? body.reason : undefined;
};
