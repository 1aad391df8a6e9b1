import { randomBytes, randomFillSync, webcrypto } from 'node:crypto';

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

/** Asked for together: the system takes as long for a nonce as for a hundred. What was handed out is not kept here. */
const POOL_BYTES = 4_096;
let pool = new Uint8Array(0);
let taken = 0;

export const nodeRandom: Random = {
  bytes: (length) => {
    if (length > POOL_BYTES) return new Uint8Array(randomBytes(length));
    if (taken + length > pool.length) {
      pool = randomFillSync(new Uint8Array(POOL_BYTES));
      taken = 0;
    }
    const bytes = pool.slice(taken, taken + length);
    pool.fill(0, taken, taken + length);
    taken += length;
    return bytes;
  },
};

export const nodeSubtle = webcrypto.subtle as unknown as Subtle;

/** Logs go to stderr: stdout belongs to answers and events. */
export const stderrLogger: Logger = {
  info: (event, facts) => console.error(JSON.stringify({ level: 'info', event, ...facts })),
  warn: (event, facts) => console.error(JSON.stringify({ level: 'warn', event, ...facts })),
};
