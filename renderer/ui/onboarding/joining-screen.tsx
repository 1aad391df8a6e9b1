/** Shown between asking to join and being let in. */
import { Check, CircleAlert, LoaderCircle, QrCode } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import type { JoinOutcome } from '../../app/app-model.ts';
import { useApp, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import './joining-screen.css';

export const JoiningScreen = ({ community }: { community: CommunityView }) => {
  const { joins, dialog, answers } = useApp();
  const outcome = useStore(joins).get(community.id) ?? { kind: 'waiting' };
  const hasAnswer = useStore(answers).has(community.id);
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
                <LoaderCircle size={16} aria-hidden className="joining-now" />{' '}
                {outcome.kind === 'needs-approval' ? strings.joining.steps.approval : strings.joining.steps.looking}
              </li>
              <li className="dim">
                <span className="joining-later" /> {strings.joining.steps.in}
              </li>
            </ol>
            <Waiting outcome={outcome} />
            <p className="dim small">{strings.joining.background}</p>
            <p className="dim small">{strings.codes.joiningText}</p>
            <Button
              icon={<QrCode size={16} aria-hidden />}
              onClick={() =>
                dialog.set({
                  kind: 'connect-by-code',
                  community: community.id,
                  ...(hasAnswer ? { step: 'answer' as const } : {}),
                })
              }
            >
              {hasAnswer ? strings.codes.showAnswer : strings.codes.title}
            </Button>
          </>
        )}
      </div>
    </main>
  );
};

const Waiting = ({ outcome }: { outcome: JoinOutcome }) => {
  if (outcome.kind !== 'nobody-yet' && outcome.kind !== 'needs-approval')
    return <p className="dim">{strings.joining.text}</p>;
  return (
    <p className="joining-note" role="status">
      <CircleAlert size={16} aria-hidden />{' '}
      <span>{outcome.kind === 'nobody-yet' ? strings.joining.nobodyYet : outcome.message}</span>
    </p>
  );
};
