/** Requests about conversations that are not for everybody: talking to one member alone. */
import { z } from 'zod';

import { parseCommunityId, parseMemberId } from '../../shared/base/ids.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';

z.config({ jitless: true });

const id = z.string().max(64);

export const channelRequests = [z.object({ do: z.literal('direct'), community: id, member: id })] as const;

export type ChannelRequest = z.output<(typeof channelRequests)[number]>;

type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

export const isChannelRequest = (request: { do: string }): request is ChannelRequest =>
  channelRequests.some((each) => each.shape.do.value === request.do);

export const answerChannelRequest = async (
  { peer }: { peer: PeerApi; queries: Queries },
  request: ChannelRequest,
): Promise<Answer> => {
  const community = parseCommunityId(request.community);
  if (community === undefined) return NO_COMMUNITY;
  const member = parseMemberId(request.member);
  if (member === undefined) return NO_MEMBER;
  const opened = await peer.openDirect({ community, member });
  return opened.ok ? { ok: true, channel: opened.value } : opened;
};

const NO_COMMUNITY: Answer = {
  ok: false,
  error: 'no-such-community',
  message: 'This peer is not in that community. Name one of `communities`.',
};
const NO_MEMBER: Answer = {
  ok: false,
  error: 'no-such-member',
  message: 'There is no such member. Name one of `members`.',
};
