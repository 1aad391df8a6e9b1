import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { Random } from '../../shared/ports/random.ts';

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

export const browserRandom: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

export const consoleLogger: Logger = {
  info: (event, facts) => console.info(`holdfast ${event}`, facts ?? {}),
  warn: (event, facts) => console.warn(`holdfast ${event}`, facts ?? {}),
};
