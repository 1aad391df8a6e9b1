/** A line over the window about what was just done, with a way back, for a while. */
import { useEffect } from 'react';

import { useApp, useStore } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import './undo-note.css';

const SHOWN_MS = 10_000;

export const UndoNote = () => {
  const { people, after } = useApp();
  const done = useStore(people.undo);
  useEffect(
    () => (done === undefined ? undefined : after(SHOWN_MS, () => people.undo.set(undefined))),
    [done, people, after],
  );
  return (
    <div className="undo-place" role="status">
      {done === undefined ? null : (
        <div className="undo">
          <span dir="auto">{done.words}</span>
          <Button
            look="quiet"
            onClick={() => {
              done.undo();
              people.undo.set(undefined);
            }}
          >
            {strings.blocked.undo}
          </Button>
        </div>
      )}
    </div>
  );
};
