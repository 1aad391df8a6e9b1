/** Requests that act on a community, and those that tell how it is governed. */
import type { CommunityView } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { actOf } from './governance-acts.ts';
import type { ActRequest, GovernanceRequest } from './governance-schemas.ts';

type Sources = { peer: PeerApi; queries: Queries };
type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

export const answerGovernanceRequest = async (
  { peer, queries }: Sources,
  { id }: CommunityView,
  request: GovernanceRequest,
): Promise<Answer> => {
  switch (request.do) {
    case 'roles':
      return { ok: true, roles: await queries.roles(id) };
    case 'invites':
      return { ok: true, invites: await queries.invites(id) };
    case 'audit':
      return { ok: true, audit: await peer.audit(id) };
    default: {
      const act = await actOf(queries, id, request);
      const done = act.ok ? await peer.govern({ community: id, act: act.value }) : act;
      return done.ok ? { ok: true, operation: done.value, ...madeBy(request, done.value) } : done;
    }
  }
};

/** A channel and a role are called as the operation that made them. */
const madeBy = (request: ActRequest, operation: string): Record<string, string> => {
  if (request.do === 'create-channel') return { channel: operation };
  return request.do === 'create-role' ? { role: operation } : {};
};
