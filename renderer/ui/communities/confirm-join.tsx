/** What the invite says, what joining means, and the one button that joins. */
import { Eye } from 'lucide-react';
import { type SubmitEvent, useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { InvitePreview } from '../../../shared/keys/invite.ts';
import { isLinkCode } from '../../../shared/keys/link-code.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { OwnNameField, useOwnName } from './own-name-field.tsx';
import './confirm-join.css';

type ConfirmJoinProps = { link: string; preview: InvitePreview; back: () => void; close: () => void };

export const ConfirmJoin = ({ link, preview, back, close }: ConfirmJoinProps) => {
  const app = useApp();
  const own = useOwnName(preview.community);
  const [isNewHere] = useState(own.isProposed);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const communities = useQuery('communities', ({ services }) => services.queries.communities());
  const known = communities?.some(({ id }) => id === preview.community) ?? false;

  // As soon as the request is saved, the community is in the list, and its own screen goes on from there. A code has an
  // answer, which must be given back: it takes this dialog's place.
  const { community } = preview;
  const isByCode = isLinkCode(link);
  const hasAnswer = useStore(app.answers).has(community);
  useEffect(() => {
    if (!busy || !known || (isByCode && !hasAnswer)) return;
    app.firstPicture.choose();
    app.visit(community);
    if (isByCode) app.dialog.set({ kind: 'connect-by-code', community, step: 'answer' });
    else close();
  }, [app, busy, known, community, isByCode, hasAnswer, close]);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (busy || own.error !== undefined) return;
    setBusy(true);
    if (isByCode) app.keepAnswer(community);
    app.firstPicture.keepFor(community);
    const asked = app.join(preview.community, link, own.keep()).then((problem) => {
      setBusy(problem === undefined);
      setError(problem);
    });
    drop(asked, 'joining', app.services.report);
  };
  return (
    <Dialog title={strings.join.confirmTitle} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <div className="confirm-head">
            <Avatar id={preview.community} name={preview.name} size="l" shape="square" />
            <p className="confirm-name" dir="auto">
              {preview.name}
            </p>
          </div>
          <OwnNameField own={own} showError={tried} autoFocus={isNewHere} />
          <dl className="facts">
            <dt>{strings.join.inviter}</dt>
            <dd dir="auto">{preview.inviter}</dd>
            <dt>{strings.join.history}</dt>
            <dd>{preview.history === 'full' ? strings.join.historyFull : strings.join.historyFromJoin}</dd>
            <dt>{strings.join.fingerprint}</dt>
            <dd>
              <span className="fingerprint" data-testid="fingerprint">
                {preview.fingerprint}
              </span>
              <span className="confirm-note">{strings.join.fingerprintHint}</span>
            </dd>
          </dl>
          <p className="confirm-address">
            <Eye size={16} aria-hidden /> <span>{strings.join.address}</span>
          </p>
          <p className="dim small">{strings.join.unproven}</p>
          {error === undefined ? null : (
            <p className="field-note field-error" role="alert">
              {error}
            </p>
          )}
        </DialogBody>
        <DialogActions>
          <Button onClick={back}>{strings.back}</Button>
          <Button look="primary" type="submit" aria-busy={busy} autoFocus={!isNewHere}>
            {busy ? strings.join.busy : strings.join.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
