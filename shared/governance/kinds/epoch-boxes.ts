import { memberReads, mayRead } from '../../model/permissions.ts';
import { isActiveDevice } from '../community-state.ts';
import { addBox, giveChannelEpoch } from '../effects.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/**
 * More boxes of an epoch's secret: the community's by moderators, a channel's by its readers. A box that holds anything
 * else than ROTATE published opens nothing.
 */
export const epochBoxes = defineKind<'EPOCH_BOXES'>({
  authority: (state, { body, member }) => {
    const channel = state.epochs.get(body.epoch)?.channel;
    if (channel === undefined) return needs(state, member, 'moderate');
    return memberReads(state, member, channel) ? undefined : 'no-permission';
  },
  fits: (state, { body }) => (state.epochs.has(body.epoch) ? undefined : 'no-such-target'),
  apply: (state, { body, known }) => {
    const channel = state.epochs.get(body.epoch)?.channel;
    if (channel !== undefined)
      return giveChannelEpoch(state, { ...body, mayHave: (device) => mayRead(known, device, channel) });
    return body.boxes.reduce(
      (next, { device, box }) => (isActiveDevice(state, device) ? addBox(next, device, body.epoch, box) : next),
      state,
    );
  },
});
