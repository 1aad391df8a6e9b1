/** Paste a link, see what it is, confirm. Nothing is sent to anybody before the confirmation. */
import { type ClipboardEvent, type SubmitEvent, useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { InvitePreview } from '../../../shared/keys/invite.ts';
import { inviteIn } from '../../app/pasted-invite.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { ConfirmJoin } from './confirm-join.tsx';
import { JoinPicture } from './join-picture.tsx';
import { pictureIn } from './use-pasted-invite.ts';

type JoinDialogProps = { invite: string | undefined; picture: Blob | undefined; close: () => void };

export const JoinDialog = ({ invite, picture, close }: JoinDialogProps) => {
  const entry = useEntry();
  const { link, preview, error, isReading, read, readPicture } = entry;
  useEffect(() => {
    if (invite !== undefined) read(invite);
    else if (picture !== undefined) readPicture(picture);
  }, [invite, picture, read, readPicture]);

  if (preview !== undefined) {
    return <ConfirmJoin link={link} preview={preview} back={entry.goBack} close={close} />;
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (link.trim() === '') entry.fail(strings.join.linkMissing);
    else read(inviteIn(link) ?? link);
  };
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = inviteIn(event.clipboardData.getData('text/plain'));
    const pastedPicture = pictureIn(event.clipboardData);
    if (pasted === undefined && pastedPicture === undefined) return;
    event.preventDefault();
    if (pasted !== undefined) read(pasted);
    else if (pastedPicture !== undefined) readPicture(pastedPicture);
  };
  return (
    <Dialog title={strings.join.title} onClose={close}>
      <form onSubmit={submit} onPaste={onPaste} noValidate>
        <DialogBody>
          <p className="dim">{strings.join.text}</p>
          <Field
            label={strings.join.link}
            hint={strings.welcome.joinHint}
            error={error}
            mono
            value={link}
            autoFocus
            onText={entry.type}
          />
          <JoinPicture isReading={isReading} take={readPicture} />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit">
            {strings.join.continue}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

type Entry = { link: string; preview?: InvitePreview; error?: string; isReading: boolean };

/** What was given, what it turned out to be, or why it is nothing. */
const useEntry = () => {
  const { services } = useApp();
  const [entry, setEntry] = useState<Entry>({ link: '', isReading: false });
  const [acts] = useState(() => {
    const fail = (error: string): void => setEntry(({ link }) => ({ link, error, isReading: false }));
    const failed = (what: string, cause: unknown): void => {
      services.report(what, cause);
      fail(strings.unexpected);
    };
    const preview = async (link: string): Promise<void> => {
      const found = await services.previewInvite(link);
      setEntry({ link, isReading: false, ...(found.ok ? { preview: found.value } : { error: found.message }) });
    };
    const decode = async (picture: Blob): Promise<void> => {
      const text = await services.pictures.read(picture);
      if (text.ok) await preview(inviteIn(text.value) ?? text.value);
      else fail(strings.paste.problems[text.error]);
    };
    return {
      fail,
      type: (link: string) => setEntry({ link, isReading: false }),
      goBack: () => setEntry(({ link }) => ({ link, isReading: false })),
      read: (text: string) => drop(preview(text.trim()), 'reading an invite', failed),
      readPicture: (picture: Blob) => {
        setEntry({ link: '', isReading: true });
        drop(decode(picture), 'reading a picture', failed);
      },
    };
  });
  return { ...entry, ...acts };
};
