/** [ID-1] What is signed for one purpose is valid for no other, even if one key signed it and the words are the same. */
import { beforeAll, expect, test } from 'vitest';

import { toBase64Url } from '../base/bytes.ts';
import { channelId, communityId, deviceId, memberId, ZERO_ID } from '../base/ids.ts';
import { joinDigest } from '../governance/join-digest.ts';
import { readOperation, signOperation } from '../governance/operation.ts';
import { hasValidSignature, signRecord } from '../lanes/record.ts';
import type { Crypto, KeyPair } from '../ports/crypto.ts';
import { type HandshakeConfig, type HandshakeState, startHandshake, stepHandshake } from '../sync/handshake.ts';
import { certifyDevice, isCertified } from './identity.ts';
import { loadSodiumCrypto } from './sodium-crypto.ts';

let crypto: Crypto;
let keys: KeyPair;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
  keys = crypto.signingKeys(new Uint8Array(32).fill(1));
});

const ID = new Uint8Array(32).fill(7);
const community = communityId(ID);
const sealKey = new Uint8Array(32).fill(9);

type Purpose = { name: string; sign: () => Uint8Array; accepts: (signature: Uint8Array) => boolean };

const record = (): Purpose => {
  const place = { community, channel: channelId(ID), segment: 0, device: deviceId(keys.publicKey) };
  const header = {
    seq: 0,
    clock: { ms: 0, counter: 0 },
    prev: ZERO_ID,
    gov: [ID],
    epoch: ID,
    bodyLength: 0,
    bodyHash: ID,
  };
  return {
    name: 'a record',
    sign: () => signRecord(crypto, place, header, keys.privateKey).envelope.signature,
    accepts: (signature) => hasValidSignature(crypto, place, { ...header, signature }),
  };
};

const operation = (): Purpose => {
  const { bytes } = signOperation(
    crypto,
    {
      community,
      device: deviceId(keys.publicKey),
      deviceSeq: 0,
      prevOwn: undefined,
      parents: [],
      body: { kind: 'LEAVE' },
    },
    keys.privateKey,
  );
  const unsigned = bytes.subarray(0, bytes.length - 64);
  return {
    name: 'an operation',
    sign: () => bytes.subarray(bytes.length - 64),
    accepts: (signature) => readOperation(crypto, Uint8Array.from([...unsigned, ...signature])) !== undefined,
  };
};

const certificate = (): Purpose => {
  const member = memberId(keys.publicKey);
  const device = deviceId(keys.publicKey);
  const sealing = { publicKey: sealKey, privateKey: sealKey };
  return {
    name: 'a certificate',
    sign: () => certifyDevice(crypto, { device, member, signing: keys, sealing, root: keys }, ID),
    accepts: (signature) => isCertified(crypto, { context: ID, member, device, sealKey, certificate: signature }),
  };
};

const join = (): Purpose => {
  const digest = joinDigest(crypto, {
    community,
    device: deviceId(keys.publicKey),
    member: memberId(keys.publicKey),
    sealKey: toBase64Url(sealKey),
    memberName: 'mallory',
  });
  return {
    name: 'a request to join',
    sign: () => crypto.sign(digest, keys.privateKey),
    accepts: (signature) => crypto.verify(signature, digest, keys.publicKey),
  };
};

/** The other side of a handshake in which everything is settled but the name. */
const naming = (initiator: boolean): Purpose => {
  const config = (own: boolean, signing: KeyPair): HandshakeConfig => ({
    crypto,
    community,
    scope: { kind: 'epoch', id: ID, key: ID },
    initiator: own === initiator,
    role: 'member',
    fingerprints: own === initiator ? { local: ID, remote: sealKey } : { local: sealKey, remote: ID },
    nonce: ID,
    device: deviceId(signing.publicKey),
    signing,
  });
  const run = (): { ours: HandshakeState; name: Uint8Array } => {
    const mine = startHandshake(config(true, keys));
    const theirs = startHandshake(config(false, crypto.signingKeys(ID)));
    const [hello, theirHello] = [mine.send[0] ?? ID, theirs.send[0] ?? ID];
    const proof = stepHandshake(mine.state, theirHello);
    const theirProof = stepHandshake(theirs.state, hello);
    const named = stepHandshake(proof.state, theirProof.send[0] ?? ID);
    return { ours: stepHandshake(theirProof.state, proof.send[0] ?? ID).state, name: named.send[0] ?? ID };
  };
  return {
    name: `a name in a handshake, ${initiator ? 'initiator' : 'responder'}`,
    sign: () => run().name.subarray(33),
    accepts: (signature) => {
      const { ours, name } = run();
      return stepHandshake(ours, Uint8Array.from([...name.subarray(0, 33), ...signature])).state.kind === 'done';
    },
  };
};

test('[ID-1] signature reuse across protocols: each of six kinds of signature is taken for its own purpose alone', () => {
  const purposes = [record(), operation(), certificate(), join(), naming(true), naming(false)];
  const taken = purposes.flatMap((signed) =>
    purposes.filter(({ accepts }) => accepts(signed.sign())).map(({ name }) => `${signed.name} as ${name}`),
  );
  expect(taken).toEqual(purposes.map(({ name }) => `${name} as ${name}`));
});
