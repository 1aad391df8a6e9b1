/** Requests about connecting by two codes that people pass each other. */
import { z } from 'zod';

import { defined } from '../../shared/base/defined.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { findCommunity } from './find.ts';

z.config({ jitless: true });

const code = z.string().max(4_096);

export const codeRequests = [
  z.object({
    do: z.literal('offer-code'),
    community: z.string().max(64).optional(),
    invite: z.string().max(2_048).optional(),
  }),
  z.object({ do: z.literal('answer-code'), code, as: z.string().default('peer') }),
  z.object({ do: z.literal('accept-code'), code }),
] as const;

export type CodeRequest = z.output<(typeof codeRequests)[number]>;

type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

export const isCodeRequest = (request: { do: string }): request is CodeRequest =>
  codeRequests.some((each) => each.shape.do.value === request.do);

export const answerCodeRequest = async (
  { peer, queries }: { peer: PeerApi; queries: Queries },
  request: CodeRequest,
): Promise<Answer> => {
  switch (request.do) {
    case 'offer-code': {
      const community = await findCommunity(queries, request.community);
      if (community === undefined) return NO_COMMUNITY;
      const offered = await peer.offerCode({ community: community.id, ...defined({ invite: request.invite }) });
      return offered.ok ? { ok: true, code: offered.value } : offered;
    }
    case 'answer-code': {
      const answered = await peer.answerCode({ code: request.code, memberName: request.as });
      return answered.ok ? { ok: true, community: answered.value.community, code: answered.value.answer } : answered;
    }
    case 'accept-code': {
      const accepted = await peer.acceptCode({ code: request.code });
      return accepted.ok ? { ok: true, community: accepted.value } : accepted;
    }
  }
};

const NO_COMMUNITY: Answer = {
  ok: false,
  error: 'no-such-community',
  message: 'This peer is not in that community. Name one of `communities`.',
};
