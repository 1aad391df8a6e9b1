/** A member's picture, or one that is drawn from the id of a member or community. Decoration: the name always stands beside it in words. */
import { memo, useState } from 'react';

import { avatarArt, initialsOf } from '../../app/avatar-art.ts';
import { useFace } from './use-face.ts';
import './avatar.css';

/** @property picture the address of one that takes the place of theirs */
type AvatarProps = {
  id: string;
  name: string;
  size?: 'xs' | 's' | 'm' | 'l' | 'xl';
  shape?: 'round' | 'square';
  picture?: string;
};

export const Avatar = memo(({ id, name, size = 'm', shape = 'round', picture }: AvatarProps) => {
  const face = useFace(id);
  const [unreadable, setUnreadable] = useState<string>();
  const address = picture ?? face;
  const art = avatarArt(id);
  return (
    <span className={`avatar avatar-${size} avatar-${shape} hue-${art.hue}`} aria-hidden>
      {address === undefined || address === unreadable ? (
        <>
          <svg viewBox="0 0 40 40" className="avatar-art">
            {art.blades.map((blade) => (
              <path key={blade} d={blade} />
            ))}
          </svg>
          <span className="avatar-letters">{initialsOf(name)}</span>
        </>
      ) : (
        <img className="avatar-picture" src={address} alt="" onError={() => setUnreadable(address)} />
      )}
    </span>
  );
});
