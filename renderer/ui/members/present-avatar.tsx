/** A picture with a dot that says whether its person is there. The word for it stands beside it. */
import type { PresenceState } from '../../../shared/model/presence.ts';
import { Avatar } from '../primitives/avatar.tsx';
import './present-avatar.css';

type PresentAvatarProps = { id: string; name: string; size?: 'xs' | 's' | 'm' | 'l'; state: PresenceState };

export const PresentAvatar = ({ id, name, size, state }: PresentAvatarProps) => (
  <span className={`present present-${size ?? 'm'}`}>
    <Avatar id={id} name={name} {...(size === undefined ? {} : { size })} />
    <span className={`presence presence-${state}`} aria-hidden />
  </span>
);
