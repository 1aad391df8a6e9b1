/**
 * One of everything that goes over a wire or onto a disk, made from fixed inputs by the writers of today. The bytes are
 * kept (golden-wire.v1.json): what an older version wrote must be read for ever.
 */
import { encodeUtf8 } from 'lib0/string';

import { toBase64Url } from '../base/bytes.ts';
import {
  type ChannelId,
  channelId,
  communityId,
  type DeviceId,
  deviceId,
  type MemberId,
  type OpId,
  opId,
  recordId,
  ZERO_ID,
} from '../base/ids.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { communityFingerprint } from '../keys/fingerprint.ts';
import { commitTo, comparisonNumber } from '../keys/comparison-number.ts';
import { deriveDeviceCodeKeys, formatDeviceCode } from '../keys/device-code.ts';
import { deriveEpoch, epochSecretHash } from '../keys/epoch.ts';
import { certifyDevice, deriveIdentity } from '../keys/identity.ts';
import { deriveInviteKeys, formatInvite, type InvitePart } from '../keys/invite.ts';
import { writeAnswer, writeInviteOffer, writeOffer } from '../keys/link-code.ts';
import { laneClientOf } from '../lanes/lane-client.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import type { KnownOp } from '../lanes/op-schemas.ts';
import { writeOps } from '../lanes/ops.ts';
import { writeJournalEntry } from '../peer/journal-entry.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type Beat, type BeatBody, signBeat, writeBeatBody } from '../sync/beat.ts';
import { inBrief } from '../sync/brief-run.ts';
import { writeDeviceMessage, writeGrant } from '../sync/device-message.ts';
import { type HandshakeConfig, startHandshake, stepHandshake } from '../sync/handshake.ts';
import { createTableHasher, nameOf } from '../sync/lane-table.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { writePersonalEntry } from '../sync/personal-entry.ts';
import { createGovernanceCast, type GovernanceCast, type Person } from './governance-cast.ts';
import { laneCast } from './lane-cast.ts';

export type GoldenWire = Readonly<Record<string, Uint8Array>>;

const fill = (value: number, length = 32): Uint8Array => new Uint8Array(length).fill(value);
const text = (value: number, length = 32): string => toBase64Url(fill(value, length));
const NOW = Date.UTC(2026, 10, 23);
const WEEK = 7 * 24 * 60 * 60_000;

/** Their sides are any bytes: the mesh alone knows what they mean. */
const codesOf = (crypto: Crypto, invite: InvitePart): GoldenWire => {
  const ports = { crypto, random: { bytes: (length: number) => fill(9, length) } };
  const offer = writeOffer(ports, fill(10), fill(11, 90));
  return {
    'code offer': encodeUtf8(offer.code),
    'code invite-offer': encodeUtf8(writeInviteOffer(invite, fill(11, 90)).code),
    'code answer': encodeUtf8(writeAnswer(ports, fill(10), offer.bytes, fill(12, 90))),
  };
};

