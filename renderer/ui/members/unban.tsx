import type { ReactNode } from 'react';

import type { MemberView } from '../../../shared/model/views.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';

/** Harmless and easily done again, so it asks nothing. */
export const Unban = ({ member, icon }: { member: MemberView; icon?: ReactNode }) => {
  const { govern, busy, error } = useGovern(member.community);
  return (
    <>
      <Problem error={error} />
      <Button icon={icon} aria-busy={busy} onClick={() => govern({ kind: 'unban', member: member.id })}>
        {strings.profile.unban}
      </Button>
    </>
  );
};
