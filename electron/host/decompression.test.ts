/** Nothing that comes over the network is unpacked: what is 64 KiB on the wire is 64 KiB in memory. */
import { once } from 'node:events';
import { type AddressInfo, Socket } from 'node:net';
import { deflateRawSync } from 'node:zlib';

import { afterEach, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';

import { createHub } from './hub.ts';
import { openHubCarrier } from './hub-carrier.ts';
import { joinHub, startHub } from './testing/hub-person.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** 60 MB of spaces, as a compressed WebSocket frame of about 60 KB. */
const bomb = (): Buffer => {
  const packed = deflateRawSync(Buffer.alloc(60_000_000, ' '));
  const header = Buffer.alloc(8);
  header[0] = 0x80 | 0x40 | 1; // final, compressed, text
  header[1] = 0x80 | 126; // masked, with a mask of zeros
  header.writeUInt16BE(packed.length, 2);
  return Buffer.concat([header, packed]);
};

test('decompression bomb: a hub agrees to no compression, and who sends it compressed frames is closed alone', async () => {
  const hub = await startHub();
  open.push(hub.close);
  const bob = await joinHub(hub.url);
  const mallory = new WebSocket(hub.url, { perMessageDeflate: true });
  await once(mallory, 'open');
  expect(mallory.extensions).toBe('');
  const closed = once(mallory, 'close');
  const socket: unknown = Reflect.get(mallory, '_socket');
  if (!(socket instanceof Socket)) throw new Error('ws has its socket elsewhere now');
  socket.write(bomb());
  expect((await closed)[0]).toBe(1002);
  await bob.settled();
});

test('decompression bomb: a carrier offers a foreign server no compression', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  await once(server, 'listening');
  open.push(() => {
    server.close();
  });
  const connected = once(server, 'connection');
  const carrier = openHubCarrier(
    createHub(),
    `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    () => undefined,
  );
  open.push(() => carrier.close());
  const [socket] = (await connected) as [WebSocket];
  open.push(() => socket.terminate());
  expect(socket.extensions).toBe('');
});
