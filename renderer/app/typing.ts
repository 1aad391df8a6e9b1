/** Who is typing where, and telling others that this person is. */
import { drop } from '../../shared/base/drop.ts';
import type { ChannelId, CommunityId, MemberId } from '../../shared/base/ids.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import { createStore, type ReadableStore } from './store.ts';

/** In the order in which they began. */
export type Typists = ReadonlyMap<ChannelId, readonly MemberId[]>;

export type TypingWatch = {
  typists: ReadableStore<Typists>;
  /** A letter was typed. */
  typed: (community: CommunityId, channel: ChannelId) => void;
  dispose: () => void;
};

export const TYPING_HOLDS_MS = 6_000;
const TELL_EVERY_MS = 3_000;

type Ports = {
  peer: Pick<PeerApi, 'showTyping' | 'subscribe'>;
  /** This person does not want it known. */
  hides: () => boolean;
  now: () => number;
  after: (ms: number, action: () => void) => () => void;
  report: (what: string, error: unknown) => void;
};

export const createTypingWatch = ({ peer, hides, now, after, report }: Ports): TypingWatch => {
  const typists = createStore<Typists>(new Map());
  const ends = new Map<string, () => void>();
  let told: { channel: ChannelId; at: number } | undefined;

  const change = (channel: ChannelId, members: readonly MemberId[]): void =>
    typists.update((before) => {
      const next = new Map(before);
      if (members.length === 0) next.delete(channel);
      else next.set(channel, members);
      return next;
    });

  const end = (channel: ChannelId, member: MemberId): void => {
    const key = `${channel} ${member}`;
    ends.get(key)?.();
    if (!ends.delete(key)) return;
    change(
      channel,
      (typists.get().get(channel) ?? []).filter((one) => one !== member),
    );
  };
  const begin = (channel: ChannelId, member: MemberId): void => {
    const key = `${channel} ${member}`;
    ends.get(key)?.();
    if (!ends.has(key)) change(channel, [...(typists.get().get(channel) ?? []), member]);
    ends.set(
      key,
      after(TYPING_HOLDS_MS, () => end(channel, member)),
    );
  };
  const stop = peer.subscribe((event) => {
    if (event.kind === 'typing') begin(event.channel, event.member);
    // what they typed is here
    if (event.kind === 'message') end(event.message.channel, event.message.author);
  });
  return {
    typists,
    typed: (community, channel) => {
      if (hides() || (told?.channel === channel && now() - told.at < TELL_EVERY_MS)) return;
      told = { channel, at: now() };
      drop(peer.showTyping({ community, channel }), 'telling that one types', report);
    },
    dispose: () => {
      stop();
      for (const cancel of ends.values()) cancel();
    },
  };
};
