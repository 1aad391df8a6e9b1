import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';

/**
 * Segment documents between starts (Dexie in the app, memory in the headless peer). A cache of the journal: it may be
 * lost at any time, and is then rebuilt by reading the journal from position 0.
 */
export type StoredRun = {
  community: CommunityId;
  channel: ChannelId;
  segment: number;
  device: DeviceId;
  /** Index in the lane of this segment of the first record of the run, from 0. */
  from: number;
  count: number;
  /** A lane frame (`shared/lanes/lane-frame.ts`): Yjs update plus bodies. */
  frame: Uint8Array;
};

export type StoredState = {
  /** In lane order. */
  runs: readonly StoredRun[];
  /** Journal entries that are not lane frames (operations, local facts), in order. */
  entries: readonly Uint8Array[];
  /** All journal entries before this position are covered by the runs and entries. */
  journalPosition: number;
};

export type RecordStore = {
  load: () => Promise<StoredState>;
  /** Adds runs and entries and moves the journal position, in one transaction. */
  save: (added: StoredState) => Promise<void>;
  clear: () => Promise<void>;
};
