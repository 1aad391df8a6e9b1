/** A button that asks for a picture on this device. */
import { ImageUp } from 'lucide-react';
import { useRef } from 'react';

import { Button } from './button.tsx';

type PictureChooserProps = { words: string; isBusy: boolean; look?: 'plain' | 'quiet'; take: (picture: File) => void };

export const PictureChooser = ({ words, isBusy, look = 'plain', take }: PictureChooserProps) => {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
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
      <Button
        look={look}
        icon={<ImageUp size={16} aria-hidden />}
        aria-busy={isBusy}
        onClick={() => chooser.current?.click()}
      >
        {words}
      </Button>
    </>
  );
};
