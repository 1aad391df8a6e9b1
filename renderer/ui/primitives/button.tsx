import type { ComponentProps, ReactNode, Ref } from 'react';

import './button.css';

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  /** `danger`: leads to something that destroys. `destroy`: does it. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger' | 'destroy';
  icon?: ReactNode;
  wide?: boolean;
};

export const Button = ({ look = 'plain', icon, wide, children, type = 'button', ...rest }: ButtonProps) => (
  <button type={type} className={`button button-${look}${wide === true ? ' button-wide' : ''}`} {...rest}>
    {icon}
    <span>{children}</span>
  </button>
);

type IconButtonProps = Omit<ComponentProps<'button'>, 'className' | 'children'> & {
  label: string;
  icon: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

/** A square button whose name is spoken and shown on hover. */
export const IconButton = ({ label, icon, type = 'button', ...rest }: IconButtonProps) => (
  <button type={type} className="icon-button" aria-label={label} title={label} {...rest}>
    {icon}
  </button>
);
