/** Who has an epoch's key because they were there for the one who made it, and who should not have it. */
import type { DeviceId, OpId } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import type { GovernanceLog } from '../governance/governance-log.ts';
import { activeDevices } from '../governance/recipients.ts';

/** The devices that its author knew. Never changes. */
export const recipientsOf = (log: Pick<GovernanceLog, 'stateAt'>, epoch: OpId): ReadonlySet<DeviceId> => {
  const held = known.get(log) ?? new Map<OpId, ReadonlySet<DeviceId>>();
  known.set(log, held);
  const recipients = held.get(epoch) ?? activeAt(log.stateAt([epoch]));
  held.set(epoch, recipients);
  return recipients;
};
const known = new WeakMap<object, Map<OpId, ReadonlySet<DeviceId>>>();

const activeAt = (state: CommunityState | undefined): ReadonlySet<DeviceId> =>
  new Set(state === undefined ? [] : activeDevices(state));

/** Somebody was let in by what does not count any more, and whoever made this epoch did not know that. */
export const isKnownToStruckDevices = (
  log: Pick<GovernanceLog, 'knew' | 'overruled' | 'stateAt'>,
  state: CommunityState,
  epoch: OpId,
): boolean =>
  log.overruled().some(({ id, body }) => {
    if ((body.kind !== 'ADMIT' && body.kind !== 'ADD_DEVICE') || state.devices.has(body.device)) return false;
    return !log.knew(epoch, id) || recipientsOf(log, epoch).has(body.device);
  });
