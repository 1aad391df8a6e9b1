/** Opening a direct conversation. */
import type { ChannelId, MemberId } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Community } from './community.ts';
import type { LocalCommunity } from './journal-entry.ts';
import type { DirectError } from './peer-api.ts';

/** @param keep makes the changed entry durable and shows what it changes */
export const openDirect = async (
  community: Community | undefined,
  member: MemberId,
  keep: (local: LocalCommunity) => Promise<void>,
): Promise<Result<ChannelId, DirectError>> => {
  if (community === undefined) return fail('no-such-community', 'This device is not in that community.');
  if (community.isRemoved()) return fail('removed', 'You are not a member of this community any more.');
  if (!community.isJoined())
    return fail('not-joined', 'You are not in this community yet: a member has to let you in first.');
  const direct = community.state()?.members.has(member) === true ? community.directs.with(member) : undefined;
  if (direct === undefined)
    return fail('no-such-member', 'There is no such member here, other than you. Name one of the members.');
  const opened = community.local.directs ?? [];
  if (opened.includes(member)) return ok(direct.channel);
  const local = { ...community.local, directs: [...opened, member] };
  community.become(local);
  await keep(local);
  return ok(direct.channel);
};
