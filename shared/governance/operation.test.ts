/** GO-1: when an operation was done, as its author says. */
import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { communityId, deviceId } from '../base/ids.ts';
import type { OperationBody } from './operation-body.ts';
import { type Operation, readOperation, signOperation, timeToSay } from './operation.ts';

const NOON = Date.UTC(2026, 10, 27, 12);

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const sent = (body: OperationBody, at?: number): Operation | undefined => {
  const { publicKey, privateKey } = crypto.signingKeys(new Uint8Array(32).fill(7));
  const draft = {
    community: communityId(new Uint8Array(32).fill(1)),
    device: deviceId(publicKey),
    deviceSeq: 0,
    prevOwn: undefined,
    parents: [],
    body,
    at,
  };
  return readOperation(crypto, signOperation(crypto, draft, privateKey).bytes);
};

test('[GO-1] an operation tells when it was done, and its body is as it was', () => {
  const body = { kind: 'CHANNEL_CREATE', name: 'boats', topic: '' } as const;
  expect(sent(body, NOON)).toMatchObject({ body, at: NOON });
  expect(sent(body, NOON)?.body).toEqual(body);
});

test('[GO-1] one of an older version does not tell; a note tells in its own words', () => {
  expect(sent({ kind: 'CHANNEL_CREATE', name: 'boats', topic: '' })).toMatchObject({ at: undefined });
  const note = { kind: 'COMMUNITY_NOTE', text: 'Servers down.', at: NOON } as const;
  expect(sent(note, NOON + 1)).toMatchObject({ body: note, at: NOON });
});

test.each([-1, 1.5, 2 ** 48, Number.NaN])('[GO-1] a time of %s is none: that operation is not well-formed', (at) => {
  expect(sent({ kind: 'CHANNEL_CREATE', name: 'boats', topic: '' }, at)).toBeUndefined();
});

test('[GO-1] of a kind that is not known here, whatever stands there is let be', () => {
  const body = { kind: 'PARTY', at: 'tonight' } as unknown as OperationBody;
  expect(sent(body)).toMatchObject({ body: { kind: 'unknown', name: 'PARTY' }, at: undefined });
});

test.each([-5, 1.5, 2 ** 60])('[GO-1] a clock that stands at %s makes no operation that others refuse', (now) => {
  const body = { kind: 'CHANNEL_CREATE', name: 'boats', topic: '' } as const;
  expect(sent(body, timeToSay(now))?.body).toEqual(body);
});
