/** In a community that has just begun: what one can do next. Each goes away when it is done. */
import { Hash, PenLine, UserPlus } from 'lucide-react';

import type { ChannelView, CommunityView, MemberView } from '../../../shared/model/views.ts';
import { type FirstStep, firstSteps } from '../../app/first-steps.ts';
import { useApp, useQuery } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import './first-steps.css';

type FirstStepsProps = {
  community: CommunityView;
  channel: ChannelView;
  members: readonly MemberView[] | undefined;
  isEmpty: boolean;
};

const SIGNS = { invite: UserPlus, write: PenLine, channels: Hash } as const;

export const FirstSteps = ({ community, channel, members, isEmpty }: FirstStepsProps) => {
  const { dialog } = useApp();
  const channels = useQuery(`channels ${community.id}`, ({ services }) => services.queries.channels(community.id));
  const steps = firstSteps({
    community,
    members,
    channels: channels?.filter(({ kind, isArchived }) => kind === 'channel' && !isArchived).length,
    mayPost: channel.mayPost,
    isEmpty,
  });
  if (steps.length === 0) return null;
  const act = (step: FirstStep): void => {
    if (step === 'invite') dialog.set({ kind: 'invite-people', community: community.id });
    else if (step === 'write') document.querySelector<HTMLElement>('[data-composer]')?.focus();
    else dialog.set({ kind: 'community-settings', section: 'channels', channel: { newIn: '' } });
  };
  return (
    <section className="first-steps" aria-label={strings.firstSteps.title}>
      <h3 className="first-steps-title">{strings.firstSteps.title}</h3>
      <ul className="first-steps-list">
        {steps.map((step, at) => {
          const { title, hint, act: words } = strings.firstSteps.steps[step];
          const Sign = SIGNS[step];
          return (
            <li key={step} className="first-step" data-testid="first-step">
              <span className="first-step-sign">
                <Sign size={18} aria-hidden />
              </span>
              <p className="first-step-words">
                <strong>{title}</strong>
                <span className="dim small">{hint}</span>
              </p>
              <Button look={at === 0 ? 'primary' : 'plain'} onClick={() => act(step)}>
                {words}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
