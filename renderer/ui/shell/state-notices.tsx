/** Calm words over the conversation about what is wrong but stops nothing: clocks that differ, a newer version met. Once each. */
import { useState } from 'react';

import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import { type ClockSkew, clockSkew } from '../../app/clock-skew.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Banner } from '../primitives/banner.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';

export const StateNotices = ({ community }: { community: CommunityView }) => {
  const { services, dialog } = useApp();
  const status = useStore(services.status);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const dismiss = (what: string) => (): void => setDismissed((before) => new Set([...before, what]));
  const skew = clockSkew(status, community.id);
  return (
    <>
      {status?.newerSince === undefined || dismissed.has('newer') ? null : (
        <Banner tone="calm" title={strings.newer.title} text={strings.newer.text} onDismiss={dismiss('newer')}>
          <Button look="quiet" onClick={() => dialog.set({ kind: 'settings', section: 'about' })}>
            {strings.newer.action}
          </Button>
        </Banner>
      )}
      {skew === undefined || dismissed.has('clock') ? null : (
        <ClockNotice community={community} skew={skew} dismiss={dismiss('clock')} />
      )}
    </>
  );
};

type ClockNoticeProps = { community: CommunityView; skew: ClockSkew; dismiss: () => void };

const ClockNotice = ({ community, skew, dismiss }: ClockNoticeProps) => {
  const { dialog } = useApp();
  const members = useQuery(`members ${community.id}`, ({ services }) => services.queries.members(community.id));
  return (
    <Banner tone="calm" {...clockWords(skew, nameOf(members, skew))} onDismiss={dismiss}>
      <Button look="quiet" onClick={() => dialog.set({ kind: 'network' })}>
        {strings.clock.details}
      </Button>
    </Banner>
  );
};

const nameOf = (members: readonly MemberView[] | undefined, { member }: ClockSkew): string =>
  members?.find(({ id }) => id === member)?.name ?? strings.clock.somebody;

export const clockWords = ({ whose, aheadMs }: ClockSkew, name: string): { title: string; text: string } => {
  const words = strings.clock;
  const say = (ms: number): string => (ms > 0 ? words.ahead(ms) : words.behind(ms));
  if (whose === 'mine') return { title: words.mine(say(-aheadMs)), text: words.mineText };
  if (whose === 'theirs') return { title: words.theirs(name, say(aheadMs)), text: words.theirsText };
  return { title: words.differ(name, aheadMs), text: words.eitherText };
};
