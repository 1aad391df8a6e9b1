import { beforeAll, expect, test } from 'vitest';

import { communityId, deviceId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { type HandshakeConfig, type HandshakeState, startHandshake, stepHandshake } from './handshake.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const random = createSeededRandom(3);
const KEY = random.bytes(32);
const FP_A = random.bytes(32);
const FP_B = random.bytes(32);

const side = (initiator: boolean, change: Partial<HandshakeConfig> = {}): HandshakeConfig => {
  const signing = crypto.signingKeys(random.bytes(32));
  return {
    crypto,
    community: communityId(new Uint8Array(32).fill(9)),
    scope: { kind: 'epoch', id: new Uint8Array(32).fill(8), key: KEY },
    initiator,
    role: 'member',
    fingerprints: initiator ? { local: FP_A, remote: FP_B } : { local: FP_B, remote: FP_A },
    nonce: random.bytes(32),
    device: deviceId(signing.publicKey),
    signing,
    ...change,
  };
};

/** Passes frames between two sides until nobody has anything to say; `change` is the network. */
const run = (
  a: HandshakeConfig,
  b: HandshakeConfig,
  change = (frame: Uint8Array): Uint8Array => frame,
): [HandshakeState, HandshakeState] => {
  const one = startHandshake(a);
  const two = startHandshake(b);
  const states: [HandshakeState, HandshakeState] = [one.state, two.state];
  const queue: { to: 0 | 1; frame: Uint8Array }[] = [
    ...one.send.map((frame) => ({ to: 1 as const, frame })),
    ...two.send.map((frame) => ({ to: 0 as const, frame })),
  ];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const step = stepHandshake(states[next.to], change(next.frame));
    states[next.to] = step.state;
    const back = next.to === 0 ? 1 : 0;
    queue.push(...step.send.map((frame) => ({ to: back as 0 | 1, frame })));
  }
  return states;
};

test('[HS-3] [HS-6] alice and bob prove the epoch and learn each other’s device', () => {
  const alice = side(true);
  const bob = side(false);
  const ends = run(alice, bob);
  expect(ends).toMatchObject([
    { kind: 'done', device: bob.device, role: 'member' },
    { kind: 'done', device: alice.device, role: 'member' },
  ]);
  const [first, second] = ends.map((end) => (end.kind === 'done' ? end.transcript : undefined));
  expect(first).toHaveLength(32);
  expect(second).toEqual(first);
});

test('[HS-5] [HS-6] handshake without the key: both sides refuse, and no device was named', () => {
  const named: number[] = [];
  const states = run(
    side(true),
    side(false, { scope: { kind: 'epoch', id: new Uint8Array(32).fill(8), key: random.bytes(32) } }),
    (frame) => {
      named.push(frame[0] ?? 0);
      return frame;
    },
  );
  expect(states).toMatchObject([{ reason: 'wrong-key' }, { reason: 'wrong-key' }]);
  expect(named).not.toContain(3);
});

test('[HS-4] DTLS fingerprint swap: a man in the middle with his own certificates gets nowhere', () => {
  const states = run(side(true), side(false, { fingerprints: { local: FP_B, remote: random.bytes(32) } }));
  expect(states).toMatchObject([{ kind: 'refused' }, { kind: 'refused' }]);
});

test('[HS-5] reflected handshake: one’s own frames sent back prove nothing', () => {
  const alice = side(true);
  let step = startHandshake(alice);
  for (let i = 0; i < 3 && step.state.kind !== 'refused'; i += 1) {
    const [frame] = step.send;
    step = stepHandshake(step.state, frame ?? new Uint8Array(0));
  }
  expect(step.state).toMatchObject({ kind: 'refused', reason: 'wrong-key' });
});

test('[HS-7] two joiners have nothing to tell each other, and no joiner is let into a room of members', () => {
  const invite = { kind: 'invite' as const, id: new Uint8Array(32).fill(1), key: KEY };
  expect(
    run(side(true, { role: 'joiner', scope: invite }), side(false, { role: 'joiner', scope: invite })),
  ).toMatchObject([{ reason: 'two-joiners' }, { reason: 'two-joiners' }]);
  expect(run(side(true), side(false, { role: 'joiner' }))[0]).toMatchObject({ reason: 'joiner-in-epoch-room' });
  expect(run(side(true, { scope: invite }), side(false, { role: 'joiner', scope: invite }))).toMatchObject([
    { kind: 'done', role: 'joiner' },
    { kind: 'done', role: 'member' },
  ]);
});

test('[HS-7] garbage, truncation and oversize end a handshake without a throw', () => {
  for (const change of [
    (frame: Uint8Array) => frame.slice(0, 5),
    () => new Uint8Array(2_000),
    () => new Uint8Array(0),
    (frame: Uint8Array) => Uint8Array.from([...frame, 0]),
  ]) {
    expect(run(side(true), side(false), change)).toMatchObject([{ kind: 'refused' }, { kind: 'refused' }]);
  }
});
