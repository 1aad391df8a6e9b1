/** What the system knows of a process, of a folder, and of the loopback. */
import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

import { round } from '../summary.ts';

/** The bench's own network (scripts/own-network.mjs) has this interface, and nobody else's traffic. */
const OWN_INTERFACE = 'hfbench';

export const network = (): { ofItsOwn: boolean; ipv6: boolean } => {
  const all = Object.entries(networkInterfaces());
  return {
    ofItsOwn: all.some(([name]) => name === OWN_INTERFACE),
    ipv6: all.some(([, list]) => list?.some(({ family }) => family === 'IPv6')),
  };
};

/** Bytes that went over loopback so far, headers included; `undefined` where others use it too. */
export const loopbackBytes = (): number | undefined => {
  if (!network().ofItsOwn) return undefined;
  const received = /^\s*lo:\s*(\d+)/m.exec(readFileSync('/proc/self/net/dev', 'utf8'))?.[1];
  return received === undefined ? undefined : Number(received);
};

export type Memory = { nowMiB: number; mostMiB: number };

/** Resident, what it shares with others included: now, and the most so far. Linux only. */
export const memoryOf = (pid: number): Memory | undefined => {
  if (process.platform !== 'linux') return undefined;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (field: string): number =>
    round(Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(status)?.[1]) / 1024);
  return { nowMiB: mib('VmRSS'), mostMiB: mib('VmHWM') };
};

const BLOCK = 512;

export type Disk = { bytes: number; allocatedBytes: number };

/** How long the files of a folder are, and what the disk gave for them: some libraries ask for room beforehand. */
export const diskOf = async (dir: string): Promise<Disk> => {
  const disk = { bytes: 0, allocatedBytes: 0 };
  for (const entry of await readdir(dir, { recursive: true })) {
    const found = await stat(join(dir, entry)).catch(() => undefined); // a database tidies up meanwhile
    if (found?.isFile() !== true) continue;
    disk.bytes += found.size;
    disk.allocatedBytes += found.blocks * BLOCK;
  }
  return disk;
};
