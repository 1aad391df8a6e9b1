import { rankOf } from '../../model/permissions.ts';
import type { CommunityState } from '../community-state.ts';
import { endMembership } from '../effects.ts';
import { ranksHigher } from '../rules/who-acts-on-somebody-ranks-higher.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { type Act, type AnyRule, defineKind } from './kind-rule.ts';
import { namesWhatIsKnown, rotateWith } from './removal.ts';

type Ending = Act<'KICK' | 'BAN'>;

/** KICK may be undone by a new invite; BAN holds until UNBAN, and can meet who has left already. */
const endingBy = (status: 'kicked' | 'banned'): AnyRule =>
  defineKind<'KICK' | 'BAN'>({
    authority: (state, { body, member }, { plant }) => {
      if (body.member === member) return 'rank-too-low';
      return ranksHigher(state, member, body.member, plant) ? needs(state, member, 'moderate') : 'rank-too-low';
    },
    fits: (state, { body }, bench) => {
      const target = state.members.get(body.member);
      const canEnd = target !== undefined && (status === 'banned' || target.status === 'active');
      return canEnd ? namesWhatIsKnown(body.devices, bench) : 'no-such-target';
    },
    apply: (state, act, bench) => {
      const { operation, depth, body } = act;
      const after = ended(act.known, act, status);
      return rotateWith(ended(state, act, status), { by: operation.id, depth, rotation: body.rotate, after }, bench);
    },
    revokes: () => true,
  });

const ended = (state: CommunityState, act: Ending, status: 'kicked' | 'banned'): CommunityState =>
  endMembership(state, {
    member: act.body.member,
    by: act.operation.id,
    status,
    rank: rankOf(act.known, act.member),
    cuts: act.body.devices,
  });

export const kick = endingBy('kicked');
export const ban = endingBy('banned');
