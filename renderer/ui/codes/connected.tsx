/** How both sides wait for the connection, and how they see that it is there. */
import { CircleCheck, LoaderCircle } from 'lucide-react';

import type { CommunityId } from '../../../shared/base/ids.ts';
import { useApp, useStore } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import './code-dialog.css';

export const ConnectedDialog = ({ title, close }: { title: string; close: () => void }) => (
  <Dialog title={title} onClose={close}>
    <DialogBody>
      <p className="code-connected" role="status">
        <CircleCheck size={20} aria-hidden /> <span>{strings.codes.connected}</span>
      </p>
    </DialogBody>
    <DialogActions>
      <Button look="primary" autoFocus onClick={close}>
        {strings.codes.done}
      </Button>
    </DialogActions>
  </Dialog>
);

export const Waiting = ({ text }: { text: string }) => (
  <p className="code-wait" role="status">
    <LoaderCircle size={16} aria-hidden className="joining-now" /> <span>{text}</span>
  </p>
);

/** A link to a member of this community came up by codes after `since`. */
export const useLinkedSince = (id: CommunityId, since: number): boolean => {
  const { services } = useApp();
  const status = useStore(services.status);
  return (status?.links ?? []).some(
    (link) => link.community === id && link.byCode === true && link.state === 'open' && link.since >= since,
  );
};
