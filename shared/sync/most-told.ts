import type { ChannelId, DeviceId } from '../base/ids.ts';
import { laneKey, type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

/** The most records of a lane that a neighbour has; undefined while there is none, or one has yet to say what it has. */
export const mostTold = (
  community: SyncedCommunity,
  sessions: readonly LinkSession[],
  { channel, device }: { channel: ChannelId; device: DeviceId },
): number | undefined => {
  const members = sessions.filter((session) => mayExchangeContent(session, community));
  if (members.length === 0 || members.some(({ tabled }) => !tabled.has(channel))) return undefined;
  return Math.max(...members.map(({ known }) => known.get(laneKey(channel, device)) ?? 0));
};
