/** What is compared, each as programs that are asked the same things. */
import { join } from 'node:path';

import { builtProgram, ROOT } from '../../support/root.ts';
import { digestOf } from './digest-of.ts';
import { type Fields, startTalk, type Talk } from './talk.ts';

export type Replica = {
  pid: number;
  /** Makes what is shared. @returns where others find it */
  create: () => Promise<string>;
  /** Resolves when all are kept, as its own library has it. */
  write: (texts: readonly string[]) => Promise<void>;
  /** Has nothing, and asks to be let in; what there is comes later. */
  join: (address: string) => Promise<void>;
  /** Reads what is stored, without a connection. */
  open: (address: string) => Promise<void>;
  connect: (address: string) => Promise<void>;
  disconnect: () => Promise<void>;
  count: () => Promise<number>;
  /** The newest texts, the oldest of them first. */
  last: (n: number) => Promise<string[]>;
  all: () => Promise<{ count: number; digest: string }>;
  hear: (text: string) => Promise<void>;
  quit: () => Promise<void>;
  kill: () => Promise<void>;
};

export type PeerKind = {
  name: string;
  /** Whether it keeps anything on the disk. */
  keeps: boolean;
  /** @param hub where Holdfast and y-webrtc meet; @param meets whether it is told of it at its start */
  start: (dir: string, hub: string, meets: boolean) => Promise<Replica>;
};

const folder = (file: string): string => join(ROOT, 'e2e', 'bench', 'peers', file);

/** Written by scripts/bench.mjs. */
const PLAIN = join(ROOT, 'dist', 'bench', 'plain-y-webrtc.mjs');

const foreign = (name: string, script: string, { keeps = true, args = [] as readonly string[] } = {}): PeerKind => ({
  name,
  keeps,
  start: async (dir, hub) => {
    const talk = await startTalk(name, script, ['--dir', dir, '--hub', hub, ...args]);
    const { pid, ask, hear, quit, kill } = talk;
    const done = async (what: string, fields?: Fields): Promise<void> => void (await ask(what, fields));
    return {
      pid,
      create: async () => String((await ask('create'))['address']),
      write: (texts) => done('write', { texts }),
      join: (address) => done('join', { address }),
      open: (address) => done('open', { address }),
      connect: (address) => done('connect', { address }),
      disconnect: () => done('disconnect'),
      count: async () => Number((await ask('count'))['count']),
      last: async (n) => (await ask('last', { n }))['texts'] as string[],
      all: async () => (await ask('digest')) as ReturnType<typeof digestOf>,
      hear,
      quit,
      kill,
    };
  },
});

type History = { total: number; messages: { text: string }[] };

const holdfast: PeerKind = {
  name: 'Holdfast',
  keeps: true,
  start: async (dir, hub, meets) => {
    const args = ['--profile', dir, ...(meets ? ['--hub', hub] : [])];
    const { pid, ask, hear, quit, kill }: Talk = await startTalk('Holdfast', builtProgram('headless'), args);
    const history = async (limit: number): Promise<History> =>
      (await ask('history', { channel: 'general', limit })) as History;
    const post = (text: string): Promise<Fields> => ask('post', { channel: 'general', text });
    const connect = async (): Promise<void> => void (await ask('set-network', { servers: [hub] }));
    return {
      pid,
      create: async () => String((await ask('create-community', { name: 'Harbour watch', as: 'Alice' }))['invite']),
      write: async (texts) => void (await Promise.all(texts.map(post))),
      join: async (invite) => void (await ask('join', { invite, as: 'Bob' })),
      open: () => Promise.resolve(),
      connect,
      disconnect: () => Promise.reject(new Error('not asked of it')),
      count: async () => (await history(1)).total,
      last: async (n) => (await history(n)).messages.map(({ text }) => text),
      all: async () => digestOf((await history(1_000_000)).messages.map(({ text }) => text)),
      hear,
      quit,
      kill,
    };
  },
};

export const PEER_KINDS: readonly PeerKind[] = [
  holdfast,
  foreign('y-webrtc', PLAIN, { keeps: false }),
  foreign('y-webrtc kept and signed', PLAIN, { args: ['--kept'] }),
  foreign('OrbitDB', folder('orbitdb.mjs')),
  foreign('Autobase', folder('autobase.mjs')),
  foreign('automerge-repo', folder('automerge.mjs')),
];
