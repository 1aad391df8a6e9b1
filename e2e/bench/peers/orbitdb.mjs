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

const startIpfs = async (dir) => {
  const libp2p = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify(), pubsub: gossipsub({ allowPublishToZeroTopicPeers: true }) },
  });
  return createHelia({ libp2p, blockstore: new LevelBlockstore(joinPath(dir, 'blocks')) });
};

/** Follows a database: from the newest back to the first that is known. */
const follow = (db, heard) => {
  const known = new Set();
  let reading = Promise.resolve();
  const follower = { known, tells: false };
  const readOn = async () => {
    for await (const { hash, value } of db.iterator()) {
      if (known.has(hash)) break;
      known.add(hash);
      if (follower.tells) heard(value.text);
    }
    follower.tells = true;
  };
  db.events.on('update', () => (reading = reading.then(readOn)));
  return follower;
};

await serve(async (dir, _hub, heard) => {
  const ipfs = await startIpfs(dir);
  const { libp2p } = ipfs;
  const orbitdb = await createOrbitDB({ ipfs, directory: joinPath(dir, 'orbitdb') });
  let db;
  let follower;
  const open = async (address) => {
    db = await orbitdb.open(address.split(' ')[0]);
    follower = follow(db, heard);
  };
  const connect = async (address) => void (await libp2p.dial(multiaddr(address.split(' ')[1])));
  const last = async (amount) => {
    const list = [];
    for await (const { value } of db.iterator({ amount })) list.push(value.text);
    return list.reverse();
  };
  return {
    create: async () => {
      db = await orbitdb.open('messages', { type: 'events' });
      return `${db.address} ${libp2p.getMultiaddrs()[0].toString()}`;
    },
    // it has no way to add several at once
    write: async (list) => {
      for (const text of list) await db.add({ author: 'alice', text, at: Date.now() });
    },
    join: async (address) => {
      await connect(address);
      await open(address);
    },
    open: async (address) => {
      await open(address);
      for await (const { hash } of db.iterator({ amount: 100 })) follower.known.add(hash);
      follower.tells = true;
    },
    connect,
    count: () => follower?.known.size ?? 0,
    last,
    all: () => last(-1),
    end: async () => {
      await db.close();
      await orbitdb.stop();
      await ipfs.stop();
    },
  };
});
