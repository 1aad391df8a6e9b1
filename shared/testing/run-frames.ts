/** Frames in which records are on their way to somebody. */
import { BRIEF_RUN_TYPE } from '../sync/brief-run.ts';

const LANE = 21;

/** A LANE, or a run in brief. */
export const isRunFrame = (frame: Uint8Array): boolean => frame[0] === LANE || frame[0] === BRIEF_RUN_TYPE;
