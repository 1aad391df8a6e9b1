/** Who is there, and what one lets others know of oneself. Part of `PeerApi`. */
import type { ChannelId, CommunityId, MemberId } from '../base/ids.ts';
import type { OwnPresence, PresenceView } from '../model/presence.ts';
import type { PresenceDesk, PresencePorts } from './presence-desk.ts';

export type PresenceApi = {
  /** In all communities; until it is told, this device says nothing of its person. */
  showPresence: (own: OwnPresence) => Promise<void>;
  /** This person is typing; told at most every 3 s, to those who may read the channel. */
  showTyping: (input: { community: CommunityId; channel: ChannelId }) => Promise<void>;
  /** Of the other members, those who are not offline. */
  presence: (community: CommunityId) => Promise<PresenceView[]>;
};

export type PresenceEvent =
  /** Those for whom something changed. */
  | { kind: 'presence'; community: CommunityId; changed: readonly PresenceView[] }
  | { kind: 'typing'; community: CommunityId; channel: ChannelId; member: MemberId };

export const createPresenceApi = (
  runtimes: ReadonlyMap<CommunityId, { presence: PresenceDesk }>,
  emit: (event: PresenceEvent) => void,
): {
  api: PresenceApi;
  portsOf: (community: CommunityId) => Pick<PresencePorts, 'ownPresence' | 'presence' | 'typing'>;
} => {
  let own: OwnPresence | undefined;
  return {
    portsOf: (community) => ({
      ownPresence: () => own,
      presence: (changed) => emit({ kind: 'presence', community, changed }),
      typing: (channel, member) => emit({ kind: 'typing', community, channel, member }),
    }),
    api: {
      showPresence: (next) => {
        own = next;
        for (const { presence } of runtimes.values()) presence.ownChanged();
        return Promise.resolve();
      },
      showTyping: ({ community, channel }) => Promise.resolve(runtimes.get(community)?.presence.type(channel)),
      presence: (community) => Promise.resolve(runtimes.get(community)?.presence.shown() ?? []),
    },
  };
};
