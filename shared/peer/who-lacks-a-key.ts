/** Who cannot have an epoch’s key: whoever was not there for the one who made it. */
import type { DeviceId, OpId } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { activeDevices } from '../governance/recipients.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Community } from './community.ts';
import { boxOperations, type SayIfItCounts, sealedTo } from './draft-rotation.ts';
import { recipientsOf } from './epoch-recipients.ts';

/** Of one epoch at a time; what is left is looked for again. */
export const shareKeys = async (crypto: Crypto, community: Community, say: SayIfItCounts): Promise<void> => {
  const body = draftMissingBoxes(crypto, community);
  if (body !== undefined) await say(body);
};

/** Boxes of what this device has and others lack, as far as one operation holds them. Undefined if nobody lacks anything. */
const draftMissingBoxes = (crypto: Crypto, community: Community): OperationBody | undefined => {
  const state = community.state();
  if (state === undefined || !community.isJoined()) return undefined;
  const due = [
    ...community.keys.held().map((epoch) => ({ epoch, devices: whoLacks(community, state, epoch.id) })),
    ...community.keys.stranded().map((epoch) => ({ epoch, devices: whoWasLeftOut(community, state, epoch.id) })),
  ];
  for (const { epoch, devices } of due) {
    const [body] = boxOperations(epoch.id, sealedTo(crypto, state, epoch.secret, devices));
    if (body !== undefined) return body;
  }
  return undefined;
};

export const isLackedBySomebody = (community: Community, state: CommunityState): boolean =>
  community.keys.held().some(({ id }) => whoLacks(community, state, id).length > 0) ||
  community.keys.stranded().some(({ id }) => whoWasLeftOut(community, state, id).length > 0);

/**
 * An overruled epoch opens for everybody once a moderator who has it makes a key that wraps it. Where none does, whoever
 * has it gives it to those who were left out.
 */
const whoWasLeftOut = ({ keys }: Community, state: CommunityState, epoch: OpId): DeviceId[] =>
  activeDevices(state)
    .filter((device) => !keys.isBoxedFor(device, epoch))
    .sort();

const whoLacks = ({ log }: Pick<Community, 'log'>, state: CommunityState, epoch: OpId): DeviceId[] => {
  const opening = epochsThatOpen(state, epoch);
  const lacking: DeviceId[] = [];
  const recipients = recipientsOf(log, epoch);
  for (const { device, status } of state.devices.values()) {
    if (status !== 'active' || recipients.has(device)) continue;
    if (!(state.boxes.get(device) ?? []).some((box) => opening.has(box.epoch))) lacking.push(device);
  }
  return lacking.sort();
};

/** It and those under whose keys it is wrapped. */
const epochsThatOpen = (state: CommunityState, epoch: OpId): Set<OpId> => {
  const opening = new Set([epoch]);
  // what wraps it is deeper
  const byDepth = [...state.epochs.values()].sort((a, b) => a.depth - b.depth);
  for (const { id, wrapped } of byDepth) if (wrapped.some((each) => opening.has(each.epoch))) opening.add(id);
  return opening;
};
