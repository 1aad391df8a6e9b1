/**
 * What two clients must agree on does not change unnoticed. A hash over encodings, schemas and labels is pinned beside
 * the protocol's version, and the bytes of one of everything are kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { encodeUtf8 } from 'lib0/string';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { fromBase64Url, toBase64Url } from '../base/bytes.ts';
import { DOMAINS } from '../base/domain.ts';
import * as operationBody from '../governance/operation-body.ts';
import { readOperation } from '../governance/operation.ts';
import { parseDeviceCode } from '../keys/device-code.ts';
import { parseInvite } from '../keys/invite.ts';
import { type LinkCode, openAnswer, openOffer, parseLinkCode } from '../keys/link-code.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { createLane } from '../lanes/lane.ts';
import { readLaneFrame } from '../lanes/lane-frame.ts';
import * as ops from '../lanes/op-schemas.ts';
import { readOps } from '../lanes/ops.ts';
import { readJournalEntry, writeJournalEntry } from '../peer/journal-entry.ts';
import type { Crypto } from '../ports/crypto.ts';
import { readDeviceMessage, readGrant, writeDeviceMessage } from '../sync/device-message.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { PROTOCOL_VERSION, WIRE_SCHEMA } from '../sync/protocol-version.ts';
import { type GoldenWire, goldenWire } from './golden-wire.ts';
import { laneCast } from './lane-cast.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const fileOf = (version: number): URL => new URL(`golden-wire.v${version}.json`, import.meta.url);
const readGolden = (version: number): GoldenWire => {
  const file = JSON.parse(readFileSync(fileOf(version), 'utf8')) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(file).map(([name, text]) => [name, fromBase64Url(text) ?? new Uint8Array(0)]),
  );
};
const asText = (golden: GoldenWire): Record<string, string> =>
  Object.fromEntries(Object.entries(golden).map(([name, bytes]) => [name, toBase64Url(bytes)]));

/** The schemas that a module offers, by name, as JSON Schema; tables of schemas too. */
const schemasIn = (module: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(module)
      .flatMap(([name, value]): [string, unknown][] =>
        value instanceof z.ZodType || typeof value !== 'object' || value === null
          ? [[name, value]]
          : Object.entries(value as object).map(([key, each]): [string, unknown] => [`${name}.${key}`, each]),
      )
      .flatMap(([name, schema]): [string, unknown][] =>
        schema instanceof z.ZodType ? [[name, z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })]] : [],
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const describeWire = (golden: GoldenWire): string =>
  JSON.stringify({
    version: PROTOCOL_VERSION,
    domains: [...DOMAINS].sort(),
    bodies: schemasIn(operationBody),
    ops: schemasIn(ops),
    golden: asText(golden),
  });

const WHAT_TO_DO = (hash: string): string => `The wire has changed: an encoding, a schema, a label or a derivation.
If clients of before cannot read the new, or read it otherwise: raise PROTOCOL_VERSION (shared/sync/protocol-version.ts).
Either way say it in docs/protocol.md, run this test once with UPDATE_WIRE=1 (it writes the golden bytes of this version;
those of earlier versions stay as they are and must still be read), and pin WIRE_SCHEMA = '${hash}'.`;

test('what the writers make today is, byte for byte, what is kept', () => {
  const golden = goldenWire(crypto);
  if (process.env['UPDATE_WIRE'] !== undefined)
    writeFileSync(fileOf(PROTOCOL_VERSION), `${JSON.stringify(asText(golden), null, 2)}\n`);
  expect(asText(golden)).toEqual(asText(readGolden(PROTOCOL_VERSION)));
});

test('[WF-10] the hash of the wire’s schema is the one beside the protocol’s version', () => {
  const hash = toBase64Url(crypto.hash(encodeUtf8(describeWire(goldenWire(crypto)))));
  expect(hash, WHAT_TO_DO(hash)).toBe(WIRE_SCHEMA);
});

