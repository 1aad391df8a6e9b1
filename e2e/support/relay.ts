/** A relay for a test: coturn, as Debian packages it, as docs/relay.md configures it, on a machine of namespaces.ts. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Machine } from './namespaces.ts';
import { type Program, startProgram } from './processes.ts';

export const LOGIN = { username: 'kelp', credential: 'under-the-third-stone' };

export type Relay = {
  url: (transport: 'udp' | 'tcp') => string;
  /** How many connections had an allocation there so far. */
  allocations: () => number;
  log: () => string;
  dispose: () => Promise<void>;
};

/** @returns why there can be no relay here, for people; undefined if there can */
export const whyNoRelay = (): string | undefined => {
  try {
    execFileSync('turnserver', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing ? 'there is no `turnserver` here (install coturn)' : undefined; // some versions end with an error
  }
};

const PORT = 3478;

export const startRelay = async (dir: string, { address, within }: Machine): Promise<Relay> => {
  mkdirSync(dir, { recursive: true });
  const config = join(dir, 'turnserver.conf');
  const lines = [
    `listening-ip=${address}`,
    `relay-ip=${address}`,
    `listening-port=${PORT}`,
    'lt-cred-mech',
    `user=${LOGIN.username}:${LOGIN.credential}`,
    'realm=kelp.example.org',
    'no-tls',
    'no-dtls',
    'no-cli',
    'simple-log',
    'log-file=stdout',
    'verbose',
    `pidfile=${join(dir, 'turnserver.pid')}`,
    `userdb=${join(dir, 'turndb')}`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  const command = [...within, 'turnserver', '-c', config];
  const program: Program = startProgram('the relay', command[0] ?? 'turnserver', command.slice(1));
  await program.waitForLine(/UDP listener opened on/);
  await program.waitForLine(/TCP listener opened on/);
  return {
    url: (transport) => `turn:${address}:${PORT}?transport=${transport}`,
    allocations: () => program.lines.filter(({ text }) => /ALLOCATE processed, success/.test(text)).length,
    log: program.log,
    dispose: async () => void (await program.terminate()),
  };
};
