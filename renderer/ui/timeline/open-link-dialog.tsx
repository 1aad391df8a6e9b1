/** Shows where a link leads before the system's browser is asked to open it. */
import { drop } from '../../../shared/base/drop.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { CopyButton } from '../primitives/copy-button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';

export const OpenLinkDialog = ({ url, close }: { url: string; close: () => void }) => {
  const { services } = useApp();
  const open = (): void => {
    drop(services.openExternal(url), 'opening a link', services.report);
    close();
  };
  return (
    <Dialog title={strings.openLink.title} onClose={close}>
      <DialogBody>
        <dl className="facts">
          <dt>{strings.openLink.text}</dt>
          <dd>{new URL(url).host}</dd>
          <dt>{strings.openLink.whole}</dt>
          <dd className="fingerprint">{url}</dd>
        </dl>
      </DialogBody>
      <DialogActions>
        <CopyButton text={url} label={strings.invite.copy} />
        <Button look="primary" onClick={open}>
          {strings.openLink.open}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
