/**
 * Mallory's frames against alice's live links: recorded frames of every type, to be spoilt, at each stage of a link.
 * Alice and bob are the real core; what the core says of what it meets is kept.
 */
import { toBase64 } from 'lib0/buffer';

import { toBase64Url } from '../base/bytes.ts';
import { type CommunityId, communityId, type DeviceId, deviceId, idBytes, type LinkId } from '../base/ids.ts';
import { certifyDevice, type Identity } from '../keys/identity.ts';
import { deriveInviteKeys, formatInvite, parseInvite } from '../keys/invite.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { draftJoinRequest } from '../peer/found-community.ts';
import { readJournalEntry } from '../peer/journal-entry.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { Epoch } from '../keys/epoch.ts';
import { type Beat, type BeatBody, signBeat, writeBeatBody } from '../sync/beat.ts';
import { BRIEF_RUN_TYPE, inBrief } from '../sync/brief-run.ts';
import type { HandshakeConfig } from '../sync/handshake.ts';
import { bucketOf, nameOf } from '../sync/lane-table.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { TABLE_TYPES, type TableMessage } from '../sync/table-message.ts';
import { found, join, type Place, say } from './device-cast.ts';
import { type OwnCommunity, ownCommunity } from './own-community.ts';
import { createRawPeer, type RawPeer, type StopBefore } from './raw-peer.ts';
import { createSeededRandom } from './seeded-random.ts';
import { settle } from './sim-clock.ts';
import { createSimWorld, type SimPerson, type SimWorld } from './sim-people.ts';

export type Storm = {
  world: SimWorld;
  alice: SimPerson;
  bob: SimPerson;
  place: Place;
  /** What the core has said since the last look. */
  takeLog: () => string[];
  /** Frames by type that alice has had: to say them again changes nothing. */
  known: ReadonlyMap<number, readonly Uint8Array[]>;
  /** Frames by type that alice has not had, and would act on as they are. */
  fresh: ReadonlyMap<number, Uint8Array>;
  /** With these a member says that governance is settled; before that alice serves no records. */
  greeting: readonly Uint8Array[];
  /** Mallory, a member of alice's and bob's community. */
  member: RawPeer;
  /** Dave, who has an invite. */
  joiner: RawPeer;
  /** Carol, the real core, asks to join a community that there is not; whoever made the link answers her. */
  carol: SimPerson;
  phantom: CommunityId;
  inviter: RawPeer;
  stopBefore: (stop: StopBefore) => void;
  /** From now on chance says the same again and again, so that one handshake is like the other; or no more. */
  freeze: (isFrozen: boolean) => void;
  /** The peer's link to its victim, brought up again if it is down. */
  linkOf: (peer: RawPeer) => Promise<LinkId>;
};

const FRAMES_A_TYPE = 40;

/** A signature is a function of what is signed, and so is the answer whether it is good: asked once is enough. */
const remembering = (crypto: Crypto): Crypto => {
  const answers = new Map<string, unknown>();
  const remember = <T>(parts: readonly Uint8Array[], ask: () => T): T => {
    const key = parts.map(toBase64).join(' ');
    if (answers.size > 4_000) answers.clear();
    if (!answers.has(key)) answers.set(key, ask());
    return answers.get(key) as T;
  };
  return {
    ...crypto,
    sign: (digest, key) => remember([digest, key], () => crypto.sign(digest, key)),
    verify: (signature, digest, key) => remember([signature, digest, key], () => crypto.verify(signature, digest, key)),
  };
};

const createLog = (): { logger: Logger; take: () => string[] } => {
  let lines: string[] = [];
  const warn: Logger['warn'] = (event, facts = {}) =>
    void lines.push([event, ...Object.values(facts).filter((fact) => typeof fact === 'string')].join(': '));
  return { logger: { info: () => undefined, warn }, take: () => lines.splice(0) };
};

const freezable = (seed: number) => {
  const random = createSeededRandom(seed);
  let isFrozen = false;
  return {
    random: { bytes: (length: number) => (isFrozen ? new Uint8Array(length).fill(7) : random.bytes(length)) },
    freeze: (next: boolean): void => void (isFrozen = next),
  };
};

const recordFrames = (world: SimWorld): Map<number, Uint8Array[]> => {
  const known = new Map<number, Uint8Array[]>();
  const seen = new Set<string>();
  world.network.intercept((frame) => {
    const list = known.get(frame[0] ?? 0) ?? [];
    const text = toBase64Url(frame);
    if (list.length < FRAMES_A_TYPE && !seen.has(text)) known.set(frame[0] ?? 0, [...list, frame.slice()]);
    seen.add(text);
    return frame;
  });
  return known;
};

