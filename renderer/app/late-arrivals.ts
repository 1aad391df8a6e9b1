/** Sort keys of what came in below what was read already: kept over restarts, and written together. */
import { drop } from '../../shared/base/drop.ts';
import type { ChannelId } from '../../shared/base/ids.ts';
import type { ChannelScope, LatePort } from './news-ports.ts';

export type LateArrivals = {
  /** Oldest first. */
  of: (channel: ChannelId) => readonly string[];
  add: (scope: ChannelScope, key: string) => void;
  /** Those from one key to another, both included. @returns whether there were any */
  remove: (scope: ChannelScope, from: string, upTo: string) => boolean;
  /** Reads back what came late before this start. @returns where something did */
  load: () => Promise<readonly ChannelScope[]>;
  /** Writes what has changed. */
  save: () => void;
};

const NONE: readonly string[] = [];

/** @param most of a channel; the oldest go */
export const createLateArrivals = (
  port: LatePort,
  most: number,
  report: (what: string, error: unknown) => void,
): LateArrivals => {
  const channels = new Map<ChannelId, readonly string[]>();
  const unsaved = new Map<ChannelId, ChannelScope>();
  const of = (channel: ChannelId): readonly string[] => channels.get(channel) ?? NONE;
  const set = ({ community, channel }: ChannelScope, keys: readonly string[]): void => {
    channels.set(channel, keys);
    unsaved.set(channel, { community, channel });
  };
  return {
    of,
    add: (scope, key) => {
      const held = of(scope.channel);
      if (!held.includes(key)) set(scope, [...held, key].sort().slice(-most));
    },
    remove: (scope, from, upTo) => {
      const held = of(scope.channel);
      const left = held.filter((key) => key < from || key > upTo);
      if (left.length === held.length) return false;
      set(scope, left);
      return true;
    },
    load: async () => {
      const kept = await port.load();
      for (const { channel, keys } of kept) channels.set(channel, keys);
      return kept;
    },
    save: () => {
      for (const [channel, scope] of unsaved) drop(port.save(scope, of(channel)), 'keeping late arrivals', report);
      unsaved.clear();
    },
  };
};
