/**
 * Gathers what one end says to another within a moment. A connection takes an offer or an answer and a handful of candidates
 * each way, which come at once; each frame goes to everybody in the room, who opens it to see for whom it is.
 */
import type { Clock } from '../ports/clock.ts';
import { MAX_BUNDLE } from './signal-message.ts';

export type SignalOutbox = { add: (topic: string, data: unknown) => void };

const GATHER_MS = 25;

/** @param publish what goes in one frame, in order */
export const createSignalOutbox = (
  clock: Clock,
  publish: (topic: string, gathered: readonly unknown[]) => void,
): SignalOutbox => {
  const waiting = new Map<string, unknown[]>();
  const flush = (topic: string, key: string): void => {
    const gathered = waiting.get(key);
    waiting.delete(key);
    if (gathered !== undefined) publish(topic, gathered);
  };
  return {
    add: (topic, data) => {
      const { type, to } = (data ?? {}) as { type?: unknown; to?: unknown };
      if (type !== 'signal') return publish(topic, [data]);
      const key = `${topic} ${String(to)}`;
      const gathered = waiting.get(key);
      if (gathered === undefined) {
        waiting.set(key, [data]);
        clock.after(GATHER_MS, () => flush(topic, key));
      } else if (gathered.push(data) === MAX_BUNDLE) flush(topic, key);
    },
  };
};
