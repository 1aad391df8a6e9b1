/** The top of a channel: where it begins, and what to do if nothing was said yet. */
import { Hash, MessageCircle, UserPlus } from 'lucide-react';

import type { ChannelView, MemberView } from '../../../shared/model/views.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';

type BeginningProps = { channel: ChannelView; members: readonly MemberView[] | undefined; empty: boolean };

export const Beginning = ({ channel, members, empty }: BeginningProps) => {
  const isDirect = channel.kind === 'direct';
  const alone = !isDirect && members !== undefined && members.length <= 1;
  const { dialog } = useApp();
  return (
    <div className="beginning">
      <span className="beginning-sign">
        {isDirect ? <MessageCircle size={28} aria-hidden /> : <Hash size={28} aria-hidden />}
      </span>
      <h2 className="beginning-title" dir="auto">
        {isDirect ? strings.direct.beginning(channel.name) : strings.empty.title(channel.name)}
      </h2>
      {isDirect ? <p className="dim">{strings.direct.note}</p> : null}
      {alone || empty ? <p className="dim">{alone ? strings.empty.alone : strings.empty.others}</p> : null}
      {alone ? (
        <Button
          look="primary"
          icon={<UserPlus size={16} aria-hidden />}
          onClick={() => dialog.set({ kind: 'invite-people', community: channel.community })}
        >
          {strings.invite.open}
        </Button>
      ) : null}
    </div>
  );
};
