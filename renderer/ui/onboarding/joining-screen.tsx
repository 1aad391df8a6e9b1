/** Shown between asking to join and being let in. */
import { Check, CircleAlert, LoaderCircle } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { useApp, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import './joining-screen.css';

export const JoiningScreen = ({ community }: { community: CommunityView }) => {
  const { joins, dialog } = useApp();
  const outcome = useStore(joins).get(community.id) ?? { kind: 'waiting' };
  const refused = outcome.kind === 'refused';
  return (
    <main className="joining scroll" data-region tabIndex={-1}>
      <div className="joining-card">
        <Avatar id={community.id} name={community.name} size="l" shape="square" />
        <h1 className="joining-title" dir="auto">
          {refused ? strings.joining.refusedTitle(community.name) : strings.joining.title(community.name)}
        </h1>
        {outcome.kind === 'refused' ? (
          <>
            <p role="alert">{outcome.message}</p>
            <Button look="primary" onClick={() => dialog.set({ kind: 'join' })}>
              {strings.joining.refusedAction}
            </Button>
          </>
        ) : (
          <>
            <ol className="joining-steps">
              <li>
                <Check size={16} aria-hidden className="joining-done" /> {strings.joining.steps.asked}
              </li>
              <li>
                <LoaderCircle size={16} aria-hidden className="joining-now" /> {strings.joining.steps.looking}
              </li>
              <li className="dim">
                <span className="joining-later" /> {strings.joining.steps.in}
              </li>
            </ol>
            {outcome.kind === 'nobody-yet' ? (
              <p className="joining-note" role="status">
                <CircleAlert size={16} aria-hidden /> <span>{strings.joining.nobodyYet}</span>
              </p>
            ) : (
              <p className="dim">{strings.joining.text}</p>
            )}
            <p className="dim small">{strings.joining.background}</p>
          </>
        )}
      </div>
    </main>
  );
};
