/**
 * Governance by hand, for tests: named people with their devices, who make operations from what they know. `knows`
 * decides what an operation names: by default everything the person has seen.
 */
import { fromBase64Url, toBase64Url } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type CommunityId, type DeviceId, idBytes, type MemberId, type OpId } from '../base/ids.ts';
import { joinDigest } from '../governance/join-digest.ts';
import type { BodyOf, OperationBody } from '../governance/operation-body.ts';
import { type Operation, signOperation } from '../governance/operation.ts';
import { linksOf } from '../governance/parents-first.ts';
import { certifyDevice, deriveIdentity, type Identity } from '../keys/identity.ts';
import type { Crypto, KeyPair } from '../ports/crypto.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Real hashes, and signatures that are hashes: a thousand times as fast, for tests that resolve a lot. */
export const quickSignatures = (crypto: Crypto): Crypto => {
  const keyOf = (publicKey: Uint8Array): KeyPair => ({ publicKey, privateKey: publicKey });
  const half = (digest: Uint8Array, key: Uint8Array): Uint8Array =>
    crypto.hash(inDomain('holdfast/operation-sign/1', digest, key));
  return {
    ...crypto,
    signingKeys: (seed) => keyOf(crypto.hash(seed).map((byte, at) => (at === 31 ? byte & 0x3f : byte))),
    sign: (digest, key) => Uint8Array.from([...half(digest, key), ...half(digest, key)]),
    verify: (signature, digest, key) =>
      toBase64Url(signature) === toBase64Url(Uint8Array.from([...half(digest, key), ...half(digest, key)])),
  };
};

export type Person = {
  name: string;
  identity: Identity;
  device: DeviceId;
  member: MemberId;
  /** Operations this device has seen, its own included. */
  seen: Map<OpId, Operation>;
  chain: Operation[];
};

export type InviteHandle = { id: OpId; keys: KeyPair };

export type GovernanceCast = ReturnType<typeof createGovernanceCast>;

