/** SY-7, LN-9: what one message brings of several weeks. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { concatBytes } from '../base/bytes.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { SEGMENT_MS } from '../lanes/hybrid-clock.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import { runOf } from '../lanes/lane-runs.ts';
import { writeOps } from '../lanes/ops.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { Crypto } from '../ports/crypto.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { holdingsOf } from '../testing/holdings.ts';
import { createPeerTown, type PeerTown } from '../testing/town-cast.ts';
import { writeRecord } from './write-record.ts';

const TEXTS = ['three weeks ago', 'two weeks ago', 'last week'];
let crypto: Crypto;
let town: PeerTown;
beforeEach(async () => {
  crypto = await loadSodiumCrypto();
  town = await createPeerTown(62, ['alice', 'bob', 'mallory']);
});
afterEach(() => town.world.dispose());

/** Mallory's records of three weeks, sent to bob in one message. @returns what he has then, and whether he still listens */
const send = async (change: (record: StoredRecord, at: number) => StoredRecord) => {
  const channel = town.general;
  const { community } = await holdingsOf(crypto, town.the('mallory'), town.community);
  const epoch = community.keys.sealing(channel);
  if (epoch === undefined) throw new Error('mallory has the key');
  const frames = TEXTS.map((text, at) => {
    const { place, fresh } = writeRecord(crypto, community, {
      channel,
      plaintext: writeOps([{ kind: 'post', text }]),
      now: town.world.clock.now() + (at - TEXTS.length) * SEGMENT_MS,
      nonce: new Uint8Array(24).fill(at),
      epoch,
    });
    community.lane(channel, place.device).append(fresh);
    return writeLaneFrame(crypto, runOf(place, [change(fresh, at)]));
  });
  const toBob = async () =>
    (await town.the('mallory').peer.status()).links.find(({ id, state }) => state === 'open' && id.includes('bob'));
  const link = await toBob();
  if (link === undefined) throw new Error('mallory has no link to bob');
  town.the('mallory').transport.send(link.id, writeLinkMessage({ kind: 'lane', frame: concatBytes(...frames) }));
  await town.world.quiet(500);
  return { reads: await town.reads('bob', channel), isOpen: (await toBob())?.id === link.id };
};

test('[SY-7] records of three weeks in one message are shown, passed on, and there after a restart', async () => {
  expect(await send((record) => record)).toEqual({ reads: TEXTS, isOpen: true });
  await town.world.quiet(5_000);
  expect(await town.reads('alice', town.general)).toEqual(TEXTS);
  town.cast('bob', await town.the('bob').restart());
  expect(await town.reads('bob', town.general)).toEqual(TEXTS);
});

test('[LN-9] if the newest is forged, what has a good signature of its own is taken, and the link is closed', async () => {
  const spoilt = (record: StoredRecord, at: number): StoredRecord => {
    const bytes = record.bytes.slice();
    const last = bytes.length - 1;
    if (at === TEXTS.length - 1) bytes[last] = (bytes[last] ?? 0) ^ 1;
    return { ...record, bytes };
  };
  expect(await send(spoilt)).toEqual({ reads: TEXTS.slice(0, 2), isOpen: false });
});
