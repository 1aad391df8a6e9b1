/** Mallory is a member and has keys of her own: she signs what her app would not, and says it to some and not to others. */
import { toBase64Url } from '../../base/bytes.ts';
import { idBytes, type OpId, ZERO_ID } from '../../base/ids.ts';
import { SEGMENT_MS } from '../../lanes/hybrid-clock.ts';
import type { StoredRecord } from '../../lanes/stored-record.ts';
import type { OperationBody } from '../../governance/operation-body.ts';
import { type OperationDraft, signOperation } from '../../governance/operation.ts';
import { activeDevices, recipientsHash } from '../../governance/recipients.ts';
import { writeLaneFrame } from '../../lanes/lane-frame.ts';
import { bodyHashOf, encryptBody, signRecord, writeEnvelope } from '../../lanes/record.ts';
import { writeOps } from '../../lanes/ops.ts';
import type { Community } from '../../peer/community.ts';
import { writeRecord } from '../../peer/write-record.ts';
import { runOf } from '../../lanes/lane-runs.ts';
import { type LinkMessage, writeLinkMessage } from '../../sync/link-message.ts';
import { createDice } from './dice.ts';
import type { Lie, Step } from './plan.ts';
import type { SimMachine } from './sim-machine.ts';
import { HOSTILE, type Place, type SimStage } from './sim-stage.ts';

type LieStep = Extract<Step, { kind: 'lie' }>;

type Scene = {
  stage: SimStage;
  mallory: SimMachine;
  community: Community;
  place: Place;
  victim: SimMachine;
  step: LieStep;
};

export const lie = (stage: SimStage, step: LieStep): void => {
  const mallory = stage.machines.find(({ name }) => name === HOSTILE);
  const victim = stage.machines[step.victim % stage.machines.length];
  const place = stage.places[step.place % Math.max(1, stage.places.length)];
  const community = place && mallory?.community(place.community);
  if (mallory === undefined || victim === undefined || place === undefined || community?.state() === undefined) return;
  const scene = { stage, mallory, community, place, victim, step };
  const messages = LIE_OF[step.lie](scene);
  const [first, second = first] = messages;
  const others = stage.machines.filter((machine) => machine !== mallory && machine !== victim);
  const other = others[step.choice % Math.max(1, others.length)];
  if (first !== undefined) say(scene, victim, first);
  if (second !== undefined && other !== undefined) say(scene, other, second);
};

type Message = Exclude<LinkMessage, { kind: 'unknown' }>;

/** One is told the first, somebody else the last. */
type Tell = (scene: Scene) => Message[];

const say = ({ stage, mallory }: Scene, { name }: SimMachine, message: Message): void => {
  for (const { link } of stage.network.linksOf(HOSTILE).filter(({ to }) => to === name)) {
    stage.lying(() => mallory.transport().send(link, writeLinkMessage(message)));
    stage.tally.note('lies of a hostile member');
  }
};

const operation = ({ stage, community }: Scene, body: OperationBody, how: Partial<OperationDraft> = {}): Message => {
  const { device, signing } = community.identity;
  const chain = { community: community.id, device, ...community.log.nextOf(device) };
  const draft = { ...chain, parents: community.log.heads(), body, ...how };
  return { kind: 'ops', operations: [signOperation(stage.crypto, draft, signing.privateKey).bytes] };
};

/** Somebody she may not touch. */
const ownerOf = ({ community }: Scene) => community.state()?.owner ?? community.identity.member;

const rotateBody = ({ stage, community }: Scene): OperationBody => {
  const state = community.state();
  const secret = createDice(stage.posts.size).bytes(32);
  return {
    kind: 'ROTATE',
    secretHash: toBase64Url(stage.crypto.hash(secret)),
    recipientsHash: recipientsHash(stage.crypto, state === undefined ? [] : activeDevices(state)),
    boxes: [],
  };
};

/** Her place in the graph, as if she had not heard of anything since. */
const longAgo = ({ community, step }: Scene): OpId[] => {
  const all = community.log.all();
  const at = all[step.choice % Math.max(1, all.length)];
  return at === undefined ? [] : [at.id];
};

/** Text that nobody else says, noted as hers. */
const textOf = ({ stage, place }: Scene): string => {
  const text = `${HOSTILE} ${stage.posts.size} on her own.`;
  const post = { text, author: HOSTILE, machine: 'none', place, channel: place.channel };
  stage.posts.set(text, { ...post, state: 'said', gone: new Map() });
  return text;
};

