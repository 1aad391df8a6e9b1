/** Posting, and acting on messages: judged before it is signed, so that nothing void is ever said. */
import { toHex } from '../base/bytes.ts';
import { type ChannelId, type RecordId, recordId } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { writeClock } from '../lanes/hybrid-clock.ts';
import {
  type EffectOp,
  type KnownOp,
  MAX_DROPPED_RECORDS,
  MAX_REASON_LENGTH,
  MAX_TEXT_LENGTH,
  opSchemas,
  type OpRef,
  type OpTarget,
} from '../lanes/op-schemas.ts';
import type { MessageAct, MessageTarget } from '../model/acts.ts';
import type { MessageRef, MessageView, RecordPlace } from '../model/views.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Projection } from '../ports/projection.ts';
import type { Community } from './community.ts';
import type { CommunityRuntime } from './community-runtime.ts';
import { type EffectRefusal, refusalIn } from './judge-effect.ts';
import { mayWrite } from './judge-record.ts';
import { cannotWrite } from './post-place.ts';
import type { ActError, PostError } from './peer-api.ts';
import { projectRecord } from './project-records.ts';
import { notePost, slowModeWait, waitInWords } from './slow-mode.ts';

type Ports = { clock: Pick<Clock, 'now'>; crypto: Crypto; projection: Pick<Projection, 'effectsOn'> };
type PostInput = { channel: ChannelId; text: string; replyTo?: MessageTarget; thread?: MessageTarget };
type Failure<E extends string> = ReturnType<typeof fail<E>>;

export const postMessage = async (
  ports: Ports,
  runtime: CommunityRuntime | undefined,
  input: PostInput,
): Promise<Result<{ id: string; record: RecordId; seq: number }, PostError>> => {
  if (runtime === undefined) return fail('no-such-community', NO_COMMUNITY);
  const draft = () => draftPost(ports, runtime.community, input);
  const drafted = draft();
  if (!drafted.ok) return drafted;
  let takeBack = (): void => undefined;
  const said = await runtime.say(input.channel, () => {
    const last = draft();
    // at once: the next one may be drafted before this one is on the disk
    if (last.ok) takeBack = notePost(runtime.community, input.channel, ports.clock.now());
    return last;
  });
  if (!said.ok) takeBack();
  return said.ok ? ok({ id: `${said.value.record}.0`, ...said.value }) : said;
};

const draftPost = (ports: Ports, community: Community, input: PostInput): Result<readonly KnownOp[], PostError> => {
  const { channel, text } = input;
  const problem = cannotWrite(community, channel) ?? problemOfText(text);
  if (problem !== undefined) return problem;
  const state = community.state();
  if (state === undefined || !mayWrite(community, state, { channel, device: community.identity.device }))
    return fail('not-allowed', 'You may read this channel, but not write in it.');
  const wait = slowModeWait(community, state, channel, ports.clock.now());
  if (wait > 0)
    return fail('slow-mode', `This channel is in slow mode: you can write here again in ${waitInWords(wait)}.`);
  const refOf = (target: MessageTarget | undefined): OpRef | undefined =>
    target && findMessage(ports.crypto, community, channel, target)?.ref;
  const [replyTo, thread] = [refOf(input.replyTo), refOf(input.thread)];
  if ((input.replyTo && !replyTo) || (input.thread && !thread)) return fail('no-such-message', NO_MESSAGE);
  return ok([{ kind: 'post' as const, text, ...(replyTo && { replyTo }), ...(thread && { thread }) }]);
};

export const actOnMessage = async (
  ports: Ports,
  runtime: CommunityRuntime | undefined,
  { channel, act }: { channel: ChannelId; act: MessageAct },
): Promise<Result<RecordId, ActError>> => {
  if (runtime === undefined) return fail('no-such-community', NO_COMMUNITY);
  const { community } = runtime;
  const problem = cannotWrite(community, channel);
  if (problem !== undefined) return problem;
  const found = findMessage(ports.crypto, community, channel, act.target);
  if (found === undefined) return fail('no-such-message', NO_MESSAGE);
  const ops = await opsFor(ports, act, found);
  if (ops === undefined) return fail('bad-input', badInput(act));
  const made: RecordId[] = [];
  for (const op of ops) {
    const said = await runtime.say(channel, () => draftEffect(community, channel, op));
    if (!said.ok) return said;
    made.push(said.value.record);
  }
  const [record] = made;
  return record === undefined ? fail('bad-input', badInput(act)) : ok(record);
};