export const createGovernanceCast = (crypto: Crypto, seed: number) => {
  const random = createSeededRandom(seed);
  const salt = random.bytes(32);
  const all: Operation[] = [];
  let community: CommunityId | undefined;

  /** @param root whose member the device is; a new member without it */
  const person = (name: string, root?: Person): Person => {
    const made = deriveIdentity(crypto, { device: random.bytes(32), root: random.bytes(32) }, salt);
    const identity = root === undefined ? made : { ...made, member: root.member, root: root.identity.root };
    return { name, identity, device: identity.device, member: identity.member, seen: new Map(), chain: [] };
  };

  const learn = (who: Person, operation: Operation): void => {
    if (who.seen.has(operation.id)) return;
    for (const link of linksOf(operation)) {
      const parent = all.find(({ id }) => id === link);
      if (parent !== undefined) learn(who, parent);
    }
    who.seen.set(operation.id, operation);
  };

  const headsOf = (who: Person): OpId[] => {
    const named = new Set([...who.seen.values()].flatMap(linksOf));
    return [...who.seen.keys()].filter((id) => !named.has(id));
  };

  type How = { parents?: readonly OpId[]; after?: Operation; lose?: boolean; community?: CommunityId; at?: number };
  const sign = (who: Person, body: OperationBody, how: How = {}): Operation => {
    const last = how.after ?? who.chain.at(-1);
    const operation = signOperation(
      crypto,
      {
        community: body.kind === 'CREATE' ? undefined : (how.community ?? community),
        device: who.device,
        deviceSeq: last === undefined ? 0 : last.deviceSeq + 1,
        prevOwn: last?.id,
        parents: how.parents ?? headsOf(who),
        body,
        at: how.at,
      },
      who.identity.signing.privateKey,
    );
    all.push(operation);
    if (how.lose !== true) who.chain.push(operation);
    who.seen.set(operation.id, operation);
    return operation;
  };

  const found = (who: Person, coOwners: readonly Person[] = []): Operation => {
    const nonce = random.bytes(32);
    const created = sign(who, {
      kind: 'CREATE',
      name: 'Kelp',
      nonce: toBase64Url(nonce),
      member: who.member,
      memberName: who.name,
      sealKey: toBase64Url(who.identity.sealing.publicKey),
      certificate: toBase64Url(certifyDevice(crypto, who.identity, nonce)),
      coOwners: coOwners.map(({ member }) => member),
    });
    community = created.id as string as CommunityId;
    return created;
  };

  const context = (): Uint8Array => idBytes(community ?? ('' as CommunityId));

  type InviteOptions = Partial<Pick<BodyOf<'INVITE'>, 'uses' | 'needsApproval' | 'expires'>>;
  const draftInvite = (options: InviteOptions = {}, keys = crypto.signingKeys(random.bytes(32))): BodyOf<'INVITE'> => ({
    kind: 'INVITE',
    inviteKey: toBase64Url(keys.publicKey),
    epoch: (all[0]?.id ?? '') as OpId,
    nonce: toBase64Url(random.bytes(24)),
    sealedSeed: toBase64Url(random.bytes(32)),
    ...options,
  });

  const invite = (who: Person, options: InviteOptions = {}, how: How = {}): InviteHandle & { operation: Operation } => {
    const keys = crypto.signingKeys(random.bytes(32));
    const operation = sign(who, draftInvite(options, keys), how);
    return { id: operation.id, keys, operation };
  };

  const admitBody = (newcomer: Person, by: InviteHandle): BodyOf<'ADMIT'> => {
    const asked = {
      device: newcomer.device,
      member: newcomer.member,
      sealKey: toBase64Url(newcomer.identity.sealing.publicKey),
      memberName: newcomer.name,
    };
    const digest = joinDigest(crypto, { community: community ?? ('' as CommunityId), ...asked });
    return {
      kind: 'ADMIT',
      invite: by.id,
      ...asked,
      certificate: toBase64Url(certifyDevice(crypto, newcomer.identity, context())),
      proof: toBase64Url(crypto.sign(digest, by.keys.privateKey)),
      boxes: [],
    };
  };

  /** A certificate for any sealing key, as a person who means harm would sign it. */
  const certify = (who: Person, sealKey: string): string => {
    const publicKey = fromBase64Url(sealKey) ?? new Uint8Array(32);
    const sealing = { ...who.identity.sealing, publicKey };
    return toBase64Url(certifyDevice(crypto, { ...who.identity, sealing }, context()));
  };

  /** The same request with a proof that fits it. */
  const prove = (body: BodyOf<'ADMIT'>, by: InviteHandle): BodyOf<'ADMIT'> => {
    const digest = joinDigest(crypto, { ...body, community: community ?? ('' as CommunityId) });
    return { ...body, proof: toBase64Url(crypto.sign(digest, by.keys.privateKey)) };
  };

  const deviceBody = (added: Person): BodyOf<'ADD_DEVICE'> => ({
    kind: 'ADD_DEVICE',
    device: added.device,
    member: added.member,
    sealKey: toBase64Url(added.identity.sealing.publicKey),
    certificate: toBase64Url(certifyDevice(crypto, added.identity, context())),
    boxes: [],
  });

  /** The newcomer has then seen what the admitting one had. */
  const admit = (who: Person, newcomer: Person, by: InviteHandle, how: How = {}): Operation => {
    const operation = sign(who, admitBody(newcomer, by), how);
    learn(newcomer, operation);
    return operation;
  };

  const lastOf = (who: Person, target: Person): OpId | undefined =>
    target.chain.findLast(({ id }) => who.seen.has(id))?.id;

  const cutOf = (who: Person, target: Person) => {
    const last = lastOf(who, target);
    return { device: target.device, ...(last === undefined ? {} : { last }), lanes: [] };
  };

  return {
    crypto,
    random,
    all,
    person,
    learn,
    sign,
    found,
    invite,
    draftInvite,
    admit,
    certify,
    prove,
    admitBody,
    headsOf,
    community: () => community ?? ('' as CommunityId),
    /** Everybody named gets everything there is. */
    meet: (...people: readonly Person[]): void => {
      const met = new Map(people.flatMap((one) => [...one.seen]));
      for (const one of people) for (const operation of met.values()) learn(one, operation);
    },
    kick: (who: Person, target: Person, how: How = {}): Operation =>
      sign(who, { kind: 'KICK', member: target.member, devices: [cutOf(who, target)] }, how),
    ban: (who: Person, target: Person, how: How = {}): Operation =>
      sign(who, { kind: 'BAN', member: target.member, devices: [cutOf(who, target)] }, how),
    deviceBody,
    addDevice: (who: Person, added: Person, how: How = {}): Operation => {
      const operation = sign(who, deviceBody(added), how);
      learn(added, operation);
      return operation;
    },
    removeDevice: (who: Person, target: Person, how: How = {}): Operation =>
      sign(who, { kind: 'REMOVE_DEVICE', ...cutOf(who, target) }, how),
  };
};
