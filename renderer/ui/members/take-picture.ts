/** A picture that was chosen or dropped, made small enough to be one of a member. */
import type { DragEvent } from 'react';

import { useApp } from '../app-context.ts';
import { droppedIn } from '../communities/use-pasted-invite.ts';
import { strings } from '../strings.ts';
import type { Acting } from '../use-act.ts';

/** @returns takes a file; what is wrong with it is in `acting` */
export const useSmallPicture = (acting: Acting, use: (bytes: Uint8Array) => void): ((file: Blob) => void) => {
  const { pictures } = useApp().services;
  return (file) =>
    acting.run(
      'reading a picture',
      async () => {
        const small = await pictures.shrink(file);
        return small.ok ? small : { ...small, message: strings.picture.problems[small.error] };
      },
      use,
    );
};

export const onDroppedPicture = (take: (file: Blob) => void) => ({
  onDragOver: (event: DragEvent): void => event.preventDefault(),
  onDrop: (event: DragEvent): void => {
    event.preventDefault();
    const file = droppedIn(event.dataTransfer);
    if (file !== undefined) take(file);
  },
});
