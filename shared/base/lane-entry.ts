/** First byte of a journal's entry that is a lane frame (JR-6). */
export const LANE_ENTRY = 3;

/** Records: what there is much of. The rest is small, and what it says should not wait. */
export const isLaneEntry = (entry: Uint8Array): boolean => entry[0] === LANE_ENTRY;
