/**
 * What is offered to somebody with these rights and this rank. Only an offer: the core judges every act again, on what it
 * knows at that moment.
 */
import type { MemberId, OpId } from '../../shared/base/ids.ts';
import { PERMISSIONS, type Permission } from '../../shared/model/permissions.ts';
import type {
  ChannelView,
  CommunityView,
  InviteView,
  MemberView,
  MessageView,
  RoleView,
} from '../../shared/model/views.ts';

export type MemberAct = 'kick' | 'ban' | 'unban' | 'transfer-owner';

type Standing = Pick<CommunityView, 'state' | 'me' | 'permissions' | 'rank'>;

/** In a community that this device is still a member of. */
export const may = (community: Standing, permission: Permission): boolean =>
  community.state === 'joined' && community.permissions.includes(permission);

export const memberActs = (community: Standing, me: MemberView | undefined, member: MemberView): MemberAct[] => {
  if (community.state !== 'joined' || member.id === community.me) return [];
  const moderates = may(community, 'moderate') && community.rank > member.rank;
  const { status } = member;
  const offers: [MemberAct, boolean][] = [
    ['transfer-owner', me?.role === 'owner' && status === 'active'],
    ['kick', moderates && status === 'active'],
    ['ban', moderates && status !== 'banned'],
    ['unban', moderates && status === 'banned'],
  ];
  return offers.flatMap(([act, isOffered]) => (isOffered ? [act] : []));
};

/** In the order of the menu. */
const MESSAGE_OFFERS = [
  'reply',
  'thread',
  'react',
  'edit',
  'versions',
  'copy',
  'link',
  'forward',
  'mark-unread',
  'who',
  'pin',
  'unpin',
  'hide',
  'show',
  'delete',
  'purge',
  'report',
] as const;

export type MessageOffer = (typeof MESSAGE_OFFERS)[number];

type Where = Pick<ChannelView, 'kind' | 'mayPost'>;

/**
 * What can be done to a message.
 * @param rankOf of a member now; 0 for those who are none any more
 */
export const messageOffers = (
  community: Standing,
  channel: Where,
  message: MessageView,
  rankOf: (member: MemberId) => number,
): MessageOffer[] => {
  const isMine = message.author === community.me;
  if (message.gone !== undefined) return isMine ? ['thread'] : ['thread', 'who'];
  const offered: Readonly<Record<MessageOffer, boolean>> = {
    ...authorOffers(community, channel, message),
    ...moderatorOffers(community, channel, message, rankOf),
    thread: true,
    versions: message.hidden === undefined && message.editedAt !== undefined,
    copy: message.hidden === undefined,
    link: true,
    forward: message.hidden === undefined && community.state === 'joined',
    report: channel.kind === 'channel' && community.state === 'joined' && !isMine,
    'mark-unread': message.hidden === undefined && !isMine,
    who: !isMine,
  };
  return MESSAGE_OFFERS.filter((offer) => offered[offer]);
};

const authorOffers = ({ state, me }: Standing, { mayPost }: Where, { author, hidden }: MessageView) => {
  const talks = state === 'joined' && mayPost && hidden === undefined;
  const isOwn = state === 'joined' && author === me;
  return { reply: talks, react: talks, edit: talks && isOwn, delete: isOwn };
};

/** Nobody moderates what two people say to each other. */
const moderatorOffers = (
  community: Standing,
  { kind }: Where,
  { author, hidden, isPinned }: MessageView,
  rankOf: (member: MemberId) => number,
) => {
  const isAbove = author !== community.me && community.rank > rankOf(author);
  const moderates = kind === 'channel' && may(community, 'moderate');
  const isPin = isPinned === true;
  const mayPin = moderates && hidden === undefined;
  return {
    pin: mayPin && !isPin,
    unpin: mayPin && isPin,
    hide: mayPin && isAbove,
    show: moderates && isAbove && hidden !== undefined && isNotBelow(community, hidden.by, rankOf),
    purge: kind === 'channel' && may(community, 'purge') && isAbove,
  };
};

const isNotBelow = ({ me, rank }: Standing, other: MemberId, rankOf: (member: MemberId) => number): boolean =>
  other === me || rank >= rankOf(other);

/** What was hidden can be looked at by those who could hide, and by its author. */
export const mayReveal = (community: Standing, { author }: MessageView): boolean =>
  author === community.me || may(community, 'moderate');

export type NamedRole = RoleView & { id: OpId };

/** Roles that can be given to a member, or taken: below the own rank, and with no more than the own rights. */
export const rolesToGive = (community: Standing, member: MemberView, roles: readonly RoleView[]): NamedRole[] => {
  const isOver = member.id === community.me || community.rank > member.rank;
  if (!may(community, 'manage-roles') || !isOver || member.status !== 'active') return [];
  return namedRoles(roles).filter(
    ({ rank, permissions }) => community.rank > rank && permissions.every((one) => community.permissions.includes(one)),
  );
};

export const mayChangeRole = (community: Standing, role: RoleView): boolean =>
  may(community, 'manage-roles') && community.rank > role.rank;

/** Nobody gives rights they do not have. */
export const permissionsToGive = (community: Standing): readonly Permission[] =>
  PERMISSIONS.filter((permission) => community.permissions.includes(permission));

/** One's own, or with the right somebody's below. */
export const mayRevoke = (community: Standing, invite: InviteView, members: readonly MemberView[]): boolean => {
  if (community.state !== 'joined' || invite.isRevoked || invite.usesLeft <= 0) return false;
  if (invite.by === undefined || invite.by === community.me) return true;
  const rank = members.find(({ id }) => id === invite.by)?.rank ?? 0;
  return may(community, 'manage-invites') && community.rank > rank;
};

export const namedRoles = (roles: readonly RoleView[]): NamedRole[] =>
  roles.flatMap((role) => (role.id === 'everyone' ? [] : [{ ...role, id: role.id }]));
