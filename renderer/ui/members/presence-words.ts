import type { MemberView } from '../../../shared/model/views.ts';
import type { PresenceState } from '../../../shared/model/presence.ts';
import type { Seen } from '../../app/presence.ts';
import { useApp, useStore } from '../app-context.ts';
import { strings } from '../strings.ts';
import { ago } from '../time-words.ts';

export type Shown = { state: PresenceState; status: string; words: string };

const NOTHING: Seen = { state: 'offline', status: '' };

/** @returns how a member is now, with a word for it; the own one too */
export const usePresence = (me: MemberView['id'] | undefined): ((member: MemberView['id']) => Shown) => {
  const { people, services } = useApp();
  const known = useStore(people.presence.people);
  const own = useStore(people.own.now);
  return (member) => {
    if (member !== me) return shownOf(known.get(member) ?? NOTHING, services.now());
    if (own.state === 'invisible') return { state: 'offline', status: own.status, words: strings.presence.invisible };
    return { state: own.state, status: own.status, words: strings.presence[own.state] };
  };
};

const shownOf = ({ state, status, at }: Seen, now: number): Shown => ({
  state,
  status,
  words: state === 'offline' && at !== undefined ? strings.presence.lastSeen(ago(at, now)) : strings.presence[state],
});
