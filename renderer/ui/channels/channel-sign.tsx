import { Hash, Lock, Megaphone } from 'lucide-react';

import type { ChannelView } from '../../../shared/model/views.ts';
import { accessOf } from '../../app/channel-access.ts';

/** Open to all, for some only, or for announcements. */
export const ChannelSign = ({ channel }: { channel: ChannelView }) => {
  if (channel.isPrivate) return <Lock size={18} aria-hidden className="channel-sign" />;
  if (accessOf(channel).announces) return <Megaphone size={18} aria-hidden className="channel-sign" />;
  return <Hash size={18} aria-hidden className="channel-sign" />;
};
