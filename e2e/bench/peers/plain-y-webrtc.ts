/**
 * A y-webrtc document in Node, asked as serve.mjs is: one shared array. Nothing is signed and nothing stored, unless `--kept` says
 * that each message is signed, checked and on the disk before it counts (kept-document.ts).
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { WebrtcProvider } from 'y-webrtc';
import { Doc } from 'yjs';

import { nodeWebRtc, provideWebSocket } from '../../../electron/headless/webrtc.ts';
import { digestOf } from './digest-of.ts';
import { type KeptDocument, keepDocument, type Signed } from './kept-document.ts';

type Asked = { id: number; do: string; texts?: string[]; n?: number };

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '' },
    hub: { type: 'string', default: '' },
    kept: { type: 'boolean', default: false },
  },
});
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

provideWebSocket();
const doc = new Doc();
const messages = doc.getArray<Signed>('messages');
const keeping: Promise<KeptDocument | undefined> = values.kept
  ? keepDocument(doc, values.dir)
  : Promise.resolve(undefined);
let provider: WebrtcProvider | undefined;
/** Texts that count, in the order of their arrival. */
const texts: string[] = [];

const count = (added: readonly Signed[], isOwn: boolean): void => {
  for (const { text } of added) {
    texts.push(text);
    if (!isOwn) say({ event: 'message', text });
  }
};

/** They count when they are checked and on the disk. */
const keep = async (added: readonly Signed[], isOwn: boolean): Promise<void> => {
  const kept = await keeping;
  const good = isOwn ? added : added.filter((message) => kept?.isGenuine(message));
  await kept?.kept();
  count(good, isOwn);
};
let taking: Promise<void> = Promise.resolve();

messages.observe(({ delta, transaction }) => {
  const added = delta.flatMap(({ insert }) => (Array.isArray(insert) ? (insert as Signed[]) : []));
  if (values.kept) taking = taking.then(() => keep(added, transaction.local));
  else count(added, transaction.local);
});

/** Hubs carry sealed frames only, so the room has a password. */
const meet = (): void => {
  const peerOpts = { wrtc: nodeWebRtc({ portOf: () => undefined }), config: { iceServers: [] } };
  const options = { signaling: [values.hub], password: 'bench', peerOpts };
  provider = new WebrtcProvider('bench', doc, options as unknown as ConstructorParameters<typeof WebrtcProvider>[2]);
};

const write = async (list: readonly string[]): Promise<void> => {
  const kept = await keeping;
  doc.transact(() => {
    for (const text of list) {
      const message = { author: 'alice', text, at: Date.now() };
      messages.push([kept?.sign(message) ?? message]);
    }
  });
  await taking;
};

const answers: Record<string, (asked: Asked) => object | void | Promise<object | void>> = {
  create: () => {
    meet();
    return { address: 'bench' };
  },
  write: (asked) => write(asked.texts ?? []),
  join: meet,
  open: async () => {
    await (await keeping)?.load();
    await taking;
  },
  connect: () => (provider === undefined ? meet() : provider.connect()),
  disconnect: () => provider?.disconnect(),
  count: () => ({ count: texts.length }),
  last: ({ n = 0 }) => ({ texts: texts.slice(-n) }),
  digest: () => digestOf(texts),
  quit: async () => (await keeping)?.kept(),
};

const answer = async (line: string): Promise<void> => {
  const asked = JSON.parse(line) as Asked;
  const found = answers[asked.do];
  if (found === undefined) throw new Error(`nobody asks for ${asked.do}`);
  say({ id: asked.id, ok: true, ...(await found(asked)) });
  if (asked.do === 'quit') process.exit(0);
};

createInterface({ input: process.stdin }).on('line', (line) => void answer(line));
say({ event: 'ready' });
