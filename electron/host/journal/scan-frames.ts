/**
 * Finds the frames in the bytes of a segment. Behind damage it goes on with the next whole frame: frames say which one
 * of the segment they are, so it is known how many are lost.
 */
import { chainAfter, chainIn, FRAME_OVERHEAD, indexAt, readShape } from './frame.ts';

export type ByteRange = { from: number; to: number };

/** Where to begin: at a frame of this index. The chain is left out where the frame before is not known to be right. */
export type ScanStart = { at: number; index: number; chain: Uint8Array | undefined };

export type Scan = {
  /** Where each frame begins. Of several lost in one place the first has all the damaged bytes. */
  starts: number[];
  /** Indexes of frames that are lost. */
  lost: number[];
  /** Damaged bytes that stand between frames. */
  flaws: ByteRange[];
  /** Behind the last whole frame. */
  end: number;
};

/** @param bytes from where the scan starts to the end of the file; `start.at` is where that is in the file */
export const scanFrames = (bytes: Buffer, start: ScanStart, seed: number): Scan => {
  const base = start.at;
  const scan: Scan = { starts: [], lost: [], flaws: [], end: base };
  let at = 0;
  let { index, chain } = start;
  while (at < bytes.length) {
    const found = findFrame(bytes, { at, index, chain }, seed);
    if (found === undefined) return scan;
    const missing = found.index - index;
    for (let i = 0; i < missing; i += 1) scan.starts.push(base + (i === 0 ? at : found.at));
    takeDamage(scan, { at: base + at, index }, { ...found, at: base + found.at });
    scan.starts.push(base + found.at);
    if (found.isLost) scan.lost.push(found.index);
    index = found.index + 1;
    at = found.end;
    chain = chainAfter(bytes, at);
    scan.end = base + at;
  }
  return scan;
};

type Found = { at: number; index: number; end: number; isLost: boolean };

const takeDamage = (scan: Scan, { at, index }: { at: number; index: number }, found: Found): void => {
  for (let lost = index; lost < found.index; lost += 1) scan.lost.push(lost);
  if (found.index === index && found.at > at) scan.flaws.push({ from: at, to: found.at });
};

/** The next whole frame: the one that is expected here, or else the first behind the damage. */
const findFrame = (bytes: Buffer, { at, index, chain }: ScanStart, seed: number): Found | undefined => {
  const here = readShape(bytes, at, seed);
  if (here?.index === index && follows(bytes, at, chain)) return { ...here, at };
  for (let next = at + 1; next + FRAME_OVERHEAD <= bytes.length; next += 1) {
    const named = indexAt(bytes, next);
    // as many as could have stood in between, at most
    if (named < index || named > index + (next - at) / FRAME_OVERHEAD) continue;
    const shape = readShape(bytes, next, seed);
    if (shape !== undefined && (named > index || follows(bytes, next, chain))) return { ...shape, at: next };
  }
  return undefined;
};

/** A frame that a failed write left, or that belongs elsewhere, follows another one. */
const follows = (bytes: Buffer, at: number, chain: Uint8Array | undefined): boolean =>
  chain === undefined || chainIn(bytes, at).equals(chain);
