/** Who waits for this person's yes or no. In memory: who still wants in asks again whenever they meet somebody. */
import type { CommunityId, DeviceId } from '../base/ids.ts';
import type { InviteState } from '../governance/community-state.ts';
import type { JoinRequestView } from '../model/views.ts';
import type { JoinRequest } from '../sync/join-request.ts';

export const MAX_REQUESTS = 32;
const MAX_DECLINED = 1_024;

type Held = { invite: InviteState; request: JoinRequest };

export type JoinRequests = {
  /** @returns what to tell the person; undefined if they know already, or there are too many */
  add: (invite: InviteState, request: JoinRequest) => JoinRequestView | undefined;
  take: (device: DeviceId) => Held | undefined;
  decline: (device: DeviceId) => void;
  isDeclined: (device: DeviceId) => boolean;
  views: () => JoinRequestView[];
};

export const createJoinRequests = (community: CommunityId): JoinRequests => {
  const waiting = new Map<DeviceId, Held>();
  const declined = new Set<DeviceId>();
  const viewOf = ({ invite, request }: Held): JoinRequestView => ({
    community,
    device: request.device,
    name: request.memberName,
    invite: invite.id,
  });
  return {
    add: (invite, request) => {
      if (waiting.has(request.device) || waiting.size >= MAX_REQUESTS) return undefined;
      const held = { invite, request };
      waiting.set(request.device, held);
      return viewOf(held);
    },
    take: (device) => {
      const held = waiting.get(device);
      waiting.delete(device);
      return held;
    },
    decline: (device) => {
      const [oldest] = declined;
      if (declined.size >= MAX_DECLINED && oldest !== undefined) declined.delete(oldest);
      declined.add(device);
    },
    isDeclined: (device) => declined.has(device),
    views: () => [...waiting.values()].map(viewOf),
  };
};
