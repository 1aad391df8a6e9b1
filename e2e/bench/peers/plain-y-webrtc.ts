/** A plain y-webrtc document in Node, asked as serve.mjs is: one shared array, nothing signed, nothing stored. */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { WebrtcProvider } from 'y-webrtc';
import { Doc } from 'yjs';

import { nodeWebRtc, provideWebSocket } from '../../../electron/headless/webrtc.ts';
import { digestOf } from './digest-of.ts';

type Message = { author: string; text: string; at: number };
type Asked = { id: number; do: string; texts?: string[]; n?: number };

const { values } = parseArgs({ options: { dir: { type: 'string' }, hub: { type: 'string', default: '' } } });
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

provideWebSocket();
const doc = new Doc();
const messages = doc.getArray<Message>('messages');
let provider: WebrtcProvider | undefined;

messages.observe(({ delta, transaction }) => {
  if (transaction.local) return;
  const added = delta.flatMap(({ insert }) => (Array.isArray(insert) ? (insert as Message[]) : []));
  for (const { text } of added) say({ event: 'message', text });
});

/** Hubs carry sealed frames only, so the room has a password. */
const meet = (): void => {
  const peerOpts = { wrtc: nodeWebRtc({ portOf: () => undefined }), config: { iceServers: [] } };
  const options = { signaling: [values.hub], password: 'bench', peerOpts };
  provider = new WebrtcProvider('bench', doc, options as unknown as ConstructorParameters<typeof WebrtcProvider>[2]);
};

const texts = (): string[] => messages.toArray().map(({ text }) => text);

const write = (list: readonly string[]): void =>
  doc.transact(() => {
    for (const text of list) messages.push([{ author: 'alice', text, at: Date.now() }]);
  });

const answers: Record<string, (asked: Asked) => object | void> = {
  create: () => {
    meet();
    return { address: 'bench' };
  },
  write: (asked) => write(asked.texts ?? []),
  join: meet,
  connect: () => provider?.connect(),
  disconnect: () => provider?.disconnect(),
  count: () => ({ count: messages.length }),
  last: ({ n = 0 }) => ({ texts: texts().slice(-n) }),
  digest: () => digestOf(texts()),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = JSON.parse(line) as Asked;
  const answer = answers[asked.do];
  if (answer === undefined) throw new Error(`nobody asks for ${asked.do}`);
  say({ id: asked.id, ok: true, ...answer(asked) });
});
say({ event: 'ready' });
