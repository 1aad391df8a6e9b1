/** What KICK, BAN and REMOVE_DEVICE say of a device: how far it counts. */
import { type ChannelId, type DeviceId, type OpId, recordId } from '../base/ids.ts';
import type { RemovedDevice } from '../governance/body-parts.ts';
import { type CommunityState, laneLimit } from '../governance/community-state.ts';
import { changeDevice, endMembership } from '../governance/effects.ts';
import type { GovernanceAct } from '../model/acts.ts';
import type { Community } from './community.ts';

type Removal = Extract<GovernanceAct, { kind: 'kick' | 'ban' | 'remove-device' }>;

/** With everything else an operation must fit 32 KiB. The community's own channels come first. */
const MAX_LANES = 120;

/** Everything of the device that is durable here: its last operation, and each channel's last record. */
export const cutOf = (community: Community, state: CommunityState, device: DeviceId): RemovedDevice => {
  const last = community.log.nextOf(device).prevOwn;
  const channels = new Set([...community.channels(), ...community.laneChannels()]);
  const lanes = [...channels].flatMap((channel) => laneCut(community, state, { device, channel }));
  return { device, ...(last === undefined ? {} : { last }), lanes: lanes.slice(0, MAX_LANES) };
};

const laneCut = (
  community: Community,
  state: CommunityState,
  { device, channel }: { device: DeviceId; channel: ChannelId },
): RemovedDevice['lanes'] => {
  const lane = community.lanes(channel).find((each) => each.device === device);
  const count = Math.min(lane?.durable() ?? 0, laneLimit(state, device, channel) ?? Infinity);
  const last = count === 0 ? undefined : lane?.idOf(count - 1);
  return last === undefined ? [] : [{ channel, seq: count - 1, id: recordId(last) }];
};

/** Those of a member, also ones that have left. */
export const devicesOf = (state: CommunityState, member: string): DeviceId[] =>
  [...state.devices.values()].filter((device) => device.member === member).map(({ device }) => device);

/** The state in which a key that comes with a removal begins. */
export const stateWithout = (state: CommunityState, act: Removal): CommunityState => {
  if (act.kind === 'remove-device') return changeDevice(state, act.device, { status: 'removed' });
  const status = act.kind === 'ban' ? 'banned' : 'kicked';
  const by = '' as OpId; // what the operation will be called nobody knows yet, and nobody asks
  return endMembership(state, { member: act.member, by, status, rank: 0, cuts: [] });
};
