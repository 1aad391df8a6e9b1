/** Opens the conversation that only the two can read. */
import { MessageCircle } from 'lucide-react';

import type { MemberView } from '../../../shared/model/views.ts';
import { useApp } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';

type SendMessageProps = { member: MemberView; label?: string; whenDone?: () => void; tabIndex?: 0 };

export const SendMessage = ({ member: { id, community }, label, whenDone, tabIndex }: SendMessageProps) => {
  const { services, visit, dialog } = useApp();
  const { run, busy, error } = useAct();
  const open = (): void =>
    run(
      'opening a conversation',
      () => services.peer.openDirect({ community, member: id }),
      (channel) => {
        dialog.set(undefined);
        whenDone?.();
        visit(community, channel);
      },
    );
  return (
    <>
      <Problem error={error} />
      <Button
        look="primary"
        tabIndex={tabIndex}
        icon={<MessageCircle size={16} aria-hidden />}
        aria-busy={busy}
        onClick={open}
      >
        {label ?? strings.profile.message}
      </Button>
    </>
  );
};
