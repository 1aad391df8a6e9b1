/**
 * The link handshake: who is at the other end of a data channel. Pure: state and frame in, state and frames out.
 *
 * 1. HELLO  = 1 · version · role · nonce 32                      both sides, at once
 * 2. PROOF  = 2 · MAC(pre-shared key, side's label ‖ transcript)  after the other's HELLO
 * 3. NAME   = 3 · device 32 · signature 64 over (side's label ‖ transcript)   after the other's PROOF was right
 *
 * transcript = H(community ‖ room kind ‖ epoch, invite key or code ‖ both roles ‖ both nonces ‖ both DTLS fingerprints), the
 * initiator's first. Labels differ by side, so nothing can be reflected; fingerprints tie it to this very connection, so
 * nothing can be relayed. Until it is over not one byte about the community is sent.
 */
import { equalBytes } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type CommunityId, type DeviceId, deviceId, idBytes } from '../base/ids.ts';
import { createReader } from '../base/reader.ts';
import { createWriter } from '../base/writer.ts';
import type { Crypto, KeyPair } from '../ports/crypto.ts';
import type { Fingerprints } from '../ports/transport.ts';
import { PROTOCOL_VERSION } from './protocol-version.ts';

export type LinkRole = 'member' | 'joiner';

export type HandshakeConfig = {
  crypto: Crypto;
  community: CommunityId;
  /** What the pre-shared key comes from. */
  scope: { kind: 'epoch' | 'invite' | 'device'; id: Uint8Array; key: Uint8Array };
  initiator: boolean;
  role: LinkRole;
  fingerprints: Fingerprints;
  nonce: Uint8Array;
  device: DeviceId;
  signing: KeyPair;
};

export type HandshakeState =
  | { kind: 'hello'; config: HandshakeConfig }
  | { kind: 'proof'; config: HandshakeConfig; transcript: Uint8Array; role: LinkRole }
  | { kind: 'name'; config: HandshakeConfig; transcript: Uint8Array; role: LinkRole }
  /** `transcript`: known to the two ends alone. */
  | { kind: 'done'; device: DeviceId; role: LinkRole; transcript: Uint8Array; initiator: boolean }
  | { kind: 'refused'; reason: HandshakeRefusal };

export type HandshakeRefusal =
  | 'malformed'
  | 'newer-version'
  | 'two-joiners'
  | 'two-members'
  | 'joiner-in-epoch-room'
  | 'wrong-key'
  | 'wrong-signature'
  | 'myself';

export type HandshakeStep = { state: HandshakeState; send: readonly Uint8Array[] };

export const MAX_HANDSHAKE_BYTES = 1024;
export const HANDSHAKE_MS = 10_000;
const SCOPES = { epoch: 0, invite: 1, device: 2 } as const;
const HELLO = 1;
const PROOF = 2;
const NAME = 3;

export const startHandshake = (config: HandshakeConfig): HandshakeStep => ({
  state: { kind: 'hello', config },
  send: [createWriter().u8(HELLO).u8(PROTOCOL_VERSION).u8(roleByte(config.role)).raw(config.nonce).done()],
});

export const stepHandshake = (state: HandshakeState, frame: Uint8Array): HandshakeStep => {
  if (frame.length > MAX_HANDSHAKE_BYTES) return refuse('malformed');
  switch (state.kind) {
    case 'hello':
      return onHello(state.config, frame);
    case 'proof':
      return onProof(state, frame);
    case 'name':
      return onName(state, frame);
    case 'done':
    case 'refused':
      return { state, send: [] };
  }
};

const onHello = (config: HandshakeConfig, frame: Uint8Array): HandshakeStep => {
  const reader = createReader(frame);
  const type = reader.u8();
  const version = reader.u8();
  const role = roleOf(reader.u8());
  const nonce = reader.raw(32);
  if (type === HELLO && !reader.failed() && version > PROTOCOL_VERSION) return refuse('newer-version');
  if (type !== HELLO || version !== PROTOCOL_VERSION || role === undefined || !reader.finished())
    return refuse('malformed');
  const refusal = refusalOf(config, role);
  if (refusal !== undefined) return refuse(refusal);
  const transcript = transcriptOf(config, role, nonce);
  return {
    state: { kind: 'proof', config, transcript, role },
    send: [
      createWriter()
        .u8(PROOF)
        .raw(proofOf(config, transcript, config.initiator))
        .done(),
    ],
  };
};

