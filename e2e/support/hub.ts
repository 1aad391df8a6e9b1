/** The hub as a program of its own: a meeting point that a test can kill and bring back. */
import { freePort } from './free-port.ts';
import { type Program, startNode } from './processes.ts';
import { builtProgram } from './root.ts';

export type HubProgram = {
  /** What `--hub` takes. */
  url: string;
  port: number;
  /** SIGKILL: every connection breaks at once. */
  kill: () => Promise<void>;
  /** Comes back on the same port, from nothing. */
  restart: () => Promise<void>;
  log: () => string;
  dispose: () => Promise<void>;
};

/** @param options.port a free one if left out; args: what else it is told */
export const startHub = async (options: { port?: number; args?: string[] } = {}): Promise<HubProgram> => {
  const port = options.port ?? (await freePort());
  const logs: string[] = [];
  const start = async (): Promise<Program> => {
    const args = ['--port', String(port), '--host', '127.0.0.1', ...(options.args ?? [])];
    const started = startNode('the hub', builtProgram('hub'), args);
    await started.waitForLine(/^holdfast hub: listening on port \d+$/);
    return started;
  };
  let program = await start();
  const kill = async (): Promise<void> => {
    if (!program.isRunning()) return;
    await program.sigkill();
    logs.push(program.log(), 'killed by the test');
  };
  return {
    url: `ws://127.0.0.1:${port}`,
    port,
    kill,
    restart: async () => {
      await kill();
      program = await start();
    },
    log: () => [...logs, ...(program.isRunning() ? [program.log()] : [])].join('\n'),
    dispose: kill,
  };
};