/** With every field that there is. */
const bodiesOf = (cast: GovernanceCast, alice: Person, bob: Person, invite: OpId): OperationBody[] => {
  const channel = channelId(fill(2));
  const role = opId(fill(3));
  const rotate = {
    secretHash: text(4),
    recipientsHash: text(5),
    boxes: [{ device: bob.device, box: text(6, 80) }],
    wrapped: [{ epoch: opId(fill(7)), nonce: text(8, 24), secret: text(9, 48) }],
  };
  const removed = { device: bob.device, last: opId(fill(10)), lanes: [{ channel, seq: 3, id: recordId(fill(11)) }] };
  const removal = { member: bob.member, devices: [removed], reason: 'spam', rotate };
  const boxes = [{ epoch: opId(fill(7)), box: text(6, 80) }];
  const subject = { member: bob.member };
  return [
    { kind: 'COMMUNITY_UPDATE', name: 'Kelp', about: 'of the sea', icon: text(12) },
    { ...cast.draftInvite({ uses: 3, needsApproval: true, expires: NOW }, bob.identity.signing) },
    { kind: 'REVOKE_INVITE', invite },
    { ...cast.deviceBody(bob), boxes },
    { kind: 'REMOVE_DEVICE', ...removed, rotate },
    { kind: 'LEAVE', note: 'goodbye' },
    { kind: 'KICK', ...removal },
    { kind: 'BAN', ...removal },
    { kind: 'UNBAN', member: bob.member },
    { kind: 'SET_PROFILE', name: 'alice', about: 'hello', avatar: text(13) },
    { kind: 'ROLE_CREATE', name: 'guards', rank: 50, permissions: ['moderate', 'post'] },
    { kind: 'ROLE_UPDATE', role, name: 'guards', rank: 51, permissions: ['post'] },
    { kind: 'ROLE_DELETE', role },
    { kind: 'ROLE_ASSIGN', member: bob.member, role },
    { kind: 'ROLE_UNASSIGN', member: bob.member, role },
    { kind: 'CHANNEL_CREATE', name: 'general', topic: 'all' },
    { kind: 'CHANNEL_UPDATE', channel, name: 'general', topic: 'all', category: 'Town', slowMode: 30, position: 1 },
    { kind: 'CHANNEL_DELETE', channel },
    {
      kind: 'CHANNEL_OVERRIDE',
      channel,
      isPrivate: true,
      overrides: [{ subject, allow: ['post'], deny: [] }],
      history: 'full',
    },
    { kind: 'ROTATE', ...rotate },
    { kind: 'CHANNEL_ROTATE', ...rotate, channel },
    { kind: 'EPOCH_BOXES', epoch: opId(fill(7)), boxes: rotate.boxes },
    { kind: 'TRANSFER_OWNER', to: bob.member },
    { kind: 'FORK_PROOF', device: bob.device, operations: ['AAAA', 'AAAB'] },
    {
      kind: 'FORK_PROOF',
      device: alice.device,
      channel,
      records: [
        { segment: 1, envelope: 'AAAA' },
        { segment: 1, envelope: 'AAAB' },
      ],
    },
    { kind: 'COMMUNITY_NOTE', text: 'Servers down.\nWe are on LAN and codes.', at: NOW },
  ];
};

const operations = (crypto: Crypto): GoldenWire => {
  const cast = createGovernanceCast(crypto, 5);
  const [alice, bob] = [cast.person('alice'), cast.person('bob')];
  cast.found(alice, [bob]);
  const invite = cast.invite(alice, { uses: 2 });
  cast.admit(alice, bob, invite);
  for (const body of bodiesOf(cast, alice, bob, invite.id)) cast.sign(alice, body);
  cast.sign(alice, { kind: 'UNBAN', member: bob.member }, { at: NOW });
  return Object.fromEntries(cast.all.map(({ body, bytes }, at) => [`operation ${at} ${body.kind}`, bytes]));
};

const lanes = (crypto: Crypto): GoldenWire => {
  const cast = laneCast(crypto, 5);
  for (const at of [NOW, NOW + 1, NOW + WEEK]) cast.write('[{"kind":"post","text":"hello"}]', at);
  const names = ['first of a segment', 'next', 'first of the next segment'];
  const records = cast.records.map(({ bytes }, at) => [`record, ${names[at]}`, bytes] as const);
  const [first] = cast.records;
  return {
    ...Object.fromEntries(records),
    'record id': first?.id ?? ZERO_ID,
    'lane frame': writeLaneFrame(crypto, cast.run(0, 2)),
    'tail frame': writeLaneFrame(crypto, cast.tail(1, 2)),
    'lane client': encodeUtf8(String(laneClientOf(crypto, cast.run(0, 1).place))),
  };
};