const record = (scene: Scene, gov?: readonly OpId[]): Message[] => {
  const { stage, community, place } = scene;
  const epoch = community.keys.held()[0];
  if (epoch === undefined) return [];
  const { log } = community;
  const seen: Community = { ...community, identity: community.identity, local: community.local };
  const knowing = gov === undefined ? seen : { ...seen, log: { ...log, heads: () => [...gov] } };
  const { place: lane, fresh } = writeRecord(stage.crypto, knowing, {
    channel: place.channel,
    plaintext: writeOps([{ kind: 'post', text: textOf(scene) }]),
    now: stage.clock.now(),
    nonce: createDice(stage.posts.size).bytes(24),
    epoch,
  });
  return [{ kind: 'lane', frame: writeLaneFrame(stage.crypto, runOf(lane, [fresh])) }];
};

/** The victim's next record, signed by her. */
const anothersRecord: Tell = (scene) => {
  const { stage, community, place, victim } = scene;
  const epoch = community.keys.held()[0];
  const device = victim.community(place.community)?.identity.device;
  if (epoch === undefined || device === undefined || device === community.identity.device) return [];
  const last = community.lane(place.channel, device).last();
  const after = placeAfter(last, stage.clock.now());
  const where = { community: community.id, channel: place.channel, segment: after.segment, device };
  const { seq, clock, prev } = after;
  const header = { seq, clock, prev, gov: community.log.heads().map(idBytes), epoch: idBytes(epoch.id) };
  const key = { recordKey: epoch.recordKey, nonce: createDice(stage.posts.size).bytes(24) };
  const body = encryptBody(stage.crypto, where, header, writeOps([{ kind: 'post', text: 'not from me' }]), key);
  const bodyHash = bodyHashOf(stage.crypto, body);
  const signed = signRecord(
    stage.crypto,
    where,
    { ...header, bodyLength: body.length, bodyHash },
    community.identity.signing.privateKey,
  );
  const bytes = writeEnvelope(signed.envelope, last?.envelope);
  const run = { place: where, from: after.index, envelopes: [bytes], bodies: [body] };
  return [{ kind: 'lane', frame: writeLaneFrame(stage.crypto, run) }];
};

const placeAfter = (last: StoredRecord | undefined, now: number) =>
  last === undefined
    ? { seq: 0, index: 0, segment: Math.floor(now / SEGMENT_MS), clock: { ms: now + 1, counter: 0 }, prev: ZERO_ID }
    : {
        seq: last.envelope.seq + 1,
        index: last.index + 1,
        segment: last.segment,
        clock: { ms: last.envelope.clock.ms + 1, counter: 0 },
        prev: last.id,
      };

const LIE_OF: Readonly<Record<Lie, Tell>> = {
  'raises-herself': (scene) => [
    operation(scene, { kind: 'ROLE_UPDATE', role: 'everyone', permissions: ['moderate', 'manage-roles', 'post'] }),
  ],
  'takes-the-community': (scene) => [operation(scene, { kind: 'TRANSFER_OWNER', to: scene.community.identity.member })],
  'lifts-her-ban': (scene) => [operation(scene, { kind: 'UNBAN', member: scene.community.identity.member })],
  'kicks-the-owner': (scene) => [operation(scene, { kind: 'KICK', member: ownerOf(scene), devices: [] })],
  rotates: (scene) => [operation(scene, rotateBody(scene))],
  'two-operations': (scene) =>
    ['one', 'other'].map((about) => operation(scene, { kind: 'SET_PROFILE', about: `${about} ${scene.step.choice}` })),
  'back-dated-operation': (scene) => [
    operation(scene, { kind: 'SET_PROFILE', about: `old ${scene.step.choice}` }, { parents: longAgo(scene) }),
  ],
  'another’s-operation': (scene) => {
    const device = scene.victim.community(scene.community.id)?.identity.device;
    const isHerOwn = device === scene.community.identity.device;
    return device === undefined || isHerOwn ? [] : [operation(scene, { kind: 'LEAVE' }, { device })];
  },
  'two-records': (scene) => [...record(scene), ...record(scene)],
  'back-dated-record': (scene) => record(scene, longAgo(scene)),
  'another’s-record': anothersRecord,
};
