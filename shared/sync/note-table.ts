/** What the other side of a link says that it has, remembered. */
import { type ChannelId, type DeviceId, recordId } from '../base/ids.ts';
import type { LaneHave } from './link-message.ts';
import { laneKey, type LinkSession, mayExchangeContent, noteAck } from './link-session.ts';
import type { SyncEffects } from './sync-effects.ts';
import type { SyncedCommunity } from './synced-community.ts';

const MAX_KNOWN_LANES = 65_536;

/** @returns of whose lanes it was remembered; undefined if the channel means nothing here */
export const noteTable = (
  community: SyncedCommunity,
  effects: Pick<SyncEffects, 'parted' | 'receipts'>,
  session: LinkSession,
  { channel, lanes }: { channel: ChannelId; lanes: readonly LaneHave[] },
): DeviceId[] | undefined => {
  const known = lanes.filter(({ device }) => isNotable(session, community, channel, device));
  if (known.length === 0 && !community.knowsChannel(channel)) return undefined;
  for (const { device, count } of known) noteAck(session, laneKey(channel, device), count);
  for (const { device, count, head } of known) {
    if (!isParted(session, community, channel, { device, count, head })) continue;
    if (mayExchangeContent(session, community)) effects.parted(session, { channel, device }, count);
  }
  for (const { device, missing } of known) session.theirMissing.set(laneKey(channel, device), missing);
  effects.receipts(session, channel, known);
  return known.map(({ device }) => device);
};

/** Equal numbers never hide a fork. */
const isParted = (
  session: LinkSession,
  community: SyncedCommunity,
  channel: ChannelId,
  { device, count, head }: Omit<LaneHave, 'missing'>,
): boolean => {
  const lane = community.lane(channel, device);
  const key = laneKey(channel, device);
  const ours = count === 0 || count > lane.durable() ? undefined : lane.idOf(count - 1);
  const isOther = ours !== undefined && recordId(ours) !== head;
  if (isOther) session.parted.add(key);
  else session.parted.delete(key);
  return isOther;
};

/** What they name of channels that only they may know of is remembered within bounds. */
const isNotable = (
  session: LinkSession,
  community: Pick<SyncedCommunity, 'carries' | 'knowsChannel'>,
  channel: ChannelId,
  device: DeviceId,
): boolean => {
  if (!community.carries(channel, device)) return false;
  const isBounded = session.known.size < MAX_KNOWN_LANES || session.known.has(laneKey(channel, device));
  return isBounded || community.knowsChannel(channel);
};
