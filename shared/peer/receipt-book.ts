/**
 * Remembers who said to have stored what, and writes whole receipts for the projection. A lane counts as held up to the
 * first body that they miss and that this device does not know to be deleted.
 */
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { ReceiptView } from '../model/views.ts';
import type { Community } from './community.ts';
import type { LaneHave } from '../sync/link-message.ts';

export type ReceiptBook = { note: (holder: DeviceId, channel: ChannelId, lanes: readonly LaneHave[]) => void };

export const createReceiptBook = (
  { id: community, drops }: Pick<Community, 'id' | 'drops'>,
  put: (changed: readonly ReceiptView[]) => Promise<void>,
  drop: (promise: Promise<unknown>, why: string) => void,
  now: () => number,
): ReceiptBook => {
  const book = new Map<string, Record<DeviceId, number>>();
  /** What is told while some are being written is written together. */
  const changed = new Map<string, ReceiptView>();
  let isWriting = false;
  const write = async (): Promise<void> => {
    isWriting = true;
    try {
      while (changed.size > 0) {
        const views = [...changed.values()];
        changed.clear();
        await put(views);
      }
    } finally {
      isWriting = false;
    }
  };
  const writeSoon = (): void => {
    if (!isWriting) drop(write(), 'receipts');
  };
  return {
    note: (holder, channel, table) => {
      const lanes = table.map(({ device, count, missing }) => {
        const first = missing.find((seq) => !drops.has({ channel, device, seq }));
        return { device, count: Math.min(count, first ?? count) };
      });
      const key = `${channel}/${holder}`;
      const before = book.get(key);
      const after: Record<DeviceId, number> = { ...before };
      for (const { device, count } of lanes) after[device] = count;
      if (before !== undefined && lanes.every(({ device, count }) => before[device] === count)) return;
      book.set(key, after);
      changed.set(key, { community, channel, holder, upTo: after, at: now() });
      writeSoon();
    },
  };
};
