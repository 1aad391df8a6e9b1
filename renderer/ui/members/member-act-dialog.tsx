/** Remove, ban, hand over: says what it does and what it cannot do, before it is done. */
import type { MemberId } from '../../../shared/base/ids.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import { ActDialog } from '../primitives/act-dialog.tsx';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';
import { useEverybody } from './use-everybody.ts';

type MemberActDialogProps = {
  kind: 'kick' | 'ban' | 'transfer-owner';
  community: CommunityView;
  member: MemberId;
  close: () => void;
};

const WORDS = { kick: strings.kick, ban: strings.ban, 'transfer-owner': strings.transfer };

export const MemberActDialog = ({ kind, community, member, close }: MemberActDialogProps) => {
  const { govern, busy, error } = useGovern(community.id);
  const name = useEverybody(community.id).find(({ id }) => id === member)?.name ?? '';
  const words = WORDS[kind];
  const act = (reason: string): void => {
    if (kind === 'transfer-owner') return govern({ kind, to: member }, close);
    govern({ kind, member, ...(reason === '' ? {} : { reason }) }, close);
  };
  return (
    <ActDialog
      title={words.title(name)}
      does={words.does}
      submit={words.submit}
      danger
      asksReason={kind !== 'transfer-owner'}
      busy={busy}
      error={error}
      act={act}
      close={close}
    />
  );
};

export const LeaveDialog = ({ community, close }: { community: CommunityView; close: () => void }) => {
  const { govern, busy, error } = useGovern(community.id);
  return (
    <ActDialog
      title={strings.leave.title(community.name)}
      does={strings.leave.does}
      submit={strings.leave.submit}
      danger
      busy={busy}
      error={error}
      act={() => govern({ kind: 'leave' }, close)}
      close={close}
    />
  );
};
