/** What is known of one segment in memory. */
import { MAX_LOST_RANGES } from '../../../shared/host-api/table.ts';
import type { Offsets } from './offsets.ts';
import type { ByteRange } from './scan-frames.ts';
import type { SegmentHead } from './segment-head.ts';

export type SegmentState = {
  head: SegmentHead;
  /** Where its frames begin, in order of their index. */
  starts: Offsets;
  /** Behind the last frame. */
  bytes: number;
  /** Indexes of entries that are lost. */
  lost: Set<number>;
  /** Damaged bytes that hold no entry. */
  flaws: ByteRange[];
  /** What the next frame names as the one before. */
  chain: Uint8Array;
  /** False where there is no file, or one that nothing can be read from: then all its entries are lost. */
  isThere: boolean;
};

/** Damaged bytes, and the entries that stood there. */
export type Damage = { file: string } & ByteRange & { first: number; count: number };

export const segmentName = (number: number): string => `${String(number).padStart(8, '0')}.seg`;
export const indexName = (number: number): string => `${String(number).padStart(8, '0')}.idx`;

/** @returns undefined for a file that is no segment */
export const segmentNumber = (name: string): number | undefined => {
  const [, digits] = /^(\d{8})\.seg$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

/** Of all that is damaged, what held entries. */
export const lostEntries = (damage: readonly Damage[]): { first: number; count: number }[] =>
  damage.flatMap(({ first, count }) => (count > 0 ? { first, count } : [])).slice(0, MAX_LOST_RANGES);

export const damageIn = ({ head, starts, bytes, lost, flaws, isThere }: SegmentState): Damage[] => {
  const file = segmentName(head.number);
  const found: Damage[] = flaws.map((range) => ({ file, ...range, first: head.first, count: 0 }));
  for (const index of [...lost].sort((a, b) => a - b)) {
    const last = found.at(-1);
    const to = isThere ? (starts.at(index + 1) ?? bytes) : 0;
    if (last !== undefined && last.count > 0 && last.first + last.count === head.first + index) {
      last.count += 1;
      last.to = to;
    } else found.push({ file, from: isThere ? (starts.at(index) ?? 0) : 0, to, first: head.first + index, count: 1 });
  }
  return found;
};
