import type { SignedRecord } from './record.ts';

/** A record of a lane, with all that is kept of it. */
export type StoredRecord = SignedRecord & {
  body: Uint8Array | undefined;
  segment: number;
  /** In its segment’s lane, from 0. */
  index: number;
  /** The envelope as it stands in the lane. */
  bytes: Uint8Array;
};
