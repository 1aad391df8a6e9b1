/** Invites: the operation, and the link that holds its seed. */
import { fail, ok, type Result } from '../base/result.ts';
import { parseOperationBody } from '../governance/operation-body.ts';
import { formatInvite } from '../keys/invite.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import type { CommunityRuntime } from './community-runtime.ts';
import { draftInvite } from './found-community.ts';
import type { InviteError, InviteOptions } from './peer-api.ts';

export const makeInvite = async (
  { crypto, random }: { crypto: Crypto; random: Random },
  runtime: CommunityRuntime | undefined,
  { addresses, ...options }: InviteOptions & { addresses: readonly string[] },
): Promise<Result<string, InviteError>> => {
  if (runtime === undefined) return fail('no-such-community', 'This device is not in that community.');
  const { community } = runtime;
  const epoch = community.keys.newest();
  const state = community.state();
  if (epoch === undefined || state === undefined || !community.isJoined()) return fail('not-joined', NOT_JOINED);
  const { seed, body } = draftInvite(crypto, random, { community: community.id, epoch, options });
  const { kind, ...rest } = body;
  if (parseOperationBody(kind, rest) === undefined) return fail('bad-input', BAD_INPUT);
  if (runtime.verdictOn(body) !== undefined) return fail('not-allowed', NOT_ALLOWED);
  await runtime.operate(body);
  const inviter = state.members.get(community.identity.member)?.name ?? '';
  // a hint for who looks at the link: what they will be able to read
  const open = [...state.channels.values()].filter(({ isPrivate, isArchived }) => !isPrivate && !isArchived);
  const isFromJoin = open.length > 0 && open.every(({ history }) => history === 'from-join');
  const hints = { name: state.name, inviter, history: isFromJoin ? ('from-join' as const) : ('full' as const) };
  return ok(formatInvite(crypto, { community: community.id, seed, addresses, ...hints }));
};

const NOT_JOINED = 'You are not in this community yet: a member has to let you in first.';
const NOT_ALLOWED = 'You have no right to invite here. Ask somebody with a higher role.';
const BAD_INPUT = 'An invite is for 1 to 1,000 people, and ends at a time after 1970.';
