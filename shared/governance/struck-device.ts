/**
 * A device that was let in while its member was being removed, by somebody who did not know: it never came in. It has to
 * be told, like one that was removed.
 */
import type { DeviceId, MemberId } from '../base/ids.ts';
import type { GovernanceLog } from './governance-log.ts';
import type { VoidReason } from './void-reason.ts';

/** It would count if it went by what its own author knew. */
const OVERRULED: ReadonlySet<VoidReason> = new Set(['removed-meanwhile', 'author-revoked-meanwhile', 'rests-on-void']);

/** Whose it would have been. Undefined if it is known, was never let in, or its member is one now. */
export const struckMemberOf = (
  log: Pick<GovernanceLog, 'resolution' | 'entrancesOf'>,
  device: DeviceId,
): MemberId | undefined => {
  const resolution = log.resolution();
  if (resolution === undefined || resolution.state.devices.has(device)) return undefined;
  for (const { id, body } of log.entrancesOf(device)) {
    const reason = resolution.voids.get(id);
    if (reason === undefined || !OVERRULED.has(reason) || !('member' in body)) continue;
    if (resolution.state.members.get(body.member)?.status !== 'active') return body.member;
  }
  return undefined;
};
