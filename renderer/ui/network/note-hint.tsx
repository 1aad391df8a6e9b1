/** Beside the network line: that there is a note for everyone, and until this person has opened it, that it is new. */
import { Megaphone } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { useApp, useStore } from '../app-context.ts';
import { strings } from '../strings.ts';
import { nameIn } from './incident-note.tsx';

export const NoteHint = ({ community }: { community: CommunityView }) => {
  const { preferences, dialog } = useApp();
  const { seenNotes } = useStore(preferences);
  const { id, note } = community;
  if (note === undefined) return null;
  const isNew = seenNotes[id] !== note.operation;
  return (
    <button
      type="button"
      className={isNew ? 'network-line network-note network-note-new' : 'network-line network-note'}
      data-testid="note-hint"
      title={strings.network.details}
      aria-haspopup="dialog"
      onClick={() => dialog.set({ kind: 'network' })}
    >
      <Megaphone size={14} aria-hidden />
      <span className="cut" dir="auto">
        {(isNew ? strings.note.barNew : strings.note.bar)(nameIn(note))}: {note.text}
      </span>
    </button>
  );
};
