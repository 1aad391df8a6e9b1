/** On a screen without a place to paste: an invite, or a picture of one, that is pasted anywhere opens the way in. */
import { useEffect } from 'react';

import { inviteIn } from '../../app/pasted-invite.ts';
import { useApp } from '../app-context.ts';

export const usePastedInvite = (): void => {
  const { dialog } = useApp();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { clipboardData } = event;
      if (clipboardData === null || dialog.get() !== undefined) return;
      const invite = inviteIn(clipboardData.getData('text/plain'));
      const picture = pictureIn(clipboardData);
      if (invite === undefined && picture === undefined) return;
      event.preventDefault();
      dialog.set({
        kind: 'join',
        ...(invite === undefined ? {} : { invite }),
        ...(invite !== undefined || picture === undefined ? {} : { picture }),
      });
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [dialog]);
};

/** What was dropped: a picture if there is one, or whatever else, which is told to be none. */
export const droppedIn = (dropped: DataTransfer): File | undefined => pictureIn(dropped) ?? dropped.files[0];

export const pictureIn = ({ files }: DataTransfer): File | undefined =>
  [...files].find(({ type }) => type.startsWith('image/'));
