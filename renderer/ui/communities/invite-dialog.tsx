/** An invite link to copy. The link made last is shown again until another is asked for. */
import { Download, QrCode as QrSign, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { CommunityId } from '../../../shared/base/ids.ts';
import { useApp, useQuery } from '../app-context.ts';
import { QrCode } from '../codes/qr-code.tsx';
import { qrPicture } from '../codes/qr-picture.ts';
import { Button } from '../primitives/button.tsx';
import { CopyButton } from '../primitives/copy-button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import '../codes/code-sheet.css';
import './invite-dialog.css';

type InviteDialogProps = { id: CommunityId; close: () => void };

export const InviteDialog = ({ id, close }: InviteDialogProps) => {
  const app = useApp();
  const { services, keptInvite, keepInvite } = app;
  const communities = useQuery('communities', ({ services: { queries } }) => queries.communities());
  const name = communities?.find((community) => community.id === id)?.name ?? '';
  const [link, setLink] = useState(() => keptInvite(id));
  const [error, setError] = useState<string>();

  const [asked, setAsked] = useState(link === undefined ? 1 : 0);
  useEffect(() => {
    if (asked === 0) return undefined;
    let isOpen = true;
    const making = services.peer.createInvite({ community: id }).then((made) => {
      if (made.ok) keepInvite(id, made.value);
      if (!isOpen) return;
      if (made.ok) setLink(made.value);
      else setError(made.message);
    });
    drop(making, 'making an invite', (what, cause) => {
      services.report(what, cause);
      setError(strings.unexpected);
    });
    return () => {
      isOpen = false;
    };
  }, [services, keepInvite, id, asked]);
  const makeAnother = (): void => {
    setLink(undefined);
    setError(undefined);
    setAsked(asked + 1);
  };

  return (
    <Dialog title={strings.invite.title(name)} onClose={close} wide>
      <DialogBody>
        <p className="dim">{strings.invite.text}</p>
        <div className="code-sheet invite-sheet">
          <div className="invite-code">
            {link === undefined ? null : <QrCode text={link} label={strings.invitePicture.label(name)} />}
          </div>
          <div className="code-words">
            <Field
              label={strings.invite.link}
              hint={strings.invite.note}
              error={error}
              mono
              readOnly
              value={link ?? ''}
              placeholder={strings.invite.making}
              data-testid="invite-link"
              onFocus={(event) => event.target.select()}
              onText={() => undefined}
            />
            <SavePicture link={link} name={name} />
          </div>
        </div>
      </DialogBody>
      <DialogActions>
        <Button
          icon={<QrSign size={16} aria-hidden />}
          disabled={link === undefined}
          onClick={() =>
            link === undefined
              ? undefined
              : app.dialog.set({ kind: 'connect-by-code', community: id, step: 'offer', invite: link })
          }
        >
          {strings.codes.inviteByCode}
        </Button>
        <Button icon={<RefreshCw size={16} aria-hidden />} onClick={makeAnother}>
          {strings.invite.again}
        </Button>
        <CopyButton primary label={strings.invite.copy} text={link ?? ''} disabled={link === undefined} />
      </DialogActions>
    </Dialog>
  );
};

const SavePicture = ({ link, name }: { link: string | undefined; name: string }) => {
  const { services, announcement } = useApp();
  const [failed, setFailed] = useState(false);
  const save = async (): Promise<void> => {
    const picture = link && (await qrPicture(link, name, strings.invitePicture.caption));
    setFailed(!picture);
    if (!picture) return;
    services.pictures.save(name, picture);
    announcement.set(strings.invitePicture.saved);
  };
  return (
    <div className="invite-picture">
      <Button
        icon={<Download size={16} aria-hidden />}
        disabled={link === undefined}
        onClick={() =>
          drop(save(), 'making a picture', (what, cause) => {
            services.report(what, cause);
            setFailed(true);
          })
        }
      >
        {strings.invitePicture.save}
      </Button>
      <p className={failed ? 'field-note field-error' : 'field-note'} role={failed ? 'alert' : undefined}>
        {failed ? strings.invitePicture.failed : strings.invitePicture.hint}
      </p>
    </div>
  );
};
