import { TriangleAlert, Unplug, X } from 'lucide-react';
import type { ReactNode } from 'react';

import { strings } from '../strings.ts';
import { IconButton } from './button.tsx';
import './banner.css';

/** `calm`: something to know of that is no emergency. */
type BannerProps = {
  tone: 'calm' | 'bad';
  title: string;
  text: string;
  /** What can be done about it. */
  children?: ReactNode;
  onDismiss?: () => void;
};

export const Banner = ({ tone, title, text, children, onDismiss }: BannerProps) => (
  <div className={`banner banner-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    {tone === 'bad' ? <TriangleAlert size={18} aria-hidden /> : <Unplug size={18} aria-hidden />}
    <p className="banner-text">
      <strong>{title}.</strong> {text}
    </p>
    {children}
    {onDismiss === undefined ? null : (
      <IconButton label={strings.banner.dismiss} icon={<X size={16} aria-hidden />} onClick={onDismiss} />
    )}
  </div>
);
