import { once } from 'node:events';
import { connect } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { joinHub, type ListeningHub, startHub } from './testing/hub-person.ts';

let hub: ListeningHub | undefined;
afterEach(() => hub?.close());

const get = async (path: string, init: RequestInit = {}): Promise<[number, string]> => {
  const answer = await fetch(`${hub?.url.replace('ws:', 'http:') ?? ''}${path}`, init);
  return [answer.status, await answer.text()];
};

test('a member’s hub has its greeting and nothing else: no health, no files', async () => {
  hub = await startHub();
  expect(await get('/')).toEqual([200, expect.stringContaining('This is a Holdfast hub.')]);
  for (const path of ['/health', '/favicon.ico', '/..%2f..%2fetc/passwd', '//']) {
    expect(await get(path)).toEqual([404, 'There is nothing here.\n']);
  }
  expect(await get('/', { method: 'POST', body: 'x' })).toEqual([405, 'Only GET.\n']);
});

test('mallory, who asks for what is no address, does not end the hub; a hub that says who it is is heard of', async () => {
  const arrived: string[] = [];
  const listen = { arrived: (from: string) => (arrived.push(from), () => undefined) };
  hub = await startHub(0, { listen });
  const mallory = connect(hub.port, '127.0.0.1');
  const upgrade = [
    'GET // HTTP/1.1',
    'Host: hub',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
  ];
  mallory.write([...upgrade, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', '', ''].join('\r\n'));
  const [answer] = (await once(mallory, 'data')) as [Buffer];
  expect(answer.toString('utf8')).toContain('101 Switching Protocols');
  const id = '00'.repeat(8);
  for (const from of ['kelp', hub.hub.id, id]) await (await joinHub(`${hub.url}/?from=${from}`)).settled();
  expect(arrived).toEqual([id]);
  mallory.destroy();
});

test('[HB-8] mallory cannot keep all spare connections open: one address has so many, and the hub still answers', async () => {
  hub = await startHub(0, { limits: { socketsPerAddress: 4 } });
  const { port } = hub;
  const idle = Array.from({ length: 60 }, () => connect(port, '127.0.0.1'));
  let gone = 0;
  const refused = new Promise<void>((resolve) => {
    for (const socket of idle) {
      socket.on('error', () => undefined); // the refusal
      socket.on('close', () => {
        gone += 1;
        if (gone === 24) resolve(); // 4 places and 32 spare ones remain
      });
    }
  });
  await refused;
  const left = idle.filter((socket) => !socket.destroyed);
  expect(left).toHaveLength(36);
  const closed = left.map((socket) => once(socket, 'close'));
  for (const socket of left) socket.destroy();
  await Promise.all(closed);
});
