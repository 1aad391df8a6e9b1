/** A program that takes JSON lines and gives JSON lines (docs/headless.md), with little work on our side of the pipe. */
import { startNode } from '../../support/processes.ts';

export type Fields = Record<string, unknown>;

export type Talk = {
  pid: number;
  /** Asks, and fails with the program's own words. */
  ask: (what: string, fields?: Fields) => Promise<Fields>;
  /** Resolves when the program tells of that text. */
  hear: (text: string) => Promise<void>;
  /** Asks it to end, and waits until it has. */
  quit: () => Promise<void>;
  kill: () => Promise<void>;
};

/** Resolves when the program says that it is ready. */
export const startTalk = async (name: string, script: string, args: readonly string[]): Promise<Talk> => {
  const program = startNode(name, script, args);
  const asked = new Map<number, { resolve: (answer: Fields) => void; reject: (error: Error) => void }>();
  const awaited = new Map<string, () => void>();
  let lastId = 0;
  const fail = (id: number, why: string): void => {
    asked.get(id)?.reject(new Error(`${name}: ${why}`));
    asked.delete(id);
  };
  program.onLine(({ stream, text }) => {
    // 100,000 events of a newcomer who catches up are not worth reading
    if (stream === 'stderr' || (text.startsWith('{"event"') && awaited.size === 0)) return;
    const line = JSON.parse(text) as Fields;
    if (line['event'] === 'message') {
      awaited.get(String(line['text']))?.();
      awaited.delete(String(line['text']));
      return;
    }
    if (typeof line['id'] !== 'number') return;
    if (line['ok'] !== true) return fail(line['id'], `${String(line['error'])}: ${String(line['message'])}`);
    asked.get(line['id'])?.resolve(line);
    asked.delete(line['id']);
  });
  const endings = program.exited.then(() => {
    for (const id of asked.keys()) fail(id, `has ended\n${program.log().split('\n').slice(-20).join('\n')}`);
  });
  const ask: Talk['ask'] = (what, fields = {}) => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject });
      if (!program.isRunning()) return fail(id, 'has ended');
      program.writeLine(JSON.stringify({ ...fields, id, do: what }));
    });
  };
  await program.waitForLine(/^\{"event":"ready"\}$/);
  return {
    pid: program.pid,
    ask,
    hear: (text) => new Promise((resolve) => void awaited.set(text, resolve)),
    quit: async () => {
      await ask('quit');
      await program.exited;
    },
    kill: async () => {
      await program.sigkill();
      await endings;
    },
  };
};
