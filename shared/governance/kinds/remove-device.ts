import type { CommunityState } from '../community-state.ts';
import { changeMember, removeDevice as retire } from '../effects.ts';
import { ranksHigher } from '../rules/who-acts-on-somebody-ranks-higher.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { type Act, defineKind } from './kind-rule.ts';
import { namesWhatIsKnown, rotateWith } from './removal.ts';

/** One's own device, a lost one say; or with the right and a higher rank somebody else's. */
export const removeDevice = defineKind<'REMOVE_DEVICE'>({
  authority: (state, { body, member }, { plant }) => {
    const of = state.devices.get(body.device)?.member;
    if (of === member || of === undefined) return undefined;
    return ranksHigher(state, member, of, plant) ? needs(state, member, 'moderate') : 'rank-too-low';
  },
  fits: (state, { body }, bench) => {
    const device = state.devices.get(body.device);
    if (device === undefined || device.status === 'removed') return 'no-such-target';
    const left = state.members.get(device.member)?.devices ?? [];
    if (left.length === 1 && left[0] === body.device) return 'last-device';
    return namesWhatIsKnown([body], bench);
  },
  apply: (state, act, bench) => {
    const { operation, depth, body } = act;
    const after = without(act.known, act);
    return rotateWith(without(state, act), { by: operation.id, depth, rotation: body.rotate, after }, bench);
  },
  revokes: () => true,
});

const without = (state: CommunityState, { body, operation }: Act<'REMOVE_DEVICE'>): CommunityState => {
  const member = state.devices.get(body.device)?.member;
  if (member === undefined) return state;
  const devices = (state.members.get(member)?.devices ?? []).filter((device) => device !== body.device);
  const next = changeMember(retire(state, body.device, body), member, { devices });
  return { ...next, removals: state.removals.set(operation.id, 'removed') };
};
