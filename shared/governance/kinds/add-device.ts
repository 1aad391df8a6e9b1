import { type ChannelId, type DeviceId, idBytes, type OpId } from '../../base/ids.ts';
import { memberReads } from '../../model/permissions.ts';
import { type CommunityState, isActiveDevice } from '../community-state.ts';
import { addBox, bringIn, giveChannelEpoch } from '../effects.ts';
import { hasRoomFor, isProven } from '../rules/newcomers-prove-themselves.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/**
 * One more device of a member, certified by their root. Another member may bring it in as well: somebody who lost
 * every device has only the recovery phrase.
 */
export const addDevice = defineKind<'ADD_DEVICE'>({
  authority: (state, { body, member }) => (body.member === member ? undefined : needs(state, member, 'admit')),
  fits: (state, { body }) =>
    state.members.get(body.member)?.status === 'active' ? hasRoomFor(state, body) : 'no-such-target',
  proves: (state, { body }, { crypto, plant }) =>
    isProven(crypto, idBytes(state.id), body, plant) ? undefined : 'bad-proof',
  apply: (state, { body, operation, known }) => {
    const reads = (channel: ChannelId): boolean => memberReads(known, body.member, channel);
    const isNew = !isActiveDevice(state, body.device);
    let next = isNew ? bringIn(state, { ...body, name: '', by: operation.id }) : state;
    for (const { epoch, box } of body.boxes) next = giveEpoch(next, { epoch, box, device: body.device, reads });
    return next;
  },
});

/** A channel's only where its member reads that channel. */
const giveEpoch = (
  state: CommunityState,
  given: { epoch: OpId; box: string; device: DeviceId; reads: (channel: ChannelId) => boolean },
): CommunityState => {
  const { epoch, box, device, reads } = given;
  const held = state.epochs.get(epoch);
  if (held === undefined) return state;
  const { channel } = held;
  if (channel === undefined) return addBox(state, device, epoch, box);
  return giveChannelEpoch(state, { epoch, boxes: [{ device, box }], mayHave: () => reads(channel) });
};
