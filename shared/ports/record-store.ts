import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';

/**
 * Segment documents between starts (Dexie in the app, nothing in the headless peer), as the runs they were folded from;
 * each run holds a Yjs update of its document. A cache of the journal: it may be
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
  /** Of each lane in its order; lanes in any order. */
  runs: readonly StoredRun[];
  /** Journal entries that are not lane frames (operations, local facts), in order. */
  entries: readonly Uint8Array[];
  /** All journal entries before this position are covered by the runs and entries. */
  journalPosition: number;
};

export type RecordStore = {
  load: () => Promise<StoredState>;
  /**
   * Adds runs and entries and moves the journal position, in one transaction. A run replaces the one of the same lane and
   * segment that begins at the same place.
   */
  save: (added: StoredState) => Promise<void>;
  clear: () => Promise<void>;
};