/** One of each kind, with every field. */
const ops = (): GoldenWire => {
  const ref = { record: recordId(fill(1)), op: 3, at: '0123456789abcdef' };
  const target = { ...ref, device: opId(fill(2)) as string as DeviceId, seq: 9 };
  const records = [{ device: target.device, seq: 9 }];
  const all: readonly KnownOp[] = [
    { kind: 'post', text: 'hello', replyTo: ref, thread: ref },
    { kind: 'edit', target, text: 'hello again' },
    { kind: 'delete', target, records, thread: ref },
    { kind: 'purge', target, records, thread: ref, reason: 'spam' },
    { kind: 'react', target, emoji: '🌊', on: true },
    { kind: 'hide', target, on: true, reason: 'spam' },
    { kind: 'pin', target, on: true },
  ];
  return Object.fromEntries(all.map((op) => [`op ${op.kind}`, writeOps([op])]));
};

const tables = (device: DeviceId, channel: ChannelId): GoldenWire => {
  const lanes = [{ name: fill(1, 8), count: 300, check: fill(4, 5), missing: [2, 290] }];
  const buckets = [0, 255];
  return {
    'link DIGESTS': writeLinkMessage({ kind: 'digests', channels: [{ channel, lanes: 300, digest: fill(5, 8) }] }),
    'link BUCKETS': writeLinkMessage({
      kind: 'buckets',
      channel,
      buckets: buckets.map((bucket) => ({ bucket, digest: fill(6, 5) })),
    }),
    'link BUCKET-LANES': writeLinkMessage({ kind: 'bucket-lanes', channel, buckets, lanes }),
    'link BRIEF-LANES': writeLinkMessage({ kind: 'brief-lanes', channel, isRest: true, lanes }),
    'link BRIEF-WANT': writeLinkMessage({
      kind: 'brief-want',
      channel,
      lanes: [{ name: nameOf(device), from: 300 }],
    }),
  };
};

/** Both ends must come to the same. */
const tableDigests = (crypto: Crypto, device: DeviceId, channel: ChannelId): GoldenWire => {
  const { digest, buckets, brief } = createTableHasher(crypto, fill(7));
  const lane = { device, count: 300, head: recordId(fill(4)), missing: [2, 290] };
  return {
    'table digest': digest(channel, [lane]),
    'table bucket': buckets(channel, [lane])[0]?.digest ?? ZERO_ID,
    'table check': brief(lane).check,
  };
};

/** One of each kind. */
/** One of each kind, with every field that there is. */
const personalEntries = (channel: ChannelId): Uint8Array[] =>
  (
    [
      { kind: 'read', upTo: '00abc.x', round: 2 },
      { kind: 'since', at: NOW },
      { kind: 'level', level: 'mentions', at: NOW },
      { kind: 'mute', until: NOW, at: NOW },
      { kind: 'done', keys: ['00abc.x'] },
    ] as const
  ).map((entry) => writePersonalEntry({ ...entry, channel, community: communityId(fill(1)) }));

const beatsOf = (crypto: Crypto, channel: ChannelId): Beat[] => {
  const { publicKey, privateKey } = crypto.signingKeys(fill(1));
  const bodies: BeatBody[] = [
    { kind: 'gone' },
    { kind: 'here', holds: 50, status: 'at sea 🌊' },
    { kind: 'away', holds: 1_800, status: '' },
    { kind: 'typing', channel },
  ];
  const device = deviceId(publicKey);
  return bodies.map((body, at) =>
    signBeat(
      { crypto, community: laneCastCommunity },
      { device, number: NOW + at, body: writeBeatBody(body) },
      privateKey,
    ),
  );
};

