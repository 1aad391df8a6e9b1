/** Remembers who said to have stored what, and writes whole receipts for the projection. */
import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';
import type { ReceiptView } from '../model/views.ts';
import type { LaneHave } from '../sync/link-message.ts';

export type ReceiptBook = { note: (holder: DeviceId, channel: ChannelId, lanes: readonly LaneHave[]) => void };

export const createReceiptBook = (
  community: CommunityId,
  write: (changed: readonly ReceiptView[]) => void,
): ReceiptBook => {
  const book = new Map<string, Record<DeviceId, number>>();
  return {
    note: (holder, channel, lanes) => {
      const key = `${channel}/${holder}`;
      const before = book.get(key);
      const after: Record<DeviceId, number> = { ...before };
      for (const { device, count } of lanes) after[device] = count;
      if (before !== undefined && lanes.every(({ device, count }) => before[device] === count)) return;
      book.set(key, after);
      write([{ community, channel, holder, upTo: after }]);
    },
  };
};
