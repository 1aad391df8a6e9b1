/**
 * Mallory in a process of her own: plain y-webrtc, as anybody has it who knows a room's topic and password, but that it is
 * told one by one what our frames say together. Once she is connected she says on y-webrtc's channel what her argument names, and prints what she hears there, in hex.
 */
import { fromBase64, toBase64 } from 'lib0/buffer';
import { WebrtcProvider } from 'y-webrtc';
import { Doc } from 'yjs';

import { NO_ICE } from '../../../shared/base/ice-server.ts';
import { toHex } from '../../../shared/base/bytes.ts';
import { createWriter } from '../../../shared/base/writer.ts';
import { readSignalFrame } from '../../../shared/mesh/signal-message.ts';
import { deriveSignalKey, openSignal, sealSignal } from '../../../shared/mesh/signal-seal.ts';
import { wrapWebRtc } from '../../../shared/mesh/wrap-webrtc.ts';
import { nodeRandom, nodeSubtle } from '../node-ports.ts';
import { nodeWebRtc, provideWebSocket } from '../webrtc.ts';

const [, , url = '', topic = '', password = '', attack = ''] = process.argv;
const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const LINK_CHANNEL = 512;

type Presence = { client: number; clock: number; state: string };

const presences = (list: readonly Presence[]): Uint8Array => {
  const update = createWriter().varuint(list.length);
  for (const { client, clock, state } of list) update.varuint(client).varuint(clock).text(state);
  return createWriter().varuint(AWARENESS).bytes(update.done()).done();
};

const fakes = (from: number, count: number): Presence[] =>
  Array.from({ length: count }, (_, i) => ({ client: from + i, clock: 1, state: '{}' }));

/** A document whose one text would be everybody's. */
const foreignUpdate = (): Uint8Array => {
  // one client, one struct: ContentAny in the root "alice", one element: null
  const update = createWriter().varuint(1).varuint(1).varuint(666).varuint(0).u8(8).varuint(1).text('alice').varuint(1);
  return createWriter().varuint(SYNC).varuint(2).bytes(update.u8(126).varuint(0).done()).done();
};

const ATTACKS: Readonly<Record<string, () => Uint8Array[]>> = {
  nothing: () => [],
  spoof: () => [presences([{ client: 1, clock: 1, state: '{"user":"alice"}' }]), Uint8Array.of(QUERY_AWARENESS)],
  // the highest clock there is, and nobody there: the owner's own word would be older for ever
  exhaustion: () => [presences(fakes(1, 40).map((fake) => ({ ...fake, clock: 2 ** 52, state: 'null' })))],
  flood: () => Array.from({ length: 200 }, (_, i) => presences(fakes(i * 1_000, 1_000))),
  update: () => [foreignUpdate(), Uint8Array.of(SYNC, 0, 1, 0)],
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

provideWebSocket();
const webrtc = wrapWebRtc(nodeWebRtc({ portOf: () => undefined }), {
  made: (connection) => {
    connection.createDataChannel('link', { negotiated: true, id: LINK_CHANNEL, ordered: true });
  },
  addresses: () => [],
  ice: () => NO_ICE,
});
const provider = new WebrtcProvider(topic, new Doc(), {
  signaling: [url],
  password,
  peerOpts: { wrtc: webrtc },
} as unknown as ConstructorParameters<typeof WebrtcProvider>[2]);

type Frame = { type?: unknown; topic?: unknown; data?: unknown };
type Observers = { _observers: Map<string, Set<(frame: Frame) => void>> };
const key = deriveSignalKey(nodeSubtle, password, topic);
for (const conn of provider.signalingConns) {
  const { _observers } = conn as unknown as Observers;
  const original = [...(_observers.get('message') ?? [])];
  const tellOneByOne = async (frame: Frame): Promise<void> => {
    const opened = await openSignal(nodeSubtle, await key, fromBase64(String(frame.data)));
    for (const each of readSignalFrame(opened)) {
      const data = toBase64(await sealSignal(nodeSubtle, nodeRandom, await key, each));
      for (const handle of original) handle({ ...frame, data });
    }
  };
  let told: Promise<void> = Promise.resolve();
  _observers.set('message', new Set([(frame) => void (told = told.then(() => tellOneByOne(frame)))]));
}

provider.on('peers', () => {
  for (const conn of provider.room?.webrtcConns.values() ?? []) {
    if (conn.peer.listenerCount('close') > 1) continue;
    conn.peer.on('data', (data: Uint8Array) => say(`heard ${toHex(data)}`));
    conn.peer.on('close', () => say('closed'));
    conn.peer.on('connect', () => {
      try {
        for (const frame of ATTACKS[attack]?.() ?? []) conn.peer.send(frame);
        say('said');
      } catch {
        say('closed'); // under what she was saying
      }
    });
  }
});
say('started');