const links = (crypto: Crypto): GoldenWire => {
  const device = opId(fill(1)) as string as DeviceId;
  const channel = channelId(fill(2));
  const member = opId(fill(3)) as string as MemberId;
  const claim = { device, sealKey: text(4), certificate: text(5, 64) };
  const request = { ...claim, member, memberName: 'bob', proof: text(6, 64) };
  return {
    'link OPS-HAVE': writeLinkMessage({ kind: 'ops-have', chains: [{ device, count: 300, digest: fill(5) }] }),
    'link OPS': writeLinkMessage({ kind: 'ops', operations: [fill(1, 3), fill(2, 200)] }),
    'link OPS-DONE': writeLinkMessage({ kind: 'ops-done' }),
    'link LANES-HAVE': writeLinkMessage({
      kind: 'lanes-have',
      channel,
      lanes: [{ device, count: 300, head: recordId(fill(4)), missing: [2, 290] }],
    }),
    'link LANE-WANT': writeLinkMessage({ kind: 'lane-want', channel, lanes: [{ device, from: 300 }] }),
    'link LANE': writeLinkMessage({ kind: 'lane', frame: lanes(crypto)['lane frame'] ?? ZERO_ID }),
    'link BRIEF-RUN': writeLinkMessage(inBrief(lanes(crypto)['lane frame'] ?? ZERO_ID)),
    'link BODY-WANT': writeLinkMessage({ kind: 'body-want', channel, lanes: [{ device, seqs: [2, 290] }] }),
    'link TAIL-WANT': writeLinkMessage({ kind: 'tail-want', channel, count: 100 }),
    'link TAIL': writeLinkMessage({ kind: 'tail', frame: lanes(crypto)['tail frame'] ?? ZERO_ID }),
    ...tables(device, channel),
    ...tableDigests(crypto, device, channel),
    'link JOIN': writeLinkMessage({ kind: 'join', request }),
    'link REFUSED': writeLinkMessage({ kind: 'refused', code: 'invite-not-valid' }),
    'link REKEY': writeLinkMessage({ kind: 'rekey', request: claim }),
    'link INTRODUCE': writeLinkMessage({
      kind: 'introduce',
      introduction: { member, sealKey: text(4), certificate: text(5, 64) },
    }),
    'link ADDRESSES': writeLinkMessage({ kind: 'addresses', addresses: ['192.0.2.7:27600', '[fd00::7]:27600'] }),
    'link PING': writeLinkMessage({ kind: 'ping', number: 300 }),
    'link PONG': writeLinkMessage({ kind: 'pong', number: 300 }),
    'link CLOCK': writeLinkMessage({ kind: 'clock', number: 1_790_000_000_000 }),
    'link DEGREE': writeLinkMessage({ kind: 'degree', number: 300 }),
    'link HERE': writeLinkMessage({ kind: 'here', beats: beatsOf(crypto, channel) }),
    'link PERSONAL': writeLinkMessage({ kind: 'personal', entries: personalEntries(channel) }),
    'link PICTURE-WANT': writeLinkMessage({ kind: 'picture-want', hashes: [fill(5), fill(6)] }),
    'link PICTURE': writeLinkMessage({ kind: 'picture', hash: fill(5), bytes: fill(6, 200) }),
    'link PRUNE': writeLinkMessage({ kind: 'prune' }),
    'link SIGNAL': writeLinkMessage({
      kind: 'signal',
      hops: 4,
      signal: { topic: 'a topic', from: 'alice', to: 'bob', data: 'sealed' },
    }),
  };
};

const handshake = (crypto: Crypto): GoldenWire => {
  const side = (initiator: boolean): HandshakeConfig => {
    const signing = crypto.signingKeys(fill(initiator ? 1 : 2));
    return {
      crypto,
      community: laneCast(crypto, 1).where.community,
      scope: { kind: 'epoch', id: fill(3), key: fill(4) },
      initiator,
      role: 'member',
      fingerprints: initiator ? { local: fill(6), remote: fill(5) } : { local: fill(5), remote: fill(6) },
      nonce: fill(initiator ? 7 : 8),
      device: opId(signing.publicKey) as string as DeviceId,
      signing,
    };
  };
  const [a, b] = [startHandshake(side(true)), startHandshake(side(false))];
  const [helloA = ZERO_ID, helloB = ZERO_ID] = [a.send[0], b.send[0]];
  const [proofA, proofB] = [stepHandshake(a.state, helloB), stepHandshake(b.state, helloA)];
  const nameA = stepHandshake(proofA.state, proofB.send[0] ?? ZERO_ID);
  return {
    'handshake HELLO': helloA,
    'handshake PROOF, initiator': proofA.send[0] ?? ZERO_ID,
    'handshake PROOF, responder': proofB.send[0] ?? ZERO_ID,
    'handshake NAME': nameA.send[0] ?? ZERO_ID,
  };
};

