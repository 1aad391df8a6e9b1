import type { NamedMember } from '../../app/people-notes.ts';
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';

/** Done at once, said in a line that offers to take it back. */
export const useBlocking = ({ id, community, name, ownName }: NamedMember) => {
  const { people } = useApp();
  const member = { id, community, name: ownName ?? name };
  return {
    block: (isBlocked: boolean): void => {
      people.notes.change(member, { isBlocked });
      const undo = (): void => people.notes.change(member, { isBlocked: false });
      people.undo.set(isBlocked ? { words: strings.blocked.done(name), undo } : undefined);
    },
    mute: (isMuted: boolean): void => {
      people.notes.change(member, { isMuted });
      const undo = (): void => people.notes.change(member, { isMuted: false });
      people.undo.set(isMuted ? { words: strings.blocked.mutedDone(name), undo } : undefined);
    },
  };
};