/** Joiners ask where an invite leads, members answer there; neither meets its like. */
const refusalOf = ({ role: mine, scope }: HandshakeConfig, theirs: LinkRole): HandshakeRefusal | undefined => {
  if (theirs === 'joiner' && mine === 'joiner') return 'two-joiners';
  if (theirs === 'joiner' && scope.kind === 'epoch') return 'joiner-in-epoch-room';
  // The link proves an invite, or a device's code, not membership.
  return theirs === 'member' && mine === 'member' && scope.kind !== 'epoch' ? 'two-members' : undefined;
};

const onProof = (state: Extract<HandshakeState, { kind: 'proof' }>, frame: Uint8Array): HandshakeStep => {
  const { config, transcript } = state;
  const reader = createReader(frame);
  const type = reader.u8();
  const proof = reader.raw(32);
  if (type !== PROOF || !reader.finished()) return refuse('malformed');
  if (!equalBytes(proof, proofOf(config, transcript, !config.initiator))) return refuse('wrong-key');
  const digest = nameDigest(config, transcript, config.initiator);
  const signature = config.crypto.sign(digest, config.signing.privateKey);
  const name = createWriter().u8(NAME).raw(idBytes(config.device)).raw(signature).done();
  return { state: { ...state, kind: 'name' }, send: [name] };
};

const onName = (state: Extract<HandshakeState, { kind: 'name' }>, frame: Uint8Array): HandshakeStep => {
  const { config, transcript, role } = state;
  const reader = createReader(frame);
  const type = reader.u8();
  const device = reader.raw(32);
  const signature = reader.raw(64);
  if (type !== NAME || !reader.finished()) return refuse('malformed');
  if (!config.crypto.verify(signature, nameDigest(config, transcript, !config.initiator), device))
    return refuse('wrong-signature');
  if (equalBytes(device, idBytes(config.device))) return refuse('myself');
  return { state: { kind: 'done', device: deviceId(device), role, transcript, initiator: config.initiator }, send: [] };
};

const refuse = (reason: HandshakeRefusal): HandshakeStep => ({ state: { kind: 'refused', reason }, send: [] });

const roleByte = (role: LinkRole): number => (role === 'member' ? 0 : 1);
const roleOf = (byte: number): LinkRole | undefined => (byte === 0 ? 'member' : byte === 1 ? 'joiner' : undefined);

const transcriptOf = (config: HandshakeConfig, theirRole: LinkRole, theirNonce: Uint8Array): Uint8Array => {
  const mine = { role: config.role, nonce: config.nonce, fingerprint: config.fingerprints.local };
  const theirs = { role: theirRole, nonce: theirNonce, fingerprint: config.fingerprints.remote };
  const [first, second] = config.initiator ? [mine, theirs] : [theirs, mine];
  const writer = createWriter().raw(idBytes(config.community)).u8(SCOPES[config.scope.kind]).raw(config.scope.id);
  for (const side of [first, second]) writer.u8(roleByte(side.role)).raw(side.nonce).raw(side.fingerprint);
  return config.crypto.hash(inDomain('holdfast/link-transcript/1', writer.done()));
};

const proofOf = (config: HandshakeConfig, transcript: Uint8Array, byInitiator: boolean): Uint8Array => {
  const label = byInitiator ? 'holdfast/link-proof-initiator/1' : 'holdfast/link-proof-responder/1';
  return config.crypto.hash(inDomain(label, transcript), config.scope.key);
};

const nameDigest = (config: HandshakeConfig, transcript: Uint8Array, byInitiator: boolean): Uint8Array => {
  const label = byInitiator ? 'holdfast/link-identity-initiator/1' : 'holdfast/link-identity-responder/1';
  return config.crypto.hash(inDomain(label, transcript));
};
