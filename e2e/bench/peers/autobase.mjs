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

await serve(async (dir, _hub, heard) => {
  const store = new Corestore(dir);
  let base;
  /** How many can be read here; told from then on. */
  let read = 0;
  let tells = false;
  let reading = Promise.resolve();
  const start = async (key) => {
    base = new Autobase(store, key, { open, apply, valueEncoding: 'json' });
    await base.ready();
  };
  const replicate = (socket, isInitiator) => {
    socket.on('error', () => undefined);
    const stream = base.replicate(isInitiator);
    stream.on('error', () => undefined);
    socket.pipe(stream).pipe(socket);
  };
  const readOn = async () => {
    const { view } = base;
    if (view.length <= read) return;
    view.download({ start: read, end: view.length });
    for (; read < view.length; read += 1) {
      const { text } = await view.get(read);
      if (tells) heard(text);
    }
    tells = true;
  };
  const follow = () => base.on('update', () => (reading = reading.then(readOn)));
  const link = (address) => replicate(connect(Number(address.split(' ')[1]), '127.0.0.1'), true);
  const texts = async (from) => {
    const list = [];
    for (let at = Math.max(0, from); at < base.view.length; at += 1) list.push((await base.view.get(at)).text);
    return list;
  };
  return {
    create: async () => {
      await start(null);
      const server = createServer((socket) => replicate(socket, false)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return `${base.key.toString('hex')} ${server.address().port}`;
    },
    // a block each, written together
    write: (list) => base.append(list.map((text) => ({ author: 'alice', text, at: Date.now() }))),
    join: async (address) => {
      await start(Buffer.from(address.split(' ')[0], 'hex'));
      follow();
      link(address);
    },
    open: async (address) => {
      await start(Buffer.from(address.split(' ')[0], 'hex'));
      read = base.view.length;
      tells = true;
      follow();
    },
    connect: async (address) => link(address),
    count: () => read,
    last: (n) => texts(base.view.length - n),
    all: () => texts(0),
    end: async () => {
      await base.close();
      await store.close();
    },
  };
});