const deviceLinks = (): GoldenWire => {
  const community = laneCastCommunity;
  const device = opId(fill(1)) as string as DeviceId;
  const claims = [{ community, device, sealKey: text(2), certificate: text(3, 64) }];
  return {
    'device ASK': writeDeviceMessage({ kind: 'ask', commit: fill(1), name: 'laptop' }),
    'device NONCE': writeDeviceMessage({ kind: 'nonce', nonce: fill(2) }),
    'device REVEAL': writeDeviceMessage({ kind: 'reveal', nonce: fill(3), sealKey: fill(4) }),
    'device GRANT': writeDeviceMessage({ kind: 'grant', sealed: fill(5, 100) }),
    'device CERTIFY': writeDeviceMessage({ kind: 'certify', claims }),
    'device DONE': writeDeviceMessage({
      kind: 'done',
      doors: [{ community, epoch: opId(fill(6)), box: text(7, 80) }],
    }),
    'device DECLINED': writeDeviceMessage({ kind: 'declined' }),
    'device grant': writeGrant({ root: text(8), communities: [{ community, salt: text(9), memberName: 'alice' }] }),
  };
};

const laneCastCommunity = channelId(fill(1)) as string as ReturnType<typeof laneCast>['where']['community'];

const journal = (): GoldenWire => ({
  'journal community': writeJournalEntry({
    kind: 'community',
    local: { community: laneCastCommunity, salt: text(1), memberName: 'alice' },
  }),
  'journal operation': writeJournalEntry({ kind: 'operation', community: laneCastCommunity, bytes: fill(2, 5) }),
  'journal lane': writeJournalEntry({ kind: 'lane', community: laneCastCommunity, frame: fill(3, 5) }),
});

/** What follows from secrets, as one hash each: two clients must derive the same. */
const derivations = (crypto: Crypto): GoldenWire => {
  const community = laneCastCommunity;
  const hashOf = (value: unknown): Uint8Array =>
    crypto.hash(
      encodeUtf8(JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? toBase64Url(part) : part))),
    );
  const identity = deriveIdentity(crypto, { device: fill(1), root: fill(2) }, fill(3));
  const hints = { name: 'Kelp', inviter: 'alice', history: 'full' as const, addresses: ['192.0.2.7:27600'] };
  const invite = { community, seed: fill(4, 16), ...hints };
  return {
    identity: hashOf(identity),
    'identity, with a new key': hashOf(deriveIdentity(crypto, { device: fill(1), root: fill(2) }, fill(3), fill(4))),
    certificate: certifyDevice(crypto, identity, fill(5)),
    epoch: hashOf(deriveEpoch(crypto, community, opId(fill(6)), fill(7))),
    'epoch secret hash': epochSecretHash(crypto, fill(7)),
    'invite link': encodeUtf8(formatInvite(crypto, invite)),
    'invite keys': hashOf(deriveInviteKeys(crypto, community, invite.seed)),
    ...codesOf(crypto, invite),
    'device code': encodeUtf8(formatDeviceCode(crypto, fill(8, 16))),
    'device code keys': hashOf(deriveDeviceCodeKeys(crypto, fill(8, 16))),
    'device commitment': commitTo(crypto, fill(1), fill(2)),
    'comparison number': encodeUtf8(
      comparisonNumber(crypto, {
        code: fill(1),
        asking: { device: fill(2), nonce: fill(3), sealKey: fill(4) },
        asked: { device: fill(5), nonce: fill(6) },
      }),
    ),
    'community fingerprint': encodeUtf8(communityFingerprint(crypto, community)),
  };
};

export const goldenWire = (crypto: Crypto): GoldenWire => ({
  ...operations(crypto),
  ...lanes(crypto),
  ...ops(),
  ...links(crypto),
  ...handshake(crypto),
  ...deviceLinks(),
  ...journal(),
  ...derivations(crypto),
});
