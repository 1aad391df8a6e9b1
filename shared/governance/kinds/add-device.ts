import { idBytes } from '../../base/ids.ts';
import { isActiveDevice } from '../community-state.ts';
import { addBox, bringIn } from '../effects.ts';
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
  apply: (state, { body, operation }) => {
    const isNew = !isActiveDevice(state, body.device);
    let next = isNew ? bringIn(state, { ...body, name: '', by: operation.id }) : state;
    for (const { epoch, box } of body.boxes) if (state.epochs.has(epoch)) next = addBox(next, body.device, epoch, box);
    return next;
  },
});
