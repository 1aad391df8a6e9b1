import type { DeviceId, OpId } from '../../base/ids.ts';
import { memberReads, mayRead, permissionsOf } from '../../model/permissions.ts';
import { type CommunityState, isActiveDevice } from '../community-state.ts';
import { addBox, giveChannelEpoch } from '../effects.ts';
import { MAX_BOXES_OF_AN_EPOCH } from '../rules/limits.ts';
import { defineKind } from './kind-rule.ts';

/**
 * More boxes of an epoch's secret: the community's by anybody, as where two groups made keys apart who has one may be no
 * moderator; a channel's by its readers. Also of an epoch that came with an operation which does not count any more. A box
 * that holds anything else than ROTATE published opens nothing.
 */
export const epochBoxes = defineKind<'EPOCH_BOXES'>({
  authority: (state, { body, member }) => {
    const channel = state.epochs.get(body.epoch)?.channel;
    return channel === undefined || memberReads(state, member, channel) ? undefined : 'no-permission';
  },
  fits: () => undefined,
  apply: (state, { body, known, member }) => {
    const channel = state.epochs.get(body.epoch)?.channel;
    if (channel !== undefined)
      return giveChannelEpoch(state, { ...body, mayHave: (device) => mayRead(known, device, channel) });
    const isLimited = !permissionsOf(state, member).has('moderate');
    return body.boxes.reduce((next, { device, box }) => {
      const isFull = isLimited && boxesOf(next, device, body.epoch) >= MAX_BOXES_OF_AN_EPOCH;
      return isActiveDevice(state, device) && !isFull ? addBox(next, device, body.epoch, box) : next;
    }, state);
  },
});

const boxesOf = (state: CommunityState, device: DeviceId, epoch: OpId): number =>
  (state.boxes.get(device) ?? []).filter((held) => held.epoch === epoch).length;