const draftEffect = (
  community: Community,
  channel: ChannelId,
  op: EffectOp,
): Result<readonly KnownOp[], Exclude<ActError, 'bad-input'>> => {
  const problem = cannotWrite(community, channel);
  if (problem !== undefined) return problem;
  const state = community.state();
  if (state === undefined) return fail('no-such-message', NO_MESSAGE);
  const refusal = refusalIn(community, state, { channel, device: community.identity.device }, op);
  return refusal === undefined ? ok([op]) : fail(codeOf(refusal), WORDS[refusal]);
};

const problemOfText = (text: string): Failure<'empty' | 'too-long'> | undefined => {
  if (text.trim() === '') return fail('empty', 'There is nothing to send yet. Write something first.');
  return text.length > MAX_TEXT_LENGTH
    ? fail(
        'too-long',
        `A message holds at most ${MAX_TEXT_LENGTH} characters; this one has ${text.length}. Send it in parts.`,
      )
    : undefined;
};

type Found = { target: OpTarget; ref: OpRef; message: MessageView };

/** A message that is here and not gone. */
const findMessage = (
  crypto: Crypto,
  community: Community,
  channel: ChannelId,
  { device, seq, record: id, op }: MessageTarget,
): Found | undefined => {
  const lane = community.lanes(channel).find((one) => one.device === device);
  const record = lane !== undefined && seq < lane.durable() ? lane.record(seq) : undefined;
  if (record === undefined || recordId(record.id) !== id) return undefined;
  const place = { community: community.id, channel, device, segment: record.segment };
  const said = projectRecord(crypto, community, { place, record });
  const message =
    typeof said === 'string' || said.isDropped ? undefined : said.messages.find((one) => one.id === `${id}.${op}`);
  const ref = { record: id, op, at: toHex(writeClock(record.envelope.clock)) };
  return message && { target: { ...ref, device, seq }, ref, message };
};

/** One op, or more where a message has been changed so often that not all its words fit into one. */
const opsFor = async (
  { projection }: Ports,
  act: MessageAct,
  { target, message }: Found,
): Promise<EffectOp[] | undefined> => {
  if (act.kind === 'edit' && act.text.trim() === '') return undefined;
  if (act.kind !== 'delete' && act.kind !== 'purge') return checked([{ ...act, target }]);
  const edits = (await projection.effectsOn(message)).filter(
    (effect) => effect.act.kind === 'edit' && effect.by === message.author,
  );
  const thread = message.thread && refTo(message.thread);
  return checked(
    inParts([target, ...edits]).map((records) => ({ ...act, target, records, ...(thread && { thread }) })),
  );
};

const checked = (ops: readonly EffectOp[]): EffectOp[] | undefined =>
  ops.every((op) => opSchemas[op.kind].safeParse(op).success) ? [...ops] : undefined;

const inParts = (places: readonly RecordPlace[]): RecordPlace[][] => {
  const parts: RecordPlace[][] = [];
  for (let at = 0; at < places.length; at += MAX_DROPPED_RECORDS)
    parts.push(places.slice(at, at + MAX_DROPPED_RECORDS).map(({ device, seq }) => ({ device, seq })));
  return parts;
};

/** Ids of records have no `.` in them. */
const refTo = ({ id, sortKey }: MessageRef): OpRef => {
  const [record = '', op = ''] = id.split('.');
  return { record: record as RecordId, op: Number(op), at: sortKey.slice(0, sortKey.indexOf('.')) };
};

const codeOf = (refusal: EffectRefusal): 'rank-too-low' | 'not-allowed' =>
  refusal === 'rank-too-low' ? refusal : 'not-allowed';

const WORDS: Record<EffectRefusal, string> = {
  'not-allowed': 'You have no right to do this here. Ask somebody with a higher role.',
  'not-the-author': 'Only whoever wrote a message can change or delete it.',
  'rank-too-low': 'You cannot do this to their message: their rank is not below yours.',
};

const badInput = (act: MessageAct): string => {
  switch (act.kind) {
    case 'edit':
      return `A message holds 1 to ${MAX_TEXT_LENGTH} characters, not only spaces. To take it back, delete it.`;
    case 'react':
      return 'A reaction is one emoji.';
    case 'hide':
    case 'purge':
      return `A reason has 1 to ${MAX_REASON_LENGTH} characters.`;
    case 'delete':
    case 'pin':
      return 'A part of this is not allowed.';
  }
};

const NO_COMMUNITY = 'This device is not in that community.';
const NO_MESSAGE = 'That message is not here (yet), or has been deleted.';
