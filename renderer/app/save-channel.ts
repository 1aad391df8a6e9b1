/** What a form wants of a channel, and the operations that it takes. */
import type { ChannelId, CommunityId, OpId } from '../../shared/base/ids.ts';
import type { Result } from '../../shared/base/result.ts';
import type { HistoryPolicy } from '../../shared/model/permissions.ts';
import type { ChannelView } from '../../shared/model/views.ts';
import type { GovernError, PeerApi } from '../../shared/peer/peer-api.ts';
import { accessOf, type ChannelAccess, overridesOf } from './channel-access.ts';

export type WantedChannel = {
  name: string;
  topic: string;
  /** Empty: in none. */
  category: string;
  /** Seconds; 0: off. */
  slowMode: number;
  access: ChannelAccess;
  history: HistoryPolicy;
};

/** @param newIn the category of a new one */
export const wantedOf = (channel: ChannelView | undefined, newIn: string): WantedChannel => {
  if (channel === undefined)
    return { name: '', topic: '', category: newIn, slowMode: 0, access: accessOf(OPEN), history: 'full' };
  const { name, topic, category = '', slowMode = 0, history = 'full' } = channel;
  return { name, topic, category, slowMode, access: accessOf(channel), history };
};

const OPEN: Pick<ChannelView, 'isPrivate' | 'overrides'> = { isPrivate: false, overrides: [] };

type Saved = Result<OpId, GovernError>;

export const saveChannel = async (
  peer: Pick<PeerApi, 'govern'>,
  community: CommunityId,
  channel: ChannelView | undefined,
  wanted: WantedChannel,
): Promise<Saved> => {
  const { access, history, slowMode } = wanted;
  const words = { name: wanted.name.trim(), topic: wanted.topic.trim(), category: wanted.category.trim() };
  const readers = { isPrivate: access.isPrivate, overrides: overridesOf(access), history };
  const before = wantedOf(channel, '');
  const isAsBefore = isSame(access, before.access) && history === before.history;
  if (channel === undefined) {
    const act = { kind: 'create-channel' as const, ...words, ...(isAsBefore ? {} : readers) };
    const made = await peer.govern({ community, act });
    if (!made.ok || slowMode === 0) return made;
    const id = made.value as string as ChannelId;
    return peer.govern({ community, act: { kind: 'update-channel', channel: id, slowMode } });
  }
  const act = { kind: 'update-channel' as const, channel: channel.id, ...words, slowMode };
  const changed = await peer.govern({ community, act });
  if (!changed.ok || isAsBefore) return changed;
  return peer.govern({ community, act: { kind: 'set-channel-access', channel: channel.id, ...readers } });
};

const isSame = (a: ChannelAccess, b: ChannelAccess): boolean =>
  a.isPrivate === b.isPrivate && JSON.stringify(overridesOf(a)) === JSON.stringify(overridesOf(b));
