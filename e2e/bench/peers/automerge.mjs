// automerge-repo: one document with a list of messages, over its WebSocket adapter, kept by its file adapter.
import { once } from 'node:events';
import { ImmutableString, Repo } from '@automerge/automerge-repo';
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs';
import { WebSocketServer } from 'ws';
import { serve } from './serve.mjs';

await serve(async (dir, _hub, heard) => {
  const storage = new NodeFSStorageAdapter(dir);
  let repo;
  let handle;
  let told = 0;
  const messages = () => handle?.doc()?.messages ?? [];
  const watch = () => {
    told = messages().length;
    handle.on('change', ({ doc }) => {
      for (const { text } of doc.messages.slice(told)) heard(text.val);
      told = doc.messages.length;
    });
  };
  const link = (url) => repo.networkSubsystem.addNetworkAdapter(new WebSocketClientAdapter(url));
  return {
    create: async () => {
      const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
      await once(server, 'listening');
      repo = new Repo({ storage, network: [new WebSocketServerAdapter(server)] });
      handle = repo.create({ messages: [] });
      await repo.flush();
      return `${handle.url} ws://127.0.0.1:${server.address().port}`;
    },
    // a change each, as people talk
    write: async (texts) => {
      for (const text of texts)
        handle.change((doc) => {
          doc.messages.push({ author: 'alice', text: new ImmutableString(text), at: Date.now() });
        });
      await repo.flush();
    },
    join: async (address) => {
      const [url, place] = address.split(' ');
      repo = new Repo({ storage, network: [] });
      link(place);
      handle = await repo.find(url);
      watch();
    },
    open: async (address) => {
      repo = new Repo({ storage, network: [] });
      handle = await repo.find(address.split(' ')[0]);
      watch();
    },
    connect: async (address) => link(address.split(' ')[1]),
    count: () => messages().length,
    last: async (n) =>
      messages()
        .slice(-n)
        .map(({ text }) => text.val),
    all: async () => messages().map(({ text }) => text.val),
    end: () => repo.flush(),
  };
});
