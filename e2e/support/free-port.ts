/**
 * Ports for hosts and hubs. They are taken from below the range that systems hand out to outgoing connections (Linux:
 * from 32768), so that a port is still free when a killed program comes back on it.
 */
import { createServer } from 'node:net';

const FIRST = 20_000;
const COUNT = 12_000;
const ATTEMPTS = 50;
const given = new Set<number>();

/** @returns a port that nobody listens on and that this process has not given out before */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`no free port from ${FIRST} to ${FIRST + COUNT - 1} in ${ATTEMPTS} attempts`);
};

/** Asks on all interfaces: a hub that listens to others is in the way of one on loopback, and the other way round. */
const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
