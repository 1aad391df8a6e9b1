/**
 * Who this device is. Two seeds are made at first start and kept by the host: one for the device, one for the person
 * (the root, which certifies devices and has the recovery phrase). Every community gets keys of its own from
 * them, so that two communities cannot tell that the same person is in both.
 */
import { type DeviceId, deviceId, idBytes, type MemberId, memberId } from '../base/ids.ts';
import { inDomain } from '../base/domain.ts';
import type { Crypto, KeyPair } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import type { SecretStore } from '../ports/secret-store.ts';

export type Seeds = { device: Uint8Array; root: Uint8Array };

/** Keys of one device in one community. */
export type Identity = {
  device: DeviceId;
  member: MemberId;
  signing: KeyPair;
  sealing: KeyPair;
  root: KeyPair;
};

/** The names under which the secret store has them. */
const DEVICE_SEED = 'device-seed';
export const ROOT_SEED = 'root-seed';

/** Reads the seeds from the secret store, or makes them at first start. */
export const loadSeeds = async (secrets: SecretStore, random: Random): Promise<Seeds> => ({
  device: await loadSeed(secrets, random, DEVICE_SEED),
  root: await loadSeed(secrets, random, ROOT_SEED),
});

const loadSeed = async (secrets: SecretStore, random: Random, name: string): Promise<Uint8Array> => {
  const held = await secrets.get(name);
  if (held !== undefined) return held;
  const made = random.bytes(32);
  await secrets.set(name, made);
  return made;
};

/**
 * @param salt 32 bytes that name the community for this purpose: its id for who joins, CREATE's nonce for who made it
 * @param nonce 32 random bytes, for a device that took a new key there; without it, its first
 */
export const deriveIdentity = (crypto: Crypto, seeds: Seeds, salt: Uint8Array, nonce?: Uint8Array): Identity => {
  const own = nonce === undefined ? [salt] : [salt, nonce];
  const signing = crypto.signingKeys(crypto.hash(inDomain('holdfast/device-sign-seed/1', ...own), seeds.device));
  const root = crypto.signingKeys(crypto.hash(inDomain('holdfast/root-seed/1', salt), seeds.root));
  return {
    device: deviceId(signing.publicKey),
    member: memberId(root.publicKey),
    signing,
    sealing: crypto.sealingKeys(crypto.hash(inDomain('holdfast/device-seal-seed/1', ...own), seeds.device)),
    root,
  };
};

/**
 * The root's word that a device, with its sealing key, is its own in the community named by `context` (the community
 * id; in CREATE, which has none yet, its nonce). Signature over a domain-separated hash, 64 bytes.
 */
export const certifyDevice = (crypto: Crypto, identity: Identity, context: Uint8Array): Uint8Array =>
  crypto.sign(
    certificateDigest(crypto, context, identity.signing.publicKey, identity.sealing.publicKey),
    identity.root.privateKey,
  );

export const isCertified = (
  crypto: Crypto,
  claim: { context: Uint8Array; member: MemberId; device: DeviceId; sealKey: Uint8Array; certificate: Uint8Array },
): boolean =>
  crypto.verify(
    claim.certificate,
    certificateDigest(crypto, claim.context, idBytes(claim.device), claim.sealKey),
    idBytes(claim.member),
  );

const certificateDigest = (crypto: Crypto, context: Uint8Array, device: Uint8Array, sealKey: Uint8Array): Uint8Array =>
  crypto.hash(inDomain('holdfast/device-certificate/1', context, device, sealKey));
