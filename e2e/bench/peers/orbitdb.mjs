// OrbitDB: an events database on Helia and libp2p, set up as its README has it, with what the README leaves to be chosen:
// blocks in LevelDB, and TCP on loopback.
import './promise-with-resolvers.mjs';
import { join as joinPath } from 'node:path';

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { gossipsub } from '@libp2p/gossipsub';
import { identify } from '@libp2p/identify';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createOrbitDB } from '@orbitdb/core';
import { LevelBlockstore } from 'blockstore-level';
import { createHelia } from 'helia';
import { createLibp2p } from 'libp2p';
import { serve } from './serve.mjs';

await serve(async (dir, _hub, heard) => {
  const libp2p = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify(), pubsub: gossipsub({ allowPublishToZeroTopicPeers: true }) },
  });
  const ipfs = await createHelia({ libp2p, blockstore: new LevelBlockstore(joinPath(dir, 'blocks')) });
  const orbitdb = await createOrbitDB({ ipfs, directory: joinPath(dir, 'orbitdb') });
  let db;
  const known = new Set();
  let tells = false;
  let reading = Promise.resolve();
  /** From the newest back to the first that is known. */
  const readOn = async () => {
    for await (const { hash, value } of db.iterator()) {
      if (known.has(hash)) break;
      known.add(hash);
      if (tells) heard(value.text);
    }
    tells = true;
  };
  const follow = () => db.events.on('update', () => (reading = reading.then(readOn)));
  const open = async (address) => {
    db = await orbitdb.open(address.split(' ')[0]);
    follow();
  };
  const link = (address) => libp2p.dial(multiaddr(address.split(' ')[1]));
  const texts = async (amount) => {
    const list = [];
    for await (const { value } of db.iterator({ amount })) list.push(value.text);
    return list.reverse();
  };
  return {
    create: async () => {
      db = await orbitdb.open('messages', { type: 'events' });
      return `${db.address} ${libp2p.getMultiaddrs()[0]}`;
    },
    // it has no way to add several at once
    write: async (list) => {
      for (const text of list) await db.add({ author: 'alice', text, at: Date.now() });
    },
    join: async (address) => {
      await link(address);
      await open(address);
    },
    open: async (address) => {
      await open(address);
      for await (const { hash } of db.iterator({ amount: 100 })) known.add(hash);
      tells = true;
    },
    connect: async (address) => void (await link(address)),
    count: () => known.size,
    last: (n) => texts(n),
    all: () => texts(-1),
    end: async () => {
      await db.close();
      await orbitdb.stop();
      await ipfs.stop();
    },
  };
});
