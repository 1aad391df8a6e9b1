/** Acts on a community: judged before they are signed, so that nothing void is ever said. */
import type { ChannelId, OpId } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { parseOperationBody, type OperationBody } from '../governance/operation-body.ts';
import type { VoidReason } from '../governance/void-reason.ts';
import type { GovernanceAct } from '../model/acts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import type { CommunityRuntime } from './community-runtime.ts';
import { accessBody, type Draft, draftAct, type OperationAct } from './draft-act.ts';
import type { GovernError } from './peer-api.ts';

export const govern = async (
  ports: { crypto: Crypto; random: Random; clock: Clock },
  runtime: CommunityRuntime,
  act: OperationAct,
): Promise<Result<OpId, GovernError>> => {
  const { community } = runtime;
  const state = community.state();
  if (community.isRemoved()) return fail('removed', 'You are not a member of this community any more.');
  if (state === undefined || !community.isJoined())
    return fail('not-joined', 'You are not in this community yet: a member has to let you in first.');
  const draft = draftAct(ports, community, state, act);
  const problem = problemOf(runtime, draft, act);
  if (problem !== undefined) return problem;
  const made = await runtime.operate(draft.body);
  for (const body of [...draft.rest(made.id), ...following(act, made.id)]) {
    if (runtime.verdictOn(body) === undefined) await runtime.operate(body);
  }
  if (act.kind === 'create-channel' || act.kind === 'set-channel-access') await runtime.beginChannelKeys();
  return ok(made.id);
};

/** Lets in, or turns away, who asked here. @returns the operation that let them in; of a no there is none */
export const answerRequest = async (
  runtime: CommunityRuntime,
  { device, admit }: Extract<GovernanceAct, { kind: 'answer-request' }>,
): Promise<Result<OpId, GovernError>> => {
  const { community } = runtime;
  if (!(await runtime.answerRequest(device, admit)))
    return fail('no-such-target', 'They do not wait for an answer (any more).');
  const held = community.state()?.devices.get(device);
  if (!admit) return ok(community.log.heads()[0] ?? (community.id as string as OpId));
  return held?.status === 'active' ? ok(held.since) : fail('not-allowed', 'The invite is used up or was revoked.');
};

/** A channel's access comes after it: only then it has an id. */
const following = (act: GovernanceAct, made: OpId): OperationBody[] => {
  if (act.kind !== 'create-channel') return [];
  const { isPrivate = false, overrides, history } = act;
  if (!isPrivate && overrides === undefined && (history ?? 'full') === 'full') return [];
  const access = { channel: made as string as ChannelId, isPrivate, overrides: overrides ?? [] };
  return [accessBody({ kind: 'set-channel-access', ...access, ...(history && { history }) })];
};

const problemOf = (
  runtime: CommunityRuntime,
  { body }: Draft,
  act: GovernanceAct,
): ReturnType<typeof fail<GovernError>> | undefined => {
  const { kind, ...rest } = body;
  if (parseOperationBody(kind, rest) === undefined) return fail('bad-input', badInput(act));
  const verdict = runtime.verdictOn(body);
  return verdict === undefined
    ? undefined
    : fail(codeOf(verdict), WORDS[verdict] ?? 'The community would not accept this.');
};

const badInput = (act: GovernanceAct): string => {
  if (act.kind === 'incident-note') return 'A note has at most 500 characters, in at most 10 lines.';
  return 'name' in act
    ? 'A name has 1 to 64 characters and does not begin or end with a space.'
    : 'A part of this is too long or not allowed.';
};

const codeOf = (verdict: VoidReason): GovernError => {
  switch (verdict) {
    case 'rank-too-low':
    case 'no-such-target':
    case 'too-many':
    case 'owner-cannot-leave':
    case 'last-device':
      return verdict;
    default:
      return 'not-allowed';
  }
};

const WORDS: Partial<Record<VoidReason, string>> = {
  'no-permission': 'You have no right to do this here. Ask somebody with a higher role.',
  'rank-too-low': 'You cannot do this to them: their rank is not below yours.',
  'more-than-own': 'You cannot give rights that you do not have yourself.',
  'not-the-owner': 'Only the owner can do this.',
  'owner-cannot-leave': 'You own this community. Hand it over to somebody first, then leave.',
  'no-such-target': 'That is not there any more, or has been done already.',
  'too-many': 'There are as many of these as there may be. Remove one first.',
  'quota-used-up': 'This device has made as many changes as it may.',
  'device-forked': 'This device signed two different things at once, as after a restored backup, and cannot do this.',
  'last-device': 'This is their last device. Let them leave, or kick them.',
  'banned-member': 'They are banned. Lift the ban first.',
};
