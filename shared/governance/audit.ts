/** Who did what to whom, and whether it counts: for people to read. */
import { channelId, type ChannelId, type DeviceId, idBytes, type MemberId, type OpId } from '../base/ids.ts';
import type { Kind } from './operation-body.ts';
import type { Operation } from './operation.ts';
import type { Resolver } from './resolver.ts';
import { VOID_REASONS, type VoidReason } from './void-reason.ts';

export type AuditEntry = {
  operation: OpId;
  kind: Kind | 'unknown';
  by: { member: MemberId | undefined; device: DeviceId };
  /** Whom or what it is about, where there is something. */
  about: { member?: MemberId; device?: DeviceId; channel?: ChannelId; role?: string; invite?: OpId };
  /** When its author says it was done, milliseconds since the Unix epoch; older versions did not say. */
  at: number | undefined;
  /** How many operations it knew along the longest chain: earlier acts have smaller numbers. */
  depth: number;
  /** Undefined if it counts. */
  void: { reason: VoidReason; inWords: string } | undefined;
};

/** In the one order in which operations take effect, void ones included. */
export const auditOf = (resolver: Resolver): AuditEntry[] => {
  const voids = resolver.current()?.voids;
  return resolver.inOrder().map(({ operation, judgement, depth }) => {
    const reason = voids?.get(operation.id);
    return {
      operation: operation.id,
      kind: operation.body.kind,
      by: { member: judgement.member, device: operation.device },
      about: aboutOf(operation),
      at: operation.at,
      depth,
      void: reason === undefined ? undefined : { reason, inWords: VOID_REASONS[reason] },
    };
  });
};

const aboutOf = ({ body, id }: Operation): AuditEntry['about'] => ({
  ...('member' in body ? { member: body.member } : {}),
  ...('to' in body ? { member: body.to } : {}),
  ...('device' in body ? { device: body.device } : {}),
  ...('channel' in body ? { channel: body.channel } : {}),
  ...(body.kind === 'CHANNEL_CREATE' ? { channel: channelId(idBytes(id)) } : {}),
  ...('role' in body ? { role: body.role } : {}),
  ...('invite' in body ? { invite: body.invite } : {}),
});
