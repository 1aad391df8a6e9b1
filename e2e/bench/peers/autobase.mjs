// Autobase on Hypercore: one writer, and a view of its messages; replicated over a plain TCP connection, without the DHT.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import Autobase from 'autobase';
import Corestore from 'corestore';
import { serve } from './serve.mjs';

const open = (store) => store.get('messages', { valueEncoding: 'json' });
const apply = async (nodes, view) => {
  for (const { value } of nodes) await view.append(value);
};

const replicate = (base, socket, isInitiator) => {
  socket.on('error', () => undefined);
  const stream = base.replicate(isInitiator);
  stream.on('error', () => undefined);
  socket.pipe(stream).pipe(socket);
};

/** Gets each message of the view as it grows, and tells of it. */
const follow = (base, heard) => {
  const follower = { read: base.view.length };
  let reading = Promise.resolve();
  const readOn = async () => {
    const { view } = base;
    if (view.length <= follower.read) return;
    const { length } = view;
    const fresh = await Promise.all(
      Array.from({ length: length - follower.read }, (_, at) => view.get(follower.read + at)),
    );
    follower.read = length;
    for (const { text } of fresh) heard(text);
  };
  base.on('update', () => (reading = reading.then(readOn)));
  return follower;
};

await serve(async (dir, _hub, heard) => {
  const store = new Corestore(dir);
  let base;
  let follower;
  const start = async (key) => {
    base = new Autobase(store, key, { open, apply, valueEncoding: 'json' });
    await base.ready();
  };
  const openAs = async (address) => {
    await start(Buffer.from(address.split(' ')[0], 'hex'));
    follower = follow(base, heard);
  };
  const link = (address) => replicate(base, connect(Number(address.split(' ')[1]), '127.0.0.1'), true);
  const texts = async (from) => {
    const list = [];
    for (let at = Math.max(0, from); at < base.view.length; at += 1) list.push((await base.view.get(at)).text);
    return list;
  };
  return {
    create: async () => {
      await start(null);
      const server = createServer((socket) => replicate(base, socket, false)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return `${base.key.toString('hex')} ${server.address().port}`;
    },
    // a block each, written together
    write: (list) => base.append(list.map((text) => ({ author: 'alice', text, at: Date.now() }))),
    join: async (address) => {
      await openAs(address);
      link(address);
    },
    open: openAs,
    connect: async (address) => link(address),
    count: () => follower?.read ?? 0,
    last: (n) => texts(base.view.length - n),
    all: () => texts(0),
    end: async () => {
      await base.close();
      await store.close();
    },
  };
});
