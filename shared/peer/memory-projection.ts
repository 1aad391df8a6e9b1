/** The projection in memory: what the headless peer and tests read. */
import type { ChannelId, CommunityId } from '../base/ids.ts';
import type {
  ChannelView,
  CommunityView,
  InviteView,
  MemberView,
  MessageView,
  ReceiptView,
  RoleView,
} from '../model/views.ts';
import type { Projection, Queries } from '../ports/projection.ts';

type ChannelMessages = { byId: Map<string, MessageView>; sorted: MessageView[]; isSorted: boolean };

export const createMemoryProjection = (): Projection & Queries => {
  let communities: readonly CommunityView[] = [];
  const channels = new Map<CommunityId, readonly ChannelView[]>();
  const members = new Map<CommunityId, readonly MemberView[]>();
  const roles = new Map<CommunityId, readonly RoleView[]>();
  const invites = new Map<CommunityId, readonly InviteView[]>();
  const messages = new Map<string, ChannelMessages>();
  const receipts = new Map<string, Map<string, ReceiptView>>();

  const channelOf = (community: CommunityId, channel: ChannelId): ChannelMessages => {
    const key = `${community}/${channel}`;
    const held = messages.get(key) ?? { byId: new Map<string, MessageView>(), sorted: [], isSorted: true };
    messages.set(key, held);
    return held;
  };

  return {
    setCommunities: async (list) => {
      communities = list;
      const named = new Set<string>(list.map(({ id }) => id));
      for (const table of [channels, members, roles, invites, messages, receipts]) {
        for (const key of table.keys()) if (!named.has(key.split('/', 1)[0] ?? '')) table.delete(key as CommunityId);
      }
    },
    setChannels: async (community, list) => void channels.set(community, list),
    setMembers: async (community, list) => void members.set(community, list),
    setRoles: async (community, list) => void roles.set(community, list),
    setInvites: async (community, list) => void invites.set(community, list),
    putMessages: async (list) => {
      for (const message of list) put(channelOf(message.community, message.channel), message);
    },
    forgetFrom: async ({ community, channel, device }, seq) => {
      const held = channelOf(community, channel);
      for (const message of held.byId.values())
        if (message.device === device && message.seq >= seq) held.byId.delete(message.id);
      held.sorted = [...held.byId.values()];
      held.isSorted = false;
    },
    putReceipts: async (list) => {
      for (const receipt of list) {
        const key = `${receipt.community}/${receipt.channel}`;
        const held = receipts.get(key) ?? new Map<string, ReceiptView>();
        receipts.set(key, held.set(receipt.holder, receipt));
      }
    },
    clear: async () => {
      communities = [];
      for (const table of [channels, members, roles, invites, messages, receipts]) table.clear();
    },
    communities: async () => [...communities],
    channels: async (community) => [...(channels.get(community) ?? [])],
    members: async (community) => (members.get(community) ?? []).filter(({ status }) => status === 'active'),
    formerMembers: async (community) => (members.get(community) ?? []).filter(({ status }) => status !== 'active'),
    roles: async (community) =>
      [...(roles.get(community) ?? [])].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1)),
    invites: async (community) => [...(invites.get(community) ?? [])],
    history: async (community, channel, { limit, before }) => {
      const sorted = sortedOf(channelOf(community, channel));
      const end = before === undefined ? sorted.length : sorted.findIndex((message) => message.sortKey >= before);
      const stop = end === -1 ? sorted.length : end;
      return sorted.slice(Math.max(0, stop - limit), stop);
    },
    messageCount: async (community, channel) => channelOf(community, channel).byId.size,
    receipts: async (community, channel) => [...(receipts.get(`${community}/${channel}`)?.values() ?? [])],
  };
};

const put = (channel: ChannelMessages, message: MessageView): void => {
  const isKnown = channel.byId.has(message.id);
  channel.byId.set(message.id, message);
  if (isKnown) {
    channel.sorted = [...channel.byId.values()];
    channel.isSorted = false;
    return;
  }
  const last = channel.sorted[channel.sorted.length - 1];
  if (last !== undefined && last.sortKey > message.sortKey) channel.isSorted = false;
  channel.sorted.push(message);
};

/** Messages mostly arrive in order; sorting waits until somebody reads. */
const sortedOf = (channel: ChannelMessages): readonly MessageView[] => {
  if (!channel.isSorted) channel.sorted.sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  channel.isSorted = true;
  return channel.sorted;
};
