/** Lists a channel elsewhere: one operation for each channel whose place changes. */
import { drop } from '../../../shared/base/drop.ts';
import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { movesTo } from '../../app/channel-sections.ts';
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';

export const useMoveChannel = (community: CommunityView, channels: readonly ChannelView[]) => {
  const { services, announcement, messages } = useApp();
  return (channel: ChannelView, to: Parameters<typeof movesTo>[2]): void => {
    const move = async (): Promise<void> => {
      for (const act of movesTo(channels, channel.id, to)) {
        const moved = await services.peer.govern({ community: community.id, act });
        if (!moved.ok) return messages.refusal.set(moved.message);
      }
      announcement.set(strings.channels.moved(channel.name));
    };
    drop(move(), 'moving a channel', services.report);
  };
};
