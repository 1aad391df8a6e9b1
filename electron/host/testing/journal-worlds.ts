/** Journals on a real disk for tests: the bare file, and the file behind the host API. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { NO_ICE } from '../../../shared/base/ice-server.ts';
import { createHostClient, type HostClient } from '../../../shared/host-api/host-client.ts';
import { createHostJournal } from '../../../shared/host-api/host-journal.ts';
import { createMemoryDuplex } from '../../../shared/host-api/memory-duplex.ts';
import { serveHost } from '../../../shared/host-api/serve-host.ts';
import type { HostHandlers } from '../../../shared/host-api/table.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Duplex } from '../../../shared/ports/duplex.ts';
import type { Journal } from '../../../shared/ports/journal.ts';
import type { JournalWorld } from '../../../shared/testing/journal-contract.ts';
import { type FileJournal, openFileJournal } from '../file-journal.ts';
import { openNodeFiles } from '../journal/node-files.ts';
import { journalKey } from '../journal/segment-head.ts';
import { lostEntries } from '../journal/segment-state.ts';

export const temporaryDir = async (): Promise<{ dir: string; dispose: () => Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), 'holdfast-test-'));
  return { dir, dispose: () => rm(dir, { recursive: true, force: true }) };
};

export const TEST_KEY = journalKey(new Uint8Array(32).fill(7));

/** @param path the directory that the journal is in */
export const openTestJournal = async (path: string): Promise<FileJournal> =>
  openFileJournal(await openNodeFiles(path), TEST_KEY);

/** Retries come at once: what is tested is their effect, not their pace. */
export const hastyClock: Clock = {
  now: () => Date.now(),
  after: (_ms, action) => {
    const timer = setImmediate(action);
    return () => clearImmediate(timer);
  },
};

/** The file as the port: what the host API does in one process. */
export const journalOfFile = (file: FileJournal): Journal => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    append: (entries) => {
      const done = last.then(async () => {
        const answer = await file.append(await file.end(), entries);
        if (answer.kind === 'moved') throw new Error('somebody else wrote to the journal');
        return answer.end;
      });
      last = done.catch(() => undefined); // the caller has the error
      return done;
    },
    replace: (entries) => file.replace(entries),
    end: async () => file.end(),
    lost: async () => lostEntries(file.damage()),
    async *read(from) {
      for (let at = from; ;) {
        const first = at;
        const { entries, lost } = await file.read(at);
        if (entries.length === 0) return;
        yield entries.map((bytes, i) => ({
          bytes,
          position: first + i,
          ...(lost.includes(first + i) && { isLost: true as const }),
        }));
        at += entries.length;
      }
    },
  };
};

export const makeFileWorld = async (): Promise<JournalWorld> => {
  const home = await temporaryDir();
  const path = join(home.dir, 'journal');
  let file = await openTestJournal(path);
  return {
    journal: journalOfFile(file),
    restart: async () => {
      await file.close();
      file = await openTestJournal(path);
      return journalOfFile(file);
    },
    dispose: async () => {
      await file.close();
      await home.dispose();
    },
  };
};

/** What happens to the next messages between app and host. */
export type Trouble = {
  /** The app's next append is lost on its way, and the connection with it. */
  loseAsk: boolean;
  /** The host's answer to the next append is lost, and the connection with it. */
  loseAnswer: boolean;
  /** What happens after a loss, before the app is back. */
  meanwhile: () => Promise<void>;
};

export type HostedWorld = JournalWorld & {
  path: string;
  client: HostClient;
  trouble: Trouble;
  /** Ends the host as a crash would, lets `meanwhile` happen to the file, and starts the host again. */
  crash: (meanwhile?: () => Promise<void>) => Promise<void>;
  /** Serves an app of the test's own. */
  accept: (hostEnd: Duplex) => void;
};

/** The file behind serveHost, a memory duplex and createHostJournal. */
export const makeHostedWorld = async (): Promise<HostedWorld> => {
  const home = await temporaryDir();
  const path = join(home.dir, 'journal');
  const trouble: Trouble = { loseAsk: false, loseAnswer: false, meanwhile: async () => undefined };
  let file = await openTestJournal(path);
  let isBack: Promise<void> = Promise.resolve();
  const accept = (hostEnd: Duplex): void => void serveHost(hostEnd, journalHandlers(file), () => undefined);
  const connect = async (): Promise<Duplex> => {
    await isBack;
    const [appEnd, hostEnd] = createMemoryDuplex();
    const lost = (): void => {
      isBack = trouble.meanwhile();
    };
    accept(loseAnswers(hostEnd, trouble, lost));
    return loseAsks(appEnd, trouble, lost);
  };
  const client = createHostClient({ clock: hastyClock, connect });
  const reopen = async (meanwhile = async (): Promise<void> => undefined): Promise<void> => {
    await file.close();
    await meanwhile();
    file = await openTestJournal(path);
  };
  return {
    path,
    client,
    trouble,
    journal: createHostJournal(client),
    crash: reopen,
    accept,
    restart: async () => {
      await reopen();
      client.dispose();
      return createHostJournal(createHostClient({ clock: hastyClock, connect }));
    },
    dispose: async () => {
      client.dispose();
      await file.close();
      await home.dispose();
    },
  };
};

const loseAnswers = (end: Duplex, trouble: Trouble, lost: () => void): Duplex => {
  let isAppend = false;
  return {
    ...end,
    onMessage: (listener) =>
      end.onMessage((message) => {
        isAppend = includesAppend(message);
        listener(message);
      }),
    send: (message) => {
      if (!trouble.loseAnswer || !isAppend) return end.send(message);
      trouble.loseAnswer = false;
      lost();
      end.close();
    },
  };
};

const loseAsks = (end: Duplex, trouble: Trouble, lost: () => void): Duplex => ({
  ...end,
  send: (message) => {
    if (!trouble.loseAsk || !includesAppend(message)) return end.send(message);
    trouble.loseAsk = false;
    lost();
    end.close();
  },
});

const includesAppend = (message: Uint8Array): boolean =>
  Buffer.from(message.subarray(0, 64)).includes('journal.append');

/** Handlers for a journal alone; whatever else is asked fails. */
export const journalHandlers = (file: FileJournal): HostHandlers => {
  const missing = async (): Promise<never> => Promise.reject(new Error('not in this test'));
  return {
    'journal.append': ({ at, entries }) => file.append(at, entries),
    'journal.replace': async ({ entries }) => {
      await file.replace(entries);
      return {};
    },
    'journal.end': async () => ({ end: await file.end() }),
    'journal.read': ({ from }) => file.read(from),
    'journal.lost': async () => ({ lost: lostEntries(file.damage()) }),
    'secrets.get': missing,
    'secrets.set': missing,
    'files.get': missing,
    'files.put': missing,
    'files.remove': missing,
    'shell.openExternal': missing,
    'shell.showWindow': missing,
    'shell.info': missing,
    'carriers.list': missing,
    'disk.state': async () => ({ state: 'ok' }),
    'carriers.remember': async () => ({}),
    'network.get': async () => ({ lan: true, servers: [], relays: [], hideAddress: false }),
    'network.set': async () => ({}),
    'network.ice': async () => NO_ICE,
  };
};
