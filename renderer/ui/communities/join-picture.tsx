/** The invite as a picture: chosen, or dropped. (What is pasted, the dialog takes.) */
import { ImageUp } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';

import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { pictureIn } from './use-pasted-invite.ts';
import './join-picture.css';

type JoinPictureProps = { isReading: boolean; take: (picture: Blob) => void };

export const JoinPicture = ({ isReading, take }: JoinPictureProps) => {
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    const picture = pictureIn(event.dataTransfer) ?? file;
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
      <input
        ref={chooser}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = ''; // the same one again is to be read again
          if (file !== undefined) take(file);
        }}
      />
      <Button icon={<ImageUp size={16} aria-hidden />} aria-busy={isReading} onClick={() => chooser.current?.click()}>
        {strings.paste.choose}
      </Button>
      <p className="dim small" role="status">
        {wordsNow}
      </p>
    </div>
  );
};
