/**
 * Gathers what one end says to another within a moment. A connection takes an offer or an answer and a handful of candidates
 * each way, which come at once; each frame goes to everybody in the room, who opens it to see for whom it is.
 */
import type { Clock } from '../ports/clock.ts';
import { MAX_BUNDLE } from './signal-message.ts';

export type SignalOutbox = { add: (topic: string, data: unknown) => void };

const GATHER_MS = 8;
/** A frame takes 32,000 characters once it is sealed; an offer alone may have half of that. */
const MAX_CHARACTERS = 12_000;

/** @param publish what goes in one frame, in order */
export const createSignalOutbox = (
  clock: Clock,
  publish: (topic: string, gathered: readonly unknown[]) => void,
): SignalOutbox => {
  const waiting = new Map<string, { gathered: unknown[]; characters: number }>();
  const flush = (topic: string, key: string): void => {
    const held = waiting.get(key);
    waiting.delete(key);
    if (held !== undefined) publish(topic, held.gathered);
  };
  return {
    add: (topic, data) => {
      const { type, to, token } = (data ?? {}) as { type?: unknown; to?: unknown; token?: unknown };
      if (type !== 'signal') return publish(topic, [data]);
      // the token tells one connection to somebody from the next
      const key = `${topic} ${String(to)} ${String(token)}`;
      if (!waiting.has(key)) clock.after(GATHER_MS, () => flush(topic, key));
      const held = waiting.get(key) ?? { gathered: [], characters: 0 };
      waiting.set(key, held);
      held.gathered.push(data);
      held.characters += JSON.stringify(data).length;
      if (held.gathered.length === MAX_BUNDLE || held.characters > MAX_CHARACTERS) flush(topic, key);
    },
  };
};
