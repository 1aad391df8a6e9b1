/** Tells when people talk in a channel: a few messages come, or something is done to one. History comes in hundreds. */
import type { ChannelId } from '../../shared/base/ids.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';

const FEW = 5;

/** @returns stops telling */
export const onLiveMessages = (
  peer: Pick<PeerApi, 'subscribe'>,
  channel: ChannelId,
  tell: () => void,
): (() => void) => {
  let heard = 0;
  return peer.subscribe((event) => {
    if (channelOf(event) !== channel) return;
    heard += 1;
    // What came together is told together.
    if (heard > 1) return;
    queueMicrotask(() => {
      if (heard <= FEW) tell();
      heard = 0;
    });
  });
};

const channelOf = (event: PeerEvent): ChannelId | undefined => {
  if (event.kind === 'message') return event.message.channel;
  return event.kind === 'message-changed' ? event.channel : undefined;
};
