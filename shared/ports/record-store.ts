import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';

/**
 * What there is of a page: some records of one lane, one after another. With it a lane can tell what it has without reading
 * the page itself.
 */
export type StoredPage = {
  community: CommunityId;
  channel: ChannelId;
  device: DeviceId;
  /** Number of its first record in the lane, from 0. */
  seq: number;
  count: number;
  /** Id of its last record. */
  head: Uint8Array;
  firstSegment: number;
  lastSegment: number;
  /** Numbers of its records whose body is missing, ascending. */
  bodiless: readonly number[];
  /** Bytes of its envelopes and bodies. */
  size: number;
  /** False while it is its lane's last and grows: it is saved again and again. */
  isFull: boolean;
  /** True if nothing in it waited for governance or a key when it was saved. */
  isShown: boolean;
};

/** A page (`shared/lanes/lane-page.ts`) with its bytes: Yjs updates and bodies. */
export type PageWithBytes = StoredPage & { bytes: Uint8Array };

/**
 * Records between starts, in pages. A cache of the journal: it may be lost at any time, and is then rebuilt by reading the
 * journal from position 0.
 */
export type StoredState = {
  /** Of each lane in its order; lanes in any order. Those that cannot be read at once with their bytes. */
  pages: readonly (StoredPage & { bytes?: Uint8Array })[];
  /** Journal entries that are not lane frames (operations, local facts), in order. */
  entries: readonly Uint8Array[];
  /** All journal entries before this position are covered by the pages and entries. */
  journalPosition: number;
};

export type RecordStore = {
  /** True for a store that keeps nothing over a start: pages that still grow are of no use to it. */
  isVolatile?: boolean;
  load: () => Promise<StoredState>;
  /**
   * Adds pages and entries and moves the journal position, in one transaction. A page replaces the one of the same lane
   * that begins at the same record.
   */
  save: (added: {
    pages: readonly PageWithBytes[];
    entries: readonly Uint8Array[];
    journalPosition: number;
  }) => Promise<void>;
  clear: () => Promise<void>;
  /** Left out by a store that gives nothing back at once: then all pages stay in memory. */
  reader?: PageReader | undefined;
};

export type PageReader = {
  /** Bytes of a page as it was saved last, at once. Throws where they are not there any more. */
  read: (page: StoredPage) => Uint8Array;
  /** What was read is not what was saved. */
  damaged: (page: StoredPage) => void;
};
