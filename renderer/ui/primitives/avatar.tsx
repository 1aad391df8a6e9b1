/** A member's or community's picture, drawn from its id. Decoration: the name always stands beside it in words. */
import { memo } from 'react';

import { avatarArt, initialsOf } from '../../app/avatar-art.ts';
import './avatar.css';

type AvatarProps = { id: string; name: string; size?: 'xs' | 's' | 'm' | 'l'; shape?: 'round' | 'square' };

export const Avatar = memo(({ id, name, size = 'm', shape = 'round' }: AvatarProps) => {
  const art = avatarArt(id);
  return (
    <span className={`avatar avatar-${size} avatar-${shape} hue-${art.hue}`} aria-hidden>
      <svg viewBox="0 0 40 40" className="avatar-art">
        {art.blades.map((blade) => (
          <path key={blade} d={blade} />
        ))}
      </svg>
      <span className="avatar-letters">{initialsOf(name)}</span>
    </span>
  );
});
