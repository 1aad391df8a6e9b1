/** Frames are sealed with fresh nonces, so equal frames are the same frame on another way round. Bounded, forgets. */
import { createHash } from 'node:crypto';

export type SeenFrames = { isNew: (topic: string, data: string) => boolean; size: () => number };

export const createSeenFrames = (max: number, keptMs: number, now: () => number): SeenFrames => {
  const seen = new Map<string, number>();
  return {
    size: () => seen.size,
    isNew: (topic, data) => {
      // one byte a character: half the memory of hexadecimal
      const key = createHash('sha256').update(topic).update('\0').update(data).digest('binary');
      const time = now();
      const known = seen.get(key);
      if (known !== undefined && time - known < keptMs) return false;
      seen.delete(key);
      seen.set(key, time);
      for (const [oldest, at] of seen) {
        if (seen.size <= max && time - at < keptMs) break;
        seen.delete(oldest);
      }
      return true;
    },
  };
};
