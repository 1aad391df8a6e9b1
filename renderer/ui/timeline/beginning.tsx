/** The top of a channel: where it begins, and what to do if nothing was said yet. */
import { Hash, UserPlus } from 'lucide-react';

import type { ChannelView, MemberView } from '../../../shared/model/views.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';

type BeginningProps = { channel: ChannelView; members: readonly MemberView[] | undefined; empty: boolean };

export const Beginning = ({ channel, members, empty }: BeginningProps) => {
  const alone = members !== undefined && members.length <= 1;
  const { dialog } = useApp();
  return (
    <div className="beginning">
      <span className="beginning-sign">
        <Hash size={28} aria-hidden />
      </span>
      <h2 className="beginning-title" dir="auto">
        {strings.empty.title(channel.name)}
      </h2>
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
