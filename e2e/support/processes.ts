/** Programs started by a test: their output line by line, and their end by process id, whatever becomes of the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type Exit = { code: number | null; signal: NodeJS.Signals | null };
export type Line = { stream: 'stdout' | 'stderr'; text: string };

export type Program = {
  pid: number;
  /** Everything printed so far, oldest first. */
  lines: readonly Line[];
  /** Tells every line from now on. @returns what stops that */
  onLine: (listener: (line: Line) => void) => () => void;
  /**
   * Resolves with the first line that fits, printed already or yet to come.
   * Rejects, with the end of the output, when the program ends or the time is up.
   */
  waitForLine: (pattern: RegExp, timeoutMs?: number) => Promise<string>;
  /** Writes one line to stdin. */
  writeLine: (text: string) => void;
  closeInput: () => void;
  isRunning: () => boolean;
  /** Resolves when the program has ended and everything it printed was read. */
  exited: Promise<Exit>;
  /** As power loss would: no chance to tidy up. */
  sigkill: () => Promise<Exit>;
  /** As Ctrl-C in a service manager: the program may tidy up, for a while. */
  terminate: () => Promise<Exit>;
  /** The output as text, for reports. */
  log: () => string;
};

/** Safety limits, as in playwright.config.ts. */
const READY_MS = 60_000;
const TIDY_UP_MS = 20_000;
const REPORTED_LINES = 30;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts Node on a script. @param name what reports call the program
 * @param within the command that runs it elsewhere: on a machine of `namespaces.ts`
 */
export const startNode = (
  name: string,
  script: string,
  args: readonly string[],
  within: readonly string[] = [],
): Program => {
  const [file, ...rest] = [...within, process.execPath, script, ...args] as [string, ...string[]];
  return startProgram(name, file, rest);
};

export const startProgram = (name: string, file: string, args: readonly string[]): Program => {
  const child = spawn(file, [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  running.add(child);
  const lines: Line[] = [];
  const listeners = new Set<(line: Line) => void>();
  const hear = (stream: Line['stream'], text: string): void => {
    const line = { stream, text };
    lines.push(line);
    for (const listener of listeners) listener(line);
  };
  child.stdin.on('error', () => undefined); // the program has ended; `exited` tells
  const read = Promise.all([
    readLines(child.stdout, (text) => hear('stdout', text)),
    readLines(child.stderr, (text) => hear('stderr', text)),
  ]);
  const exited = endOf(child, (text) => hear('stderr', text)).then(async (exit) => {
    running.delete(child);
    await read;
    return exit;
  });
  const isRunning = (): boolean => running.has(child);
  const log = (): string => lines.map(({ stream, text }) => `${stream}: ${text}`).join('\n');
  const onLine: Program['onLine'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const end = async (signal: NodeJS.Signals): Promise<Exit> => {
    child.kill(signal);
    const patience = setTimeout(() => child.kill('SIGKILL'), TIDY_UP_MS);
    const exit = await exited;
    clearTimeout(patience);
    return exit;
  };
  return {
    pid: child.pid ?? -1,
    lines,
    onLine,
    waitForLine: (pattern, timeoutMs = READY_MS) => waitForLine({ name, lines, onLine, exited }, pattern, timeoutMs),
    writeLine: (text) => void child.stdin.write(`${text}\n`),
    closeInput: () => void child.stdin.end(),
    isRunning,
    exited,
    sigkill: () => end('SIGKILL'),
    terminate: () => end('SIGTERM'),
    log,
  };
};

const readLines = (stream: Readable, hear: (text: string) => void): Promise<void> =>
  new Promise((resolve) => {
    createInterface({ input: stream }).on('line', hear).on('close', resolve);
  });

/** A program that cannot be started has ended too; why is told as a line. */
const endOf = (child: ChildProcess, hear: (text: string) => void): Promise<Exit> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      hear(error.message);
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });

const waitForLine = (
  program: { name: string; lines: readonly Line[]; onLine: Program['onLine']; exited: Promise<Exit> },
  pattern: RegExp,
  timeoutMs: number,
): Promise<string> => {
  const { name, lines, onLine, exited } = program;
  const held = lines.find(({ text }) => pattern.test(text));
  if (held !== undefined) return Promise.resolve(held.text);
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(patience);
      stop();
      settle();
    };
    const fail = (what: string): void => {
      const last = lines.slice(-REPORTED_LINES).map(({ text }) => `  ${text}`);
      finish(() => reject(new Error([`${name} ${what} before printing ${String(pattern)}:`, ...last].join('\n'))));
    };
    const stop = onLine(({ text }) => {
      if (pattern.test(text)) finish(() => resolve(text));
    });
    const patience = setTimeout(() => fail(`did not get far enough in ${timeoutMs} ms,`), timeoutMs);
    exited.then(
      ({ code, signal }) => fail(`ended (${signal ?? `code ${String(code)}`})`),
      () => undefined,
    );
  });
};
