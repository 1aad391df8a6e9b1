/** How both sides wait for the connection, and how they see that it is there. */
import { CircleCheck, LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { CommunityId } from '../../../shared/base/ids.ts';
import type { LinkView, PeerStatus } from '../../../shared/model/status.ts';
import { useApp } from '../app-context.ts';
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

/**
 * A link to this community came up by codes after `since`. That stays true: once two are connected by codes, a link of the
 * usual kind soon takes this one's place.
 */
export const useLinkedSince = (id: CommunityId, since: number | undefined): boolean => {
  const { services } = useApp();
  const [upSince, setUpSince] = useState<number>();
  useEffect(() => {
    if (since === undefined) return undefined;
    const look = (status: PeerStatus | undefined): void => {
      const isNew = ({ community, byCode, state, since: at }: LinkView): boolean =>
        community === id && byCode === true && state === 'open' && at >= since;
      if (status?.links.some(isNew) === true) setUpSince(since);
    };
    look(services.status.get());
    return services.peer.subscribe((event) => {
      if (event.kind === 'status') look(event.status);
      else if (event.kind === 'joined' && event.community === id) setUpSince(since);
    });
  }, [services, id, since]);
  return since !== undefined && upSince === since;
};
