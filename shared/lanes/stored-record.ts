/** A record of a lane, with all that is kept of it. */
import type { Crypto } from '../ports/crypto.ts';
import type { LaneRun } from './lane-frame.ts';
import { readEnvelope, recordIdOf, type SignedRecord } from './record.ts';

export type StoredRecord = SignedRecord & {
  body: Uint8Array | undefined;
  segment: number;
  /** In its segment’s lane, from 0. */
  index: number;
  /** The envelope as it stands in the lane. */
  bytes: Uint8Array;
};

/**
 * Reads one record of a run. What it says of others is not checked.
 * @param at in the run, from 0 @param before the record that it follows in its lane
 * @returns undefined if it has the wrong form
 */
export const readRecordOf = (
  crypto: Crypto,
  { place, from, envelopes, bodies }: LaneRun,
  at: number,
  before: SignedRecord | undefined,
): StoredRecord | undefined => {
  const bytes = envelopes[at] ?? new Uint8Array(0);
  const index = from + at;
  // the first of a segment leaves nothing out
  const envelope = readEnvelope(bytes, index === 0 ? undefined : before);
  if (envelope === undefined) return undefined;
  const id = recordIdOf(crypto, place, envelope);
  return { id, envelope, bytes, body: bodies[at], segment: place.segment, index };
};
