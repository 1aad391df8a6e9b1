/** Governance → communities, channels, members, roles and invites to show. */
import { toBase64Url } from '../base/bytes.ts';
import { defined } from '../base/defined.ts';
import type { ChannelId, MemberId, OpId } from '../base/ids.ts';
import type { CommunityState, MemberState } from '../governance/community-state.ts';
import { removalOf } from '../governance/removal-of.ts';
import { lookAlikes } from '../governance/look-alikes.ts';
import { communityFingerprint } from '../keys/fingerprint.ts';
import { may, mayRead, permissionsOf, rankOf } from '../model/permissions.ts';
import type {
  ChannelView,
  CommunityView,
  InviteView,
  JoinRequestView,
  MemberView,
  NoteView,
  RoleView,
} from '../model/views.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Projection } from '../ports/projection.ts';
import type { Community } from './community.ts';
import { overruledRemovals } from './overruled-removals.ts';

type Governed = { community: Community; requests: () => readonly JoinRequestView[] };

export const projectGovernance = async (
  crypto: Crypto,
  projection: Projection,
  runtimes: readonly Governed[],
): Promise<void> => {
  const communities = runtimes.map(({ community }) => community);
  await projection.together(async () => {
    for (const runtime of runtimes) await projectOne(projection, runtime);
  });
  // last: who reads that they are in finds the channels there
  await projection.setCommunities(communities.map((community) => communityView(crypto, community)));
};

const projectOne = async (projection: Projection, { community, requests }: Governed): Promise<void> => {
  const { id } = community;
  const state = community.state();
  if (state === undefined) return;
  await Promise.all([
    projection.setChannels(id, [...channelViews(community, state), ...directViews(community, state)]),
    projection.setMembers(id, memberViews(community, state)),
    projection.setRoles(id, roleViews(state)),
    projection.setInvites(id, inviteViews(state)),
    projection.setRequests(id, requests()),
  ]);
};

const communityView = (crypto: Crypto, community: Community): CommunityView => {
  const state = community.state();
  const { member, device } = community.identity;
  const isJoined = community.isJoined();
  return {
    id: community.id,
    name: state?.name ?? community.local.invite?.name ?? '',
    about: state?.about ?? '',
    fingerprint: communityFingerprint(crypto, community.id),
    ...standingView(community),
    ...defined({ note: state && noteView(state) }),
    permissions: [...(state === undefined ? [] : permissionsOf(state, member))],
    rank: state === undefined ? 0 : rankOf(state, member),
    me: isJoined ? member : undefined,
    device,
  };
};

const noteView = ({ note, members }: CommunityState): NoteView | undefined =>
  note && { ...note, byName: members.get(note.by)?.name ?? '' };

const standingView = (community: Community): Pick<CommunityView, 'state' | 'removal'> => {
  if (community.isRemoved()) return { state: 'removed', removal: removalView(community) };
  return { state: community.isJoined() ? 'joined' : 'joining' };
};

export const removalView = (community: Community): NonNullable<CommunityView['removal']> => {
  const { log, identity, state } = community;
  const removal = removalOf(log, identity.device) ?? overruledRemovals(community).at(-1);
  const by = removal && state()?.devices.get(removal.device)?.member;
  const reason = removal !== undefined && 'reason' in removal.body ? removal.body.reason : undefined;
  return { how: howOf(removal?.body.kind), ...defined({ by, byName: by && state()?.members.get(by)?.name, reason }) };
};

const howOf = (kind: string | undefined): NonNullable<CommunityView['removal']>['how'] => {
  if (kind === 'BAN') return 'banned';
  if (kind === 'KICK') return 'kicked';
  return kind === 'LEAVE' ? 'left' : 'device-removed';
};

/** Who was removed goes on reading, on this device, what they have the keys of; nothing new arrives. */
const channelViews = (community: Community, state: CommunityState): ChannelView[] => {
  const { device } = community.identity;
  return [...state.channels.values()]
    .filter(({ id, isPrivate }) => {
      if (!community.isRemoved()) return mayRead(state, device, id);
      return !isPrivate || community.keys.tips(id).length > 0;
    })
    .map(({ id, name, topic, category, slowMode, position, isPrivate, isArchived, overrides, history }) => ({
      id,
      community: state.id,
      name,
      topic,
      ...(category === '' ? {} : { category }),
      ...(slowMode === 0 ? {} : { slowMode }),
      position,
      kind: 'channel',
      isPrivate,
      ...(history === 'full' ? {} : { history }),
      isArchived,
      mayPost: may(state, device, 'post', id),
      overrides,
    }));
};

/** Those that were opened here, and those in which something was said. */
const directViews = (community: Community, state: CommunityState): ChannelView[] =>
  community.directs
    .all()
    .filter(({ channel, with: other }) => isOpened(community, other) || hasWords(community, channel))
    .map(({ channel, with: other }) => {
      const member = state.members.get(other);
      return {
        id: channel,
        community: state.id,
        name: member?.name ?? '',
        topic: '',
        position: 0,
        kind: 'direct',
        with: other,
        isPrivate: true,
        isArchived: false,
        mayPost: community.isJoined() && member?.status === 'active',
        overrides: [],
      };
    });

const isOpened = ({ local }: Community, other: MemberId): boolean => local.directs?.includes(other) ?? false;

const hasWords = ({ lanes }: Community, channel: ChannelId): boolean =>
  lanes(channel).some((lane) => lane.durable() > 0);

const memberViews = ({ log }: Community, state: CommunityState): MemberView[] => {
  // who came first, on every replica alike: the order in which operations take effect
  const order = new Map(log.audit().map(({ operation }, i) => [operation, i]));
  const cameAt = (member: MemberId): number => order.get(state.members.get(member)?.since ?? ('' as OpId)) ?? 0;
  const looksLike = lookAlikes(state, (a, b) => cameAt(a) - cameAt(b));
  return [...state.members.values()].map((member) => {
    const twin = looksLike.get(member.id);
    return {
      id: member.id,
      community: state.id,
      name: member.name,
      about: member.about,
      ...(member.status === 'active' && member.avatar !== undefined ? { avatar: toBase64Url(member.avatar) } : {}),
      status: member.status,
      role: standingOf(state, member),
      rank: rankOf(state, member.id),
      roles: member.roles.flatMap((role) => (role === 'everyone' ? [] : [role])),
      devices: member.devices,
      ...(twin === undefined ? {} : { looksLike: twin }),
    };
  });
};

const standingOf = (state: CommunityState, { id }: MemberState): MemberView['role'] => {
  if (id === state.owner) return 'owner';
  return state.coOwners.includes(id) ? 'co-owner' : 'member';
};

const roleViews = (state: CommunityState): RoleView[] =>
  [...state.roles.values()]
    .filter(({ isGone }) => !isGone)
    .map(({ id, name, rank, permissions }) => ({ id, community: state.id, name, rank, permissions }));

const inviteViews = (state: CommunityState): InviteView[] =>
  [...state.invites.values()]
    .sort((a, b) => b.depth - a.depth || (a.id < b.id ? -1 : 1))
    .map(({ id, by, usesLeft, needsApproval, expires, isRevoked }) => ({
      id,
      community: state.id,
      by: state.devices.get(by)?.member,
      usesLeft,
      needsApproval,
      expires,
      isRevoked,
    }));
