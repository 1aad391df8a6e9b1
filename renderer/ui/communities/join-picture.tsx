/** The invite as a picture: chosen, or dropped. (What is pasted, the dialog takes.) */
import { type DragEvent, useState } from 'react';

import { PictureChooser } from '../primitives/picture-chooser.tsx';
import { strings } from '../strings.ts';
import { droppedIn } from './use-pasted-invite.ts';
import './join-picture.css';

type JoinPictureProps = { isReading: boolean; take: (picture: Blob) => void };

export const JoinPicture = ({ isReading, take }: JoinPictureProps) => {
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const picture = droppedIn(event.dataTransfer);
    if (picture !== undefined) take(picture);
  };
  const wordsNow = isReading ? strings.paste.reading : isOver ? strings.paste.dropNow : strings.paste.drop;
  return (
    <div
      className={isOver ? 'join-picture join-picture-over' : 'join-picture'}
      data-testid="join-picture"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <PictureChooser words={strings.paste.choose} isBusy={isReading} take={take} />
      <p className="dim small" role="status">
        {wordsNow}
      </p>
    </div>
  );
};
