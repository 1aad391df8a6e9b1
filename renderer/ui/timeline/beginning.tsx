/** The top of a channel: where it begins, and what to do if nothing was said yet. */
import { Hash, MessageCircle } from 'lucide-react';

import type { ChannelView, CommunityView, MemberView } from '../../../shared/model/views.ts';
import { strings } from '../strings.ts';
import { FirstSteps } from './first-steps.tsx';

type BeginningProps = {
  community: CommunityView;
  channel: ChannelView;
  members: readonly MemberView[] | undefined;
  empty: boolean;
};

export const Beginning = ({ community, channel, members, empty }: BeginningProps) => {
  const isDirect = channel.kind === 'direct';
  return (
    <div className="beginning">
      <span className="beginning-sign">
        {isDirect ? <MessageCircle size={28} aria-hidden /> : <Hash size={28} aria-hidden />}
      </span>
      <h2 className="beginning-title" dir="auto">
        {isDirect ? strings.direct.beginning(channel.name) : strings.empty.title(channel.name)}
      </h2>
      {isDirect ? <p className="dim">{strings.direct.note}</p> : null}
      {isDirect && empty ? <p className="dim">{strings.empty.others}</p> : null}
      {isDirect ? null : <FirstSteps community={community} channel={channel} members={members} isEmpty={empty} />}
    </div>
  );
};