/** What mallory writes while nobody hears it. */
const writeApart = async (world: SimWorld, mallory: SimPerson, place: Place): Promise<Map<number, Uint8Array>> => {
  mallory.transport.setOffline(true);
  await world.quiet();
  const before = mallory.journal().length;
  await say(mallory, place, 'said apart');
  await mallory.peer.govern({ community: place.community, act: { kind: 'set-profile', about: 'apart' } });
  const apart = new Map<number, Uint8Array>();
  for (const entry of mallory.journal().slice(before).map(readJournalEntry)) {
    if (entry?.kind === 'lane') {
      apart.set(21, writeLinkMessage({ kind: 'lane', frame: entry.frame }));
      apart.set(BRIEF_RUN_TYPE, writeLinkMessage(inBrief(entry.frame)));
    }
    if (entry?.kind === 'operation') apart.set(17, writeLinkMessage({ kind: 'ops', operations: [entry.bytes] }));
  }
  await mallory.peer.dispose();
  return apart;
};

/** One of each, so that all are there whatever the three had to compare. */
const tableMessages = ({ channel }: Place, device: DeviceId): TableMessage[] => {
  const lanes = [{ name: nameOf(device), count: 2, check: new Uint8Array(5).fill(1), missing: [1] }];
  const bucket = bucketOf(device);
  return [
    { kind: 'digests', channels: [{ channel, lanes: 9, digest: new Uint8Array(8).fill(2) }] },
    { kind: 'buckets', channel, buckets: [{ bucket, digest: new Uint8Array(5).fill(3) }] },
    { kind: 'bucket-lanes', channel, buckets: [bucket], lanes },
    { kind: 'brief-lanes', channel, isRest: true, lanes },
    { kind: 'brief-lanes', channel, isRest: false, lanes },
    { kind: 'brief-want', channel, lanes: [{ name: nameOf(device), from: 0 }] },
  ];
};

/** Of a device that is none of the community's, so that nothing of them has an effect. */
const beatsOf = (crypto: Crypto, { community, channel }: Place): Beat[] => {
  const { publicKey, privateKey } = crypto.signingKeys(new Uint8Array(32).fill(6));
  const bodies: BeatBody[] = [
    { kind: 'here', holds: 50, status: 'at sea' },
    { kind: 'gone' },
    { kind: 'typing', channel },
  ];
  return bodies.map((body, at) =>
    signBeat({ crypto, community }, { device: deviceId(publicKey), number: at, body: writeBeatBody(body) }, privateKey),
  );
};

const rekeyOf = (crypto: Crypto, own: OwnCommunity): Uint8Array => {
  const next = own.identityWith({ number: 1, nonce: toBase64Url(new Uint8Array(32).fill(3)) });
  const certificate = certifyDevice(crypto, next, idBytes(own.id));
  const { device, sealing } = next;
  const request = { device, sealKey: toBase64Url(sealing.publicKey), certificate: toBase64Url(certificate) };
  return writeLinkMessage({ kind: 'rekey', request });
};

type Shake = Pick<HandshakeConfig, 'community' | 'scope' | 'role'> & { who: Identity; room: Epoch['room'] };

const withInvite = (crypto: Crypto, link: string): { seed: Uint8Array; shake: Omit<Shake, 'who' | 'role'> } => {
  const invite = parseInvite(crypto, link);
  if (!invite.ok) throw new Error(invite.message);
  const { community, seed } = invite.value;
  const { signing, linkKey, room } = deriveInviteKeys(crypto, community, seed);
  return { seed, shake: { community, room, scope: { kind: 'invite', id: signing.publicKey, key: linkKey } } };
};

/** A link into a community that nobody founded. */
const trap = (crypto: Crypto): string =>
  formatInvite(crypto, {
    community: communityId(new Uint8Array(32).fill(13)),
    seed: new Uint8Array(16).fill(5),
    name: 'Kelp',
    inviter: 'mallory',
    history: 'full',
    addresses: [],
  });

