/** Requests about who may talk with whom: to one member alone, and about those who ask to be let in. */
import { z } from 'zod';

import { type CommunityId, parseDeviceId, parseMemberId } from '../../shared/base/ids.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { findCommunity } from './find.ts';

z.config({ jitless: true });

const id = z.string().max(64);
const community = id.optional();

export const channelRequests = [
  z.object({ do: z.literal('direct'), community, member: id }),
  z.object({ do: z.literal('requests'), community }),
  z.object({ do: z.literal('answer-request'), community, device: id, admit: z.boolean() }),
] as const;

export type ChannelRequest = z.output<(typeof channelRequests)[number]>;

type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };
type Sources = { peer: PeerApi; queries: Queries };

export const isChannelRequest = (request: { do: string }): request is ChannelRequest =>
  channelRequests.some((each) => each.shape.do.value === request.do);

export const answerChannelRequest = async (sources: Sources, request: ChannelRequest): Promise<Answer> => {
  const found = await findCommunity(sources.queries, request.community);
  return found === undefined ? NO_COMMUNITY : answerIn(sources, found.id, request);
};

const answerIn = async ({ peer, queries }: Sources, inside: CommunityId, request: ChannelRequest): Promise<Answer> => {
  switch (request.do) {
    case 'direct': {
      const member = parseMemberId(request.member);
      if (member === undefined) return NO_MEMBER;
      const opened = await peer.openDirect({ community: inside, member });
      return opened.ok ? { ok: true, channel: opened.value } : opened;
    }
    case 'requests':
      return { ok: true, requests: await queries.requests(inside) };
    case 'answer-request': {
      const device = parseDeviceId(request.device);
      if (device === undefined) return NO_DEVICE;
      const act = { kind: 'answer-request' as const, device, admit: request.admit };
      const answered = await peer.govern({ community: inside, act });
      return answered.ok ? { ok: true } : answered;
    }
  }
};

const refused = (error: string, message: string): Answer => ({ ok: false, error, message });
const NO_COMMUNITY = refused('no-such-community', 'This peer is not in that community. Name one of `communities`.');
const NO_MEMBER = refused('no-such-member', 'There is no such member. Name one of `members`.');
const NO_DEVICE = refused('no-such-target', 'That is no device. Name one of `requests`.');
