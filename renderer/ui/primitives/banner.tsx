import { TriangleAlert, Unplug, X } from 'lucide-react';

import { strings } from '../strings.ts';
import { IconButton } from './button.tsx';
import './banner.css';

type BannerProps = { tone: 'warn' | 'bad'; title: string; text: string; onDismiss?: () => void };

export const Banner = ({ tone, title, text, onDismiss }: BannerProps) => (
  <div className={`banner banner-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    {tone === 'bad' ? <TriangleAlert size={18} aria-hidden /> : <Unplug size={18} aria-hidden />}
    <p className="banner-text">
      <strong>{title}.</strong> {text}
    </p>
    {onDismiss === undefined ? null : (
      <IconButton label={strings.banner.dismiss} icon={<X size={16} aria-hidden />} onClick={onDismiss} />
    )}
  </div>
);
