/** The standalone host as a program: serves the page to a person's browser; can be killed and come back. */
import { freePort } from './free-port.ts';
import { type Program, startNode } from './processes.ts';
import { builtProgram } from './root.ts';

export type HostOptions = {
  /** The profile's name; also what reports call it. */
  name: string;
  /** Where profiles live. */
  dir: string;
  /** A free one if left out; the profile keeps it for good. */
  port?: number;
  hubs?: readonly string[];
  /** Opens the host's hub to others on this port. */
  listen?: number;
  /** On the local network; off if left out, or all tests of a machine would meet. */
  lan?: boolean;
  /** The machine it runs on (namespaces.ts); this one if left out. */
  within?: readonly string[];
};

export type HostProgram = {
  port: number;
  origin: string;
  /** Works once, for five minutes; a restart makes a new one. */
  launchUrl: () => string;
  sigkill: () => Promise<void>;
  stop: () => Promise<void>;
  /** Comes back with the same profile on the same port. @returns the new launch URL */
  restart: () => Promise<string>;
  log: () => string;
  dispose: () => Promise<void>;
};

const READY = /^holdfast: ready (http:\/\/127\.0\.0\.1:\d+\/launch\?code=\S+)$/;

export const startHost = async (options: HostOptions): Promise<HostProgram> => {
  const port = options.port ?? (await freePort());
  const logs: string[] = [];
  const start = async (): Promise<{ program: Program; launchUrl: string }> => {
    const program = startNode(
      `the host of ${options.name}`,
      builtProgram('standalone'),
      [
        '--no-open',
        '--profile',
        options.name,
        '--dir',
        options.dir,
        '--port',
        String(port),
        ...(options.hubs ?? []).flatMap((url) => ['--hub', url]),
        ...(options.lan === true ? [] : ['--no-lan']),
        ...(options.listen === undefined ? [] : ['--listen', String(options.listen)]),
      ],
      options.within,
    );
    const launchUrl = READY.exec(await program.waitForLine(READY))?.[1] ?? '';
    return { program, launchUrl };
  };
  let current = await start();
  const end = async (how: 'sigkill' | 'terminate'): Promise<void> => {
    if (!current.program.isRunning()) return;
    const { code, signal } = await current.program[how]();
    logs.push(current.program.log(), `ended by the test: ${how}, ${signal ?? `code ${String(code)}`}`);
  };
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    launchUrl: () => current.launchUrl,
    sigkill: () => end('sigkill'),
    stop: () => end('terminate'),
    restart: async () => {
      await end('terminate');
      current = await start();
      return current.launchUrl;
    },
    log: () => [...logs, ...(current.program.isRunning() ? [current.program.log()] : [])].join('\n'),
    dispose: () => end('sigkill'),
  };
};
