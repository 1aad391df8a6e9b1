/** A request → the act it asks for, with ids where the request may have names. */
import { defined } from '../../shared/base/defined.ts';
import { type CommunityId, parseDeviceId } from '../../shared/base/ids.ts';
import { fail, ok, type Result } from '../../shared/base/result.ts';
import type { GovernanceAct } from '../../shared/model/acts.ts';
import type { Override } from '../../shared/model/permissions.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { findChannel, findMember, findRole, noSuchChannel } from './find.ts';
import type { ActRequest } from './governance-schemas.ts';

type Found = Promise<Result<GovernanceAct>>;

export const actOf = async (queries: Queries, community: CommunityId, request: ActRequest): Found => {
  if (isChannelRequest(request)) return channelAct(queries, community, request);
  if (isRoleRequest(request)) return roleAct(queries, community, request);
  if ('member' in request) return memberAct(queries, community, request);
  return communityAct(queries, community, request);
};

type ChannelRequest = Extract<
  ActRequest,
  { do: 'create-channel' | 'update-channel' | 'archive-channel' | 'set-channel-access' }
>;

const isChannelRequest = (request: ActRequest): request is ChannelRequest =>
  request.do === 'create-channel' || 'channel' in request;

const channelAct = async (queries: Queries, community: CommunityId, request: ChannelRequest): Found => {
  const overrides =
    'overrides' in request ? await overridesOf(queries, community, request.overrides ?? []) : ok<Override[]>([]);
  if (!overrides.ok) return overrides;
  if (request.do === 'create-channel') {
    const { name, topic, private: isPrivate, history } = request;
    const wished = request.overrides === undefined ? undefined : overrides.value;
    return ok({ kind: 'create-channel', name, ...defined({ topic, isPrivate, overrides: wished, history }) });
  }
  const channel = await findChannel(queries, community, request.channel);
  if (channel === undefined) return noSuchChannel(request.channel);
  switch (request.do) {
    case 'update-channel': {
      const { name, topic, position } = request;
      return ok({ kind: 'update-channel', channel: channel.id, ...defined({ name, topic, position }) });
    }
    case 'archive-channel':
      return ok({ kind: 'archive-channel', channel: channel.id });
    case 'set-channel-access': {
      const { private: isPrivate, history } = request;
      const access = { channel: channel.id, isPrivate, overrides: overrides.value };
      return ok({ kind: 'set-channel-access', ...access, ...defined({ history }) });
    }
  }
};

type WishedOverride = NonNullable<Extract<ChannelRequest, { overrides: unknown }>['overrides']>[number];

const overridesOf = async (
  queries: Queries,
  community: CommunityId,
  wished: readonly WishedOverride[],
): Promise<Result<Override[]>> => {
  const members = await queries.members(community);
  const found: Override[] = [];
  for (const { allow, deny, ...whom } of wished) {
    const role = 'role' in whom ? await findRole(queries, community, whom.role) : undefined;
    const member = 'member' in whom ? findMember(whom.member, [members]) : undefined;
    if (role?.ok === false) return role;
    if (member?.ok === false) return member;
    if (role !== undefined) found.push({ subject: { role: role.value }, allow, deny });
    if (member !== undefined) found.push({ subject: { member: member.value }, allow, deny });
  }
  return ok(found);
};

type RoleRequest = Extract<ActRequest, { do: 'create-role' | 'update-role' | 'delete-role' | 'set-role' }>;

const isRoleRequest = (request: ActRequest): request is RoleRequest => request.do.endsWith('-role');

const roleAct = async (queries: Queries, community: CommunityId, request: RoleRequest): Found => {
  if (request.do === 'create-role') {
    const { name, rank, permissions } = request;
    return ok({ kind: 'create-role', name, rank, permissions });
  }
  const role = await findRole(queries, community, request.role);
  if (!role.ok) return role;
  if (request.do === 'update-role') {
    const { name, rank, permissions } = request;
    return ok({ kind: 'update-role', role: role.value, ...defined({ name, rank, permissions }) });
  }
  if (role.value === 'everyone')
    return fail('no-such-role', 'Everybody has the role `everyone`: it is neither given nor deleted.');
  if (request.do === 'delete-role') return ok({ kind: 'delete-role', role: role.value });
  const member = findMember(request.member, [await queries.members(community)]);
  if (!member.ok) return member;
  return ok({ kind: request.on ? 'assign-role' : 'unassign-role', member: member.value, role: role.value });
};

type MemberRequest = Extract<ActRequest, { do: 'kick' | 'ban' | 'unban' | 'transfer-owner' }>;

const memberAct = async (queries: Queries, community: CommunityId, request: MemberRequest): Found => {
  const [now, former] = [await queries.members(community), await queries.formerMembers(community)];
  const banned = former.filter(({ status }) => status === 'banned');
  // who left can still be banned; `unban` means the banned one of that name, if there is one
  const member = findMember(request.member, request.do === 'unban' ? [banned, now, former] : [now, former]);
  if (!member.ok) return member;
  switch (request.do) {
    case 'unban':
      return ok({ kind: 'unban', member: member.value });
    case 'transfer-owner':
      return ok({ kind: 'transfer-owner', to: member.value });
    default:
      return ok({ kind: request.do, member: member.value, ...defined({ reason: request.reason }) });
  }
};

type CommunityRequest = Exclude<ActRequest, ChannelRequest | RoleRequest | MemberRequest>;

const communityAct = async (queries: Queries, community: CommunityId, request: CommunityRequest): Found => {
  switch (request.do) {
    case 'revoke-invite': {
      const invite = (await queries.invites(community)).find(({ id }) => id === request.invite);
      if (invite === undefined) return fail('no-such-invite', 'There is no such invite. `invites` lists them.');
      return ok({ kind: 'revoke-invite', invite: invite.id });
    }
    case 'remove-device': {
      const device = parseDeviceId(request.device);
      if (device === undefined) return fail('bad-device', 'That is not a device id.');
      return ok({ kind: 'remove-device', device });
    }
    case 'rotate':
      return ok({ kind: 'rotate' });
    case 'leave':
      return ok({ kind: 'leave', ...defined({ note: request.note }) });
    case 'incident-note':
      return ok({ kind: 'incident-note', text: request.text });
    default:
      return ok({ kind: request.do, ...defined({ name: request.name, about: request.about }) });
  }
};
