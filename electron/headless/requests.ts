/** What the headless peer can be asked: one JSON object a line in, one a line out. */
import { z } from 'zod';

import { defined } from '../../shared/base/defined.ts';
import { type CommunityId, parseDeviceId } from '../../shared/base/ids.ts';
import { fail, ok, type Result } from '../../shared/base/result.ts';
import type { HostClient } from '../../shared/host-api/host-client.ts';
import type { FileApi } from '../../shared/peer/file-api.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { Search } from '../../shared/ports/search.ts';
import { answerChannelRequest, channelRequests, isChannelRequest } from './channel-requests.ts';
import { answerCodeRequest, codeRequests, isCodeRequest } from './code-requests.ts';
import { answerDeviceRequest, deviceRequests, isDeviceRequest } from './device-requests.ts';
import { findChannel, findCommunity, noSuchChannel } from './find.ts';
import { answerFileRequest, fileRequests, isFileRequest } from './file-requests.ts';
import { answerGovernanceRequest } from './governance-requests.ts';
import { type GovernanceRequest, governanceRequests, isGovernanceRequest } from './governance-schemas.ts';
import { answerNetworkRequest, isNetworkRequest, networkRequests } from './network-requests.ts';
import { answerMessageRequest, isMessageRequest, type MessageRequest, messageRequests } from './message-requests.ts';
import { answerSearchRequest, type SearchRequest, searchRequest } from './search-requests.ts';

z.config({ jitless: true });

const community = z.string().max(64);
const channel = z.string().max(64);
const requestSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('create-community'), name: z.string(), as: z.string().default('peer') }),
  z.object({
    do: z.literal('invite'),
    community,
    uses: z.number().optional(),
    needsApproval: z.boolean().optional(),
    expires: z.number().optional(),
  }),
  z.object({ do: z.literal('join'), invite: z.string(), as: z.string().default('peer') }),
  z.object({ do: z.literal('communities') }),
  z.object({ do: z.literal('channels'), community }),
  z.object({
    do: z.literal('history'),
    community: community.optional(),
    channel,
    limit: z.number().int().min(1).max(1_000_000).default(50),
    before: z.string().max(256).optional(),
  }),
  z.object({ do: z.literal('members'), community, former: z.boolean().default(false) }),
  z.object({ do: z.literal('status') }),
  z.object({ do: z.literal('cut-link'), device: z.string().max(64) }),
  z.object({ do: z.literal('quit') }),
  ...deviceRequests,
  ...governanceRequests,
  ...messageRequests,
  ...channelRequests,
  ...codeRequests,
  ...networkRequests,
  ...fileRequests,
  searchRequest,
]);

export type Request = z.output<typeof requestSchema>;
export type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

const refused = (error: string, message: string): Answer => ({ ok: false, error, message });

export const parseRequest = (value: unknown): Result<Request, string> => {
  const parsed = requestSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const known = requestSchema.options.some(
    (option) => option.shape.do.value === (value as { do?: unknown } | null)?.do,
  );
  if (!known) return fail('unknown-request', 'There is no such request. docs/headless.md lists them.');
  const [issue] = parsed.error.issues;
  return fail('bad-request', `${issue?.path.join('.') ?? 'request'}: ${issue?.message ?? 'wrong'}`);
};

type Sources = { peer: PeerApi & FileApi; queries: Queries & Search; client: HostClient };

export const answerRequest = async (sources: Sources, request: Request): Promise<Answer> => {
  const { peer } = sources;
  if (isDeviceRequest(request)) return answerDeviceRequest(peer, request);
  if (isNetworkRequest(request)) return answerNetworkRequest(sources.client, request);
  if (isCodeRequest(request)) return answerCodeRequest(sources, request);
  if (isChannelRequest(request)) return answerChannelRequest(sources, request);
  if (isFileRequest(request)) return answerFileRequest(sources, request);
  return isOfThePeer(request) ? answerOwnRequest(sources, request) : inCommunity(sources, request);
};

const OWN = ['create-community', 'join', 'communities', 'status', 'cut-link', 'quit'] as const;
type OwnRequest = Extract<Request, { do: (typeof OWN)[number] }>;

const isOfThePeer = (request: { do: string }): request is OwnRequest => OWN.some((name) => name === request.do);

const answerOwnRequest = async (sources: Sources, request: OwnRequest): Promise<Answer> => {
  const { peer, queries } = sources;
  switch (request.do) {
    case 'create-community':
      return flatten(await peer.createCommunity({ name: request.name, memberName: request.as }));
    case 'join': {
      const joined = await peer.join({ invite: request.invite, memberName: request.as });
      return joined.ok ? { ok: true, community: joined.value } : joined;
    }
    case 'communities':
      return { ok: true, communities: await queries.communities() };
    case 'status':
      return answerStatus(sources);
    case 'cut-link':
      return cutLink(peer, request.device);
    case 'quit':
      return { ok: true };
  }
};

const cutLink = async (peer: PeerApi, text: string): Promise<Answer> => {
  const device = parseDeviceId(text);
  if (device === undefined) return refused('bad-device', 'That is not a device id.');
  return { ok: true, cut: await peer.cutLink(device) };
};

type CommunityRequest =
  | Extract<Request, { do: 'invite' | 'channels' | 'members' | 'history' }>
  | GovernanceRequest
  | MessageRequest
  | SearchRequest;

const inCommunity = async (sources: Sources, request: CommunityRequest): Promise<Answer> => {
  const { peer, queries } = sources;
  const found = await findCommunity(queries, request.community);
  if (found === undefined)
    return refused('no-such-community', 'This peer is not in that community. Name one of `communities`.');
  const { id } = found;
  if (request.do === 'invite') {
    const { uses, needsApproval, expires } = request;
    const invite = await peer.createInvite({ community: id, ...defined({ uses, needsApproval, expires }) });
    return invite.ok ? { ok: true, invite: invite.value } : invite;
  }
  if (request.do === 'channels') return { ok: true, channels: await queries.channels(id) };
  if (request.do === 'members') {
    const former = request.former ? { former: await queries.formerMembers(id) } : {};
    return { ok: true, members: await queries.members(id), ...former };
  }
  if (found.state === 'joining') return refused('not-joined', 'No member has let this peer in yet.');
  if (request.do === 'search') return answerSearchRequest(queries, found, request);
  if (isGovernanceRequest(request)) return answerGovernanceRequest(sources, found, request);
  return inChannel(sources, id, request);
};

type ChannelRequest = Extract<Request, { do: 'history' }> | MessageRequest;

const inChannel = async (sources: Sources, id: CommunityId, request: ChannelRequest): Promise<Answer> => {
  const { queries } = sources;
  const inside = (await findChannel(queries, id, request.channel))?.id;
  if (inside === undefined) return noSuchChannel(request.channel);
  if (isMessageRequest(request)) return answerMessageRequest(sources, { community: id, channel: inside }, request);
  const range =
    request.before === undefined ? { limit: request.limit } : { limit: request.limit, before: request.before };
  const messages = await queries.history(id, inside, range);
  return { ok: true, messages, total: await queries.messageCount(id, inside) };
};

const answerStatus = async ({ peer, queries }: Sources): Promise<Answer> => {
  const communities = await queries.communities();
  const lanes = await Promise.all(communities.map(async ({ id }) => ({ community: id, lanes: await peer.lanes(id) })));
  return { ok: true, ...(await peer.status()), lanes };
};

const flatten = (result: { ok: true; value: object } | { ok: false; error: string; message: string }): Answer =>
  result.ok ? { ok: true, ...result.value } : result;
