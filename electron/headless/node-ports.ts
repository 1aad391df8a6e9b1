import { randomBytes, webcrypto } from 'node:crypto';

import type { Subtle } from '../../shared/mesh/webrtc-types.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { Random } from '../../shared/ports/random.ts';

export const nodeClock: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

export const nodeRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

export const nodeSubtle = webcrypto.subtle as unknown as Subtle;

/** Logs go to stderr: stdout belongs to answers and events. */
export const stderrLogger: Logger = {
  info: (event, facts) => console.error(JSON.stringify({ level: 'info', event, ...facts })),
  warn: (event, facts) => console.error(JSON.stringify({ level: 'warn', event, ...facts })),
};
