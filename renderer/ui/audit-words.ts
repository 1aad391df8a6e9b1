/** The audit log's entries as sentences. */
import type { AuditView } from '../../shared/model/views.ts';
import { strings } from './strings.ts';

export type AuditTopic = 'people' | 'roles' | 'channels' | 'invites' | 'keys' | 'community';

const TOPICS: Readonly<Record<string, AuditTopic>> = {
  ADMIT: 'people',
  LEAVE: 'people',
  KICK: 'people',
  BAN: 'people',
  UNBAN: 'people',
  SET_PROFILE: 'people',
  ROLE_CREATE: 'roles',
  ROLE_UPDATE: 'roles',
  ROLE_DELETE: 'roles',
  ROLE_ASSIGN: 'roles',
  ROLE_UNASSIGN: 'roles',
  TRANSFER_OWNER: 'roles',
  CHANNEL_CREATE: 'channels',
  CHANNEL_UPDATE: 'channels',
  CHANNEL_DELETE: 'channels',
  CHANNEL_OVERRIDE: 'channels',
  INVITE: 'invites',
  REVOKE_INVITE: 'invites',
  ADD_DEVICE: 'keys',
  REMOVE_DEVICE: 'keys',
  FORK_PROOF: 'keys',
  ROTATE: 'keys',
};

export const auditTopic = (kind: string): AuditTopic => TOPICS[kind] ?? 'community';

/**
 * @param roleNames of the roles that are there now; of another only that it was a role can be said
 * @returns what happened, e.g. `Alice banned Mallory: spam`
 */
export const auditSentence = (entry: AuditView, roleNames: ReadonlyMap<string, string>): string => {
  const { kind, byName, about, reason } = entry;
  // A role's id is that of the operation that made it.
  const role = roleNames.get(about.role ?? entry.operation);
  const words = strings.audit.kinds[kind as keyof typeof strings.audit.kinds] ?? strings.audit.unknown;
  const whom = about.memberName ?? strings.audit.somebody;
  const said = words(byName === '' ? strings.audit.somebody : byName, {
    whom,
    role: role === undefined ? strings.audit.aRole : strings.audit.theRole(role),
    channel: about.channelName === undefined ? strings.audit.aChannel : `#${about.channelName}`,
    said: reason !== undefined && reason !== '',
  });
  return reason === undefined || reason === '' ? said : `${said}: ${reason}`;
};

export type AuditFilter = { topic: AuditTopic | 'all'; member: string };

/** Newest first; `member` empty for everybody. */
export const auditShown = (entries: readonly AuditView[], { topic, member }: AuditFilter): AuditView[] =>
  entries
    .filter(({ kind }) => topic === 'all' || auditTopic(kind) === topic)
    .filter(({ by, about }) => member === '' || by === member || about.member === member)
    .toReversed();
