/** The projection in memory: what the headless peer and tests read. */
import type { ChannelId, CommunityId } from '../base/ids.ts';
import { mergeReceipts } from '../model/receipts.ts';
import type {
  ChannelView,
  CommunityView,
  EffectView,
  InviteView,
  JoinRequestView,
  MemberView,
  ReceiptView,
  RoleView,
} from '../model/views.ts';
import type { Projection, Queries, ShownLane } from '../ports/projection.ts';
import type { Search } from '../ports/search.ts';
import { createMemoryMessages, type MemoryMessages } from './memory-messages.ts';
import { searchByReading } from './search-by-reading.ts';

const isDrop = ({ act }: EffectView): boolean => act.kind === 'delete' || act.kind === 'purge';

export const createMemoryProjection = (): Projection & Queries & Search => {
  let communities: readonly CommunityView[] = [];
  const channels = new Map<CommunityId, readonly ChannelView[]>();
  const members = new Map<CommunityId, readonly MemberView[]>();
  const roles = new Map<CommunityId, readonly RoleView[]>();
  const invites = new Map<CommunityId, readonly InviteView[]>();
  const requests = new Map<CommunityId, readonly JoinRequestView[]>();
  const messages = new Map<string, MemoryMessages>();
  const receipts = new Map<string, Map<string, ReceiptView>>();
  const previews = new Map<string, ShownLane>();

  const channelOf = (community: CommunityId, channel: ChannelId): MemoryMessages => {
    const key = `${community}/${channel}`;
    const held = messages.get(key) ?? createMemoryMessages();
    messages.set(key, held);
    return held;
  };

  return {
    setCommunities: async (list) => {
      communities = list;
      const named = new Set<string>(list.map(({ id }) => id));
      for (const table of [channels, members, roles, invites, requests, messages, receipts, previews]) {
        for (const key of table.keys()) if (!named.has(key.split('/', 1)[0] ?? '')) table.delete(key as CommunityId);
      }
    },
    setChannels: async (community, list) => void channels.set(community, list),
    setMembers: async (community, list) => void members.set(community, list),
    setRoles: async (community, list) => void roles.set(community, list),
    setInvites: async (community, list) => void invites.set(community, list),
    setRequests: async (community, list) => void requests.set(community, list),
    putMessages: async (list) => {
      for (const message of list) channelOf(message.community, message.channel).put(message);
    },
    putEffects: async (list) => {
      for (const effect of list) channelOf(effect.community, effect.channel).effects.put(effect);
    },
    takeBack: async ({ messages: gone, effects }) => {
      for (const message of gone) channelOf(message.community, message.channel).remove(message.id);
      for (const effect of effects) channelOf(effect.community, effect.channel).effects.remove(effect);
    },
    effectsOn: async ({ community, channel, sortKey }) => channelOf(community, channel).effects.on(sortKey),
    drops: async (community) =>
      [...messages].flatMap(([key, held]) =>
        key.startsWith(`${community}/`) ? held.effects.all().filter(isDrop) : [],
      ),
    forgetFrom: async ({ community, channel, device }, seq) => channelOf(community, channel).forgetFrom(device, seq),
    beginPreviews: async (lanes) => lanes.forEach((lane) => previews.set(previewKey(lane), lane)),
    endPreviews: async (lanes) => lanes.forEach((lane) => previews.delete(previewKey(lane))),
    previews: async () => [...previews.values()],
    putReceipts: async (list) => {
      for (const receipt of list) {
        const key = `${receipt.community}/${receipt.channel}`;
        const held = receipts.get(key) ?? new Map<string, ReceiptView>();
        receipts.set(key, held.set(receipt.holder, mergeReceipts(held.get(receipt.holder), receipt)));
      }
    },
    together: (write) => write(),
    clear: async () => {
      communities = [];
      for (const table of [channels, members, roles, invites, requests, messages, receipts, previews]) table.clear();
    },
    communities: async () => [...communities],
    channels: async (community) => [...(channels.get(community) ?? [])],
    members: async (community) => (members.get(community) ?? []).filter(({ status }) => status === 'active'),
    formerMembers: async (community) => (members.get(community) ?? []).filter(({ status }) => status !== 'active'),
    roles: async (community) =>
      [...(roles.get(community) ?? [])].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1)),
    invites: async (community) => [...(invites.get(community) ?? [])],
    requests: async (community) => [...(requests.get(community) ?? [])],
    history: async (community, channel, range) => channelOf(community, channel).history(range),
    historyFrom: async (community, channel, range) => channelOf(community, channel).historyFrom(range),
    messagesAt: async (community, channel, sortKeys) => channelOf(community, channel).at(sortKeys),
    pinned: async (community, channel) => channelOf(community, channel).pinned(),
    thread: async (community, channel, root) => channelOf(community, channel).thread(root),
    threads: async (community, channel) => channelOf(community, channel).threads(),
    versions: async (community, channel, sortKey) => channelOf(community, channel).versions(sortKey),
    messageCount: async (community, channel) => channelOf(community, channel).count(),
    search: async (query) => {
      const inCommunity = [...messages].filter(([key]) => key.startsWith(`${query.community}/`));
      return searchByReading(
        inCommunity.map(([, held]) => held.newestFirst()),
        query,
      );
    },
    receipts: async (community, channel) => [...(receipts.get(`${community}/${channel}`)?.values() ?? [])],
  };
};

const previewKey = ({ community, channel, device }: ShownLane): string => `${community}/${channel}/${device}`;