test('the description has every kind of operation, every op and every label', () => {
  const description = describeWire(goldenWire(crypto));
  expect(Object.keys(schemasIn(operationBody))).toHaveLength(Object.keys(operationBody.bodies).length);
  expect(Object.keys(schemasIn(ops))).toHaveLength(Object.keys(ops.opSchemas).length);
  for (const kind of Object.keys(ops.opSchemas)) expect(description).toContain(`"op ${kind}"`);
  for (const kind of Object.keys(operationBody.bodies))
    expect(description).toMatch(new RegExp(`operation \\d+ ${kind}"`));
  expect(description).toContain('holdfast/record-sign/1');
});

const versions = Array.from({ length: PROTOCOL_VERSION }, (_, at) => at + 1);

const namedIn = (golden: GoldenWire, prefix: string): [string, Uint8Array][] =>
  Object.entries(golden).filter(([name]) => name.startsWith(prefix));
const decoded = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test.each(versions)('operations, ops and records that version %i wrote are read as before', (version) => {
  const golden = readGolden(version);
  for (const [name, bytes] of namedIn(golden, 'operation '))
    expect(readOperation(crypto, bytes)?.body.kind, name).toBe(name.split(' ')[2]);
  for (const [name, bytes] of namedIn(golden, 'op '))
    expect(readOps(bytes), name).toMatchObject([{ kind: name.split(' ')[1] }]);
  const { where } = laneCast(crypto, 5);
  const run = readLaneFrame(crypto, where.community, golden['lane frame'] ?? new Uint8Array(0));
  expect(run.ok && createLane(crypto, where).accept(run.value).ok).toBe(true);
});

test.each(versions)('what version %i said on links is read as before', (version) => {
  for (const [name, bytes] of namedIn(readGolden(version), 'link ')) {
    const message = readLinkMessage(bytes);
    expect(message?.kind.toUpperCase(), name).toBe(name.split(' ')[1]);
    // JSON has no one encoding: what counts is what it says
    if (message?.kind === 'join' || message?.kind === 'rekey')
      expect(message.request, name).toMatchObject(JSON.parse(decoded(bytes.subarray(1))) as object);
    else if (message !== undefined && message.kind !== 'unknown')
      expect(writeLinkMessage(message), name).toEqual(bytes);
  }
});

test.each(versions)('what version %i said between devices, and wrote to the disk, is read as before', (version) => {
  const golden = readGolden(version);
  for (const [name, bytes] of namedIn(golden, 'device ').filter(([each]) => /^device [A-Z]/.test(each))) {
    const message = readDeviceMessage(bytes);
    expect(message?.kind.toUpperCase(), name).toBe(name.split(' ')[1]);
    expect(message && writeDeviceMessage(message), name).toEqual(bytes);
  }
  for (const [name, bytes] of namedIn(golden, 'journal ')) {
    const entry = readJournalEntry(bytes);
    expect(entry?.kind, name).toBe(name.split(' ')[1]);
    expect(entry && writeJournalEntry(entry), name).toEqual(bytes);
  }
  expect(readGrant(golden['device grant'] ?? new Uint8Array(0))?.communities).toHaveLength(1);
});

test.each(versions)('codes of version %i open as before', (version) => {
  const golden = readGolden(version);
  const read = (name: string): LinkCode | undefined => {
    const parsed = parseLinkCode(decoded(golden[name]));
    return parsed.ok ? parsed.value : undefined;
  };
  const [offer, answer] = [read('code offer'), read('code answer')];
  expect(read('code invite-offer')).toMatchObject({ kind: 'invite-offer', invite: { name: 'Kelp', inviter: 'alice' } });
  if (offer?.kind !== 'offer' || answer?.kind !== 'answer') throw new Error('the codes are not what they were');
  const key = new Uint8Array(32).fill(10);
  expect(openOffer(crypto, key, offer)).toEqual(new Uint8Array(90).fill(11));
  expect(openAnswer(crypto, key, offer.bytes, answer)).toEqual(new Uint8Array(90).fill(12));
});

test.each(versions)('invites and device codes of version %i are read as before', (version) => {
  const golden = readGolden(version);
  const invite = parseInvite(crypto, decoded(golden['invite link']));
  expect(invite).toMatchObject({ value: { name: 'Kelp', inviter: 'alice' } });
  expect(parseDeviceCode(crypto, decoded(golden['device code']))).toEqual(new Uint8Array(16).fill(8));
});