/** Alice, bob and mallory have a history in which every type of message was said. */
export const createStorm = async (seed: number): Promise<Storm> => {
  const crypto = remembering(await loadSodiumCrypto());
  const chance = freezable(seed);
  const log = createLog();
  let isFast = false;
  const world = await createSimWorld(seed, {
    crypto,
    random: chance.random,
    logger: log.logger,
    settle: () => (isFast ? blink() : settle()),
  });
  const known = recordFrames(world);
  const [alice, bob, mallory] = [await world.person('alice'), await world.person('bob'), await world.person('mallory')];
  const place = await found(alice);
  for (const person of [bob, mallory]) await join(world, person, place);
  for (const person of [alice, bob, mallory]) await say(person, place, `from ${person.name}`);
  await world.quiet();
  bob.transport.setOffline(true);
  for (let i = 0; i < 40; i += 1) await say(alice, place, `while bob sleeps ${i}`);
  bob.transport.setOffline(false);
  await world.quiet(7_000);
  world.network.intercept((frame) => frame);
  known.set(23, [writeLinkMessage({ kind: 'refused', code: 'invite-not-valid' })]);
  const [held] = await alice.peer.lanes(place.community);
  const wants = held === undefined ? [] : [{ device: held.device, seqs: [0, 1, 7] }];
  known.set(24, [writeLinkMessage({ kind: 'body-want', channel: place.channel, lanes: wants })]);
  known.set(25, [writeLinkMessage({ kind: 'tail-want', channel: place.channel, count: 100 })]);
  known.set(
    26,
    (known.get(21) ?? []).map((frame) => writeLinkMessage({ kind: 'tail', frame: frame.subarray(1) })),
  );
  for (const message of held === undefined ? [] : tableMessages(place, held.device))
    known.set(TABLE_TYPES[message.kind], [...(known.get(TABLE_TYPES[message.kind]) ?? []), writeLinkMessage(message)]);
  known.set(40, [writeLinkMessage({ kind: 'here', beats: beatsOf(crypto, place) })]);
  const fresh = await writeApart(world, mallory, place);

  const own = await ownCommunity(crypto, mallory, place.community);
  const epoch = own.keys.newest();
  if (epoch === undefined) throw new Error('mallory has the key');
  const invited = withInvite(crypto, place.invite);
  const trapped = withInvite(crypto, trap(crypto));
  const dave = own.stranger(1);
  const asks = { community: place.community, seed: invited.seed, memberName: 'dave' };
  fresh.set(22, writeLinkMessage({ kind: 'join', request: draftJoinRequest(crypto, dave, asks) }));
  fresh.set(32, rekeyOf(crypto, own));

  let stop: StopBefore = 'nothing';
  const byHand = (name: string, { who, room, ...shake }: Shake): RawPeer => {
    const handshake = { ...shake, crypto, nonce: new Uint8Array(32).fill(9), device: who.device, signing: who.signing };
    const peer = createRawPeer(world.network.join(name), handshake, () => stop);
    peer.setRooms([{ ...room, listenOnly: false }]);
    return peer;
  };
  const inEpoch = {
    community: place.community,
    room: epoch.room,
    scope: { kind: 'epoch' as const, id: idBytes(epoch.id), key: epoch.linkKey },
  };
  const chains = [...own.log.chains()].map(([device, tip]) => ({ device, ...tip }));
  const member = byHand('mallory by hand', { ...inEpoch, who: own.identity, role: 'member' });
  const joiner = byHand('dave by hand', { ...invited.shake, who: dave, role: 'joiner' });
  const inviter = byHand('the inviter by hand', { ...trapped.shake, who: own.stranger(5), role: 'member' });
  const carol = await world.person('carol');
  const joining = carol.peer.join({ invite: trap(crypto), memberName: 'carol' });
  await world.quiet(31_000);
  await joining;

  return {
    world,
    alice,
    bob,
    place,
    takeLog: log.take,
    known,
    fresh,
    greeting: [writeLinkMessage({ kind: 'ops-have', chains }), writeLinkMessage({ kind: 'ops-done' })],
    member,
    joiner,
    carol,
    phantom: trapped.shake.community,
    inviter,
    stopBefore: (next) => void (stop = next),
    freeze: (isFrozen) => {
      isFast = isFrozen;
      chance.freeze(isFrozen);
    },
    linkOf: (peer) => linkOf(world, peer),
  };
};

/** Enough for what is decided at once; what goes to the disk has time when the clock moves on. */
const blink = async (): Promise<void> => {
  for (let i = 0; i < 8; i += 1) await Promise.resolve();
};

const TRIES = 40;

const linkOf = async (world: SimWorld, peer: RawPeer): Promise<LinkId> => {
  for (let i = 0; i < TRIES; i += 1) {
    const link = peer.ready();
    if (link !== undefined) return link;
    world.network.meetAll();
    await world.network.deliver();
    if (i > 0) await world.clock.advance(500);
  }
  throw new Error('no link came up');
};
