/** People, messages and a clock for the tests of the page's logic. No view, no core, no disk. */
import { type ChannelId, channelId, communityId, deviceId, memberId, recordId } from '../../../shared/base/ids.ts';
import type { ChannelView, CommunityView, MemberView, MessageView } from '../../../shared/model/views.ts';
import { type PersonalEntry, personalKey } from '../../../shared/model/personal.ts';
import type { PeerEvent } from '../../../shared/peer/peer-api.ts';
import type { Queries } from '../../../shared/ports/projection.ts';
import type { Mention } from '../news-ports.ts';
import type { NotificationPort } from '../news-ports.ts';
import type { ChannelScope } from '../news-ports.ts';

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

export const KELP = communityId(bytes(1));
export const REEF = communityId(bytes(2));
export const GENERAL = channelId(bytes(3));
export const QUIET = channelId(bytes(4));

export type Person = { name: string; member: MemberView['id']; device: MemberView['devices'][number] };

const person = (name: string, fill: number): Person => ({
  name,
  member: memberId(bytes(fill)),
  device: deviceId(bytes(fill + 100)),
});
export const alice = person('alice', 11);
export const bob = person('bob', 12);
export const carol = person('carol', 13);
export const mallory = person('mallory', 14);

export const memberOf = (who: Person, devices: readonly Person['device'][] = [who.device]): MemberView => ({
  id: who.member,
  community: KELP,
  name: who.name,
  about: '',
  status: 'active',
  role: 'member',
  rank: 0,
  roles: [],
  devices,
});

/** Kelp as it stands on the device of one of its members. */
export const kelpOf = (who: Person): CommunityView => ({
  id: KELP,
  name: 'Kelp',
  about: '',
  permissions: [],
  rank: 0,
  fingerprint: 'abcd-efgh-ijkl-mnop-qrst',
  state: 'joined',
  me: who.member,
  device: who.device,
});

export const channelView = (id: ChannelId): ChannelView => ({
  id,
  community: KELP,
  name: 'general',
  topic: '',
  position: 0,
  kind: 'channel',
  isPrivate: false,
  isArchived: false,
  mayPost: true,
  overrides: [],
});

/** Message `n` in the order of time; a broken number stands between two whole ones. */
export const said = (who: Person, n: number, change: Partial<MessageView> = {}): MessageView => {
  const record = recordId(Uint8Array.from({ length: 32 }, (_, i) => (i < 4 ? (n * 16) >> (8 * i) : 7) & 255));
  return {
    id: `${record}.0`,
    record,
    community: KELP,
    channel: GENERAL,
    author: who.member,
    authorName: who.name,
    device: who.device,
    seq: Math.floor(n),
    text: `message ${n}`,
    sentAt: 1_000 + n,
    sortKey: `${Math.round(n * 16)
      .toString(16)
      .padStart(16, '0')}.${record}.0`,
    ...change,
  };
};

export const saidMany = (from: number, to: number): MessageView[] =>
  Array.from({ length: to - from }, (_, i) => said(i % 3 === 0 ? bob : alice, from + i));

/** A channel in memory that answers as the projection does. */
export const channelOf = (first: readonly MessageView[] = []) => {
  let held: MessageView[] = [];
  const asked: { channel: ChannelId; limit: number; before?: string }[] = [];
  const arrive = (...messages: readonly MessageView[]): void => {
    held = [...held, ...messages].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  };
  arrive(...first);
  const history: Queries['history'] = (_community, channel, range) => {
    asked.push({ channel, ...range });
    const { limit, before } = range;
    const earlier = held.filter(({ sortKey }) => before === undefined || sortKey < before);
    return Promise.resolve(earlier.slice(Math.max(0, earlier.length - limit)));
  };
  const historyFrom: Queries['historyFrom'] = (_community, _channel, { limit, from }) =>
    Promise.resolve(held.filter(({ sortKey }) => sortKey >= from).slice(0, limit));
  return { history, historyFrom, arrive, all: () => held, asked };
};

/** Time that passes only when told to. */
export const handClock = () => {
  let now = 0;
  const waiting = new Set<{ at: number; action: () => void }>();
  return {
    now: (): number => now,
    after: (ms: number, action: () => void): (() => void) => {
      const alarm = { at: now + ms, action };
      waiting.add(alarm);
      return () => void waiting.delete(alarm);
    },
    pass: (ms: number): void => {
      const end = now + ms;
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        waiting.delete(next);
        now = next.at;
        next.action();
      }
      now = end;
    },
    pending: () => waiting.size,
  };
};

/** Drafts in memory, with what was written in order. `fault`: what the next writes fail with. */
export const draftsOf = (first: Readonly<Record<string, string>> = {}) => {
  const held = new Map(Object.entries(first));
  const writes: string[] = [];
  const drafts = {
    fault: undefined as Error | undefined,
    held,
    writes,
    load: (key: string): Promise<string | undefined> => Promise.resolve(held.get(key)),
    save: (key: string, text: string): Promise<void> => {
      if (drafts.fault !== undefined) return Promise.reject(drafts.fault);
      writes.push(text);
      if (text === '') held.delete(key);
      else held.set(key, text);
      return Promise.resolve();
    },
  };
  return drafts;
};

/** A core that tells what it is told to. */
export const tellingPeer = () => {
  const listeners = new Set<(event: PeerEvent) => void>();
  return {
    peer: {
      subscribe: (listener: (event: PeerEvent) => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    listeners,
    tell: (event: PeerEvent): void => listeners.forEach((listener) => listener(event)),
  };
};

export const reportsOf = () => {
  const said: string[] = [];
  return { said, report: (what: string): void => void said.push(what) };
};

/** What was read and who called, in memory, and a desktop whose notifications can be looked at. */
export const newsPorts = () => {
  const entries = new Map<string, PersonalEntry>();
  const late = new Map<ChannelId, ChannelScope & { keys: readonly string[] }>();
  const mentions = new Map<string, Mention>();
  const desktop = {
    shown: [] as Shown[],
    /** How often anything was shown. */
    told: 0,
    sounds: 0,
    hasFocus: false,
    permission: 'granted' as 'default' | 'granted',
  };
  return {
    desktop,
    personal: {
      load: async () => [...entries.values()],
      save: async (saved: readonly PersonalEntry[]) => saved.forEach((entry) => entries.set(personalKey(entry), entry)),
    },
    late: {
      load: async () => [...late.values()],
      save: async (scope: ChannelScope, keys: readonly string[]) => {
        if (keys.length === 0) late.delete(scope.channel);
        else late.set(scope.channel, { ...scope, keys });
      },
    },
    mentions: {
      load: async () => [...mentions.values()],
      add: async (more: readonly Mention[]) => more.forEach((mention) => mentions.set(mention.id, mention)),
      remove: async (gone: readonly Mention[]) => gone.forEach(({ id }) => mentions.delete(id)),
    },
    notifications: {
      permission: () => desktop.permission,
      ask: async () => 'granted' as const,
      show: (what: Shown) => {
        desktop.told += 1;
        desktop.shown = [...desktop.shown.filter(({ tag }) => tag !== what.tag), what];
        return () => {
          desktop.shown = desktop.shown.filter((one) => one !== what);
        };
      },
      setBadge: () => undefined,
      playSound: () => {
        desktop.sounds += 1;
      },
      hasFocus: () => desktop.hasFocus,
    },
  };
};

type Shown = Parameters<NotificationPort['show']>[0];
