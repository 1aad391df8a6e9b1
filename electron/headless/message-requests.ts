/** Requests about messages that are there: changing, deleting, reacting, hiding, pinning, purging, answering. */
import { z } from 'zod';

import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import type { MessageAct, MessageTarget } from '../../shared/model/acts.ts';
import { targetOf } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';

z.config({ jitless: true });

/** Where the message is. The community's id may be left out if there is one only. */
const where = { community: z.string().max(64).optional(), channel: z.string().max(64) };
const messageId = z.string().max(64);
const named = { ...where, message: messageId };
const on = z.boolean().default(true);
const reason = z.string().optional();

export const messageRequests = [
  z.object({
    do: z.literal('post'),
    ...where,
    text: z.string(),
    replyTo: messageId.optional(),
    thread: messageId.optional(),
  }),
  z.object({ do: z.literal('edit'), ...named, text: z.string() }),
  z.object({ do: z.literal('delete'), ...named }),
  z.object({ do: z.literal('react'), ...named, emoji: z.string(), on }),
  z.object({ do: z.literal('hide'), ...named, on, reason }),
  z.object({ do: z.literal('pin'), ...named, on }),
  z.object({ do: z.literal('purge'), ...named, reason }),
] as const;

export type MessageRequest = z.output<(typeof messageRequests)[number]>;
type Sources = { peer: PeerApi; queries: Queries };
type Place = { community: CommunityId; channel: ChannelId };
type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

export const isMessageRequest = (request: { do: string }): request is MessageRequest =>
  messageRequests.some((each) => each.shape.do.value === request.do);

export const answerMessageRequest = async (
  sources: Sources,
  place: Place,
  request: MessageRequest,
): Promise<Answer> => {
  if (request.do === 'post') return post(sources, place, request);
  const target = await find(sources.queries, place, request.message);
  if (target === undefined) return NO_MESSAGE;
  const acted = await sources.peer.act({ ...place, act: actOf(request, target) });
  return acted.ok ? { ok: true, record: acted.value } : acted;
};

const post = async (
  { peer, queries }: Sources,
  place: Place,
  { text, replyTo, thread }: Extract<MessageRequest, { do: 'post' }>,
): Promise<Answer> => {
  const refs: { replyTo?: MessageTarget; thread?: MessageTarget } = {};
  for (const [name, id] of [['replyTo', replyTo] as const, ['thread', thread] as const]) {
    if (id === undefined) continue;
    const target = await find(queries, place, id);
    if (target === undefined) return NO_MESSAGE;
    refs[name] = target;
  }
  const posted = await peer.post({ ...place, text, ...refs });
  return posted.ok ? { ok: true, message: posted.value.id, seq: posted.value.seq } : posted;
};

const actOf = (request: Exclude<MessageRequest, { do: 'post' }>, target: MessageTarget): MessageAct => {
  switch (request.do) {
    case 'edit':
      return { kind: 'edit', target, text: request.text };
    case 'delete':
      return { kind: 'delete', target };
    case 'react':
      return { kind: 'react', target, emoji: request.emoji, on: request.on };
    case 'pin':
      return { kind: 'pin', target, on: request.on };
    case 'hide':
      return { kind: 'hide', target, on: request.on, ...reasonOf(request) };
    case 'purge':
      return { kind: 'purge', target, ...reasonOf(request) };
  }
};

const reasonOf = (request: { reason?: string | undefined }): { reason?: string } =>
  request.reason === undefined ? {} : { reason: request.reason };

/** By its id; everything is in memory here. */
const find = async (queries: Queries, place: Place, id: string): Promise<MessageTarget | undefined> => {
  const all = await queries.history(place.community, place.channel, { limit: Number.MAX_SAFE_INTEGER });
  const message = all.find((one) => one.id === id);
  return message && targetOf(message);
};

const NO_MESSAGE: Answer = {
  ok: false,
  error: 'no-such-message',
  message: 'There is no such message in this channel.',
};
