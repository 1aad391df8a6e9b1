/** Time as a port: the simulator turns it by hand. */
export type Clock = {
  /** Milliseconds since the Unix epoch, UTC. May jump. */
  now: () => number;
  /** Runs `action` once after `ms` milliseconds; the answer cancels it. */
  after: (ms: number, action: () => void) => () => void;
};
