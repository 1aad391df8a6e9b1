/** Alice's device signs; Bob and Carol bring it to Dora, whose gate this is. */
import { beforeEach, expect, test } from 'vitest';

import { channelId, communityId, type DeviceId, deviceId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type Beat, type BeatBody, signBeat, writeBeatBody } from '../sync/beat.ts';
import { createSimClock, type SimClock } from '../testing/sim-clock.ts';
import { sessionWith } from '../testing/test-session.ts';
import { type BeatGate, createBeatGate } from './beat-gate.ts';

const HOUR = 3_600_000;
const BURST_OF_A_LINK = 1_100;
const id = communityId(new Uint8Array(32).fill(1));
const here: BeatBody = { kind: 'here', holds: 50, status: '' };

let crypto: Crypto;
let clock: SimClock;
let checked: number;
let strangers: DeviceId[];
let gate: BeatGate;

const keysOf = (who: number) => crypto.signingKeys(new Uint8Array(32).fill(who));
const deviceOf = (who: number): DeviceId => deviceId(keysOf(who).publicKey);

const said = (by: number, number: number, body: BeatBody = here): Beat =>
  signBeat(
    { crypto, community: id },
    { device: deviceOf(by), number, body: writeBeatBody(body) },
    keysOf(by).privateKey,
  );

const [ALICE, EVE, DORA] = [2, 3, 4];
const [bob, carol] = [sessionWith('bob'), sessionWith('carol')];

beforeEach(async () => {
  crypto = await loadSodiumCrypto();
  clock = createSimClock();
  [checked, strangers] = [0, []];
  const verify: Crypto['verify'] = (...what) => {
    checked += 1;
    return crypto.verify(...what);
  };
  gate = createBeatGate(
    { crypto: { ...crypto, verify }, clock },
    {
      id,
      identity: { device: deviceOf(DORA) },
      standing: (device) => (strangers.includes(device) ? 'unknown' : 'active'),
    },
  );
});

const passes = (beat: Beat, by = bob): boolean => gate.pass(by, beat) !== undefined;

test('[SY-24] what a device signed for a time within a day of the own clock counts, and beyond that not', () => {
  const now = clock.now();
  expect(passes(said(ALICE, now - 25 * HOUR))).toBe(false);
  expect(passes(said(ALICE, now + 25 * HOUR))).toBe(false);
  expect(passes(said(ALICE, now - 23 * HOUR))).toBe(true);
  expect(passes(said(ALICE, now + 23 * HOUR))).toBe(true);
});

test('[SY-24] a number counts once, and so does one that is lower; typing has numbers of its own', () => {
  const now = clock.now();
  expect(passes(said(ALICE, now))).toBe(true);
  expect(passes(said(ALICE, now), carol)).toBe(false);
  expect(passes(said(ALICE, now - 1))).toBe(false);
  const typing = said(ALICE, now - 1, { kind: 'typing', channel: channelId(new Uint8Array(32).fill(5)) });
  expect(passes(typing)).toBe(true);
  expect(passes(typing)).toBe(false);
});

test('[SY-24] of strangers, of oneself, and with another’s signature nothing counts', () => {
  const now = clock.now();
  strangers = [deviceOf(EVE)];
  expect(passes(said(EVE, now))).toBe(false);
  expect(passes(said(DORA, now))).toBe(false);
  expect(passes({ ...said(EVE, now), device: deviceOf(ALICE) })).toBe(false);
  expect(passes(said(ALICE, now))).toBe(true);
});

test('presence flood: of one device six count at once, whoever brings them, and then one in two seconds', async () => {
  const now = clock.now();
  const counted = Array.from({ length: 9 }, (_, at) => passes(said(ALICE, now + at), at % 2 === 0 ? bob : carol));
  expect(counted).toEqual([...Array<boolean>(6).fill(true), ...Array<boolean>(3).fill(false)]);
  const before = checked;
  expect(passes(said(ALICE, now + 10))).toBe(false);
  // nobody has work with what is beyond
  expect(checked).toBe(before);
  expect(passes(said(EVE, now))).toBe(true);
  await clock.advance(2_000);
  expect(passes(said(ALICE, now + 11))).toBe(true);
  expect(passes(said(ALICE, now + 12))).toBe(false);
});

test('presence exhaustion: beyond what one link may bring nothing of it is looked at, and another’s is heard', () => {
  const now = clock.now();
  const forged = { ...said(ALICE, now), signature: new Uint8Array(64) };
  for (let at = 0; at < BURST_OF_A_LINK; at += 1) expect(passes({ ...forged, number: now + at })).toBe(false);
  expect(checked).toBe(BURST_OF_A_LINK);
  expect(passes(said(ALICE, now))).toBe(false);
  expect(checked).toBe(BURST_OF_A_LINK);
  expect(passes(said(ALICE, now), carol)).toBe(true);
});

test('presence exhaustion: what was heard already takes nothing of what a link may bring, and is not verified', () => {
  const now = clock.now();
  const beat = said(ALICE, now);
  expect(passes(beat)).toBe(true);
  for (let at = 0; at < 2 * BURST_OF_A_LINK; at += 1) expect(passes(beat, carol)).toBe(false);
  expect(checked).toBe(1);
  expect(passes(said(EVE, now), carol)).toBe(true);
});

test('presence exhaustion: beats of strangers and of impossible times take nothing of what a link may bring', () => {
  const now = clock.now();
  strangers = [deviceOf(EVE)];
  const [strange, old] = [said(EVE, now), said(ALICE, now - 25 * HOUR)];
  for (let at = 0; at < BURST_OF_A_LINK; at += 1) expect(passes(strange) || passes(old)).toBe(false);
  expect(checked).toBe(0);
  expect(passes(said(ALICE, now))).toBe(true);
});

test('presence spoof: a beat of a clock that is ahead is not heard again when what was heard is forgotten', async () => {
  const ahead = said(ALICE, clock.now() + 23 * HOUR);
  expect(passes(ahead)).toBe(true);
  await clock.advance(25 * HOUR);
  gate.forget();
  expect(passes(ahead)).toBe(false);
  await clock.advance(23 * HOUR);
  gate.forget();
  expect(passes(ahead)).toBe(false);
  expect(passes(said(ALICE, clock.now()))).toBe(true);
});
