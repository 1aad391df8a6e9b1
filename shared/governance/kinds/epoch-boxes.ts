import { addBox } from '../effects.ts';
import { isActiveDevice } from '../community-state.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/** More boxes of an epoch's secret. A box that holds anything else than ROTATE published opens nothing. */
export const epochBoxes = defineKind<'EPOCH_BOXES'>({
  authority: (state, { member }) => needs(state, member, 'moderate'),
  fits: (state, { body }) => (state.epochs.has(body.epoch) ? undefined : 'no-such-target'),
  apply: (state, { body }) =>
    body.boxes.reduce(
      (next, { device, box }) => (isActiveDevice(state, device) ? addBox(next, device, body.epoch, box) : next),
      state,
    ),
});
