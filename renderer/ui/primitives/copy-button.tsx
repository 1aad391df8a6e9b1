import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';
import { Button } from './button.tsx';

type CopyButtonProps = { text: string; label: string; primary?: boolean; disabled?: boolean };

const SHOWN_MS = 2_000;

/** Copies and says so, to eyes and to screen readers. */
export const CopyButton = ({ text, label, primary, disabled }: CopyButtonProps) => {
  const { services, announcement } = useApp();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state !== 'copied') return undefined;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => {
    const copied = await services.copyText(text).then(
      () => true,
      () => false,
    );
    setState(copied ? 'copied' : 'failed');
    announcement.set(copied ? strings.copied : strings.copyFailed);
  };
  return (
    <>
      {state === 'failed' ? <p className="field-note field-error">{strings.copyFailed}</p> : null}
      <Button
        look={primary === true ? 'primary' : 'plain'}
        disabled={disabled}
        icon={state === 'copied' ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        onClick={() => drop(copy(), 'copying', services.report)}
      >
        {state === 'copied' ? strings.copied : label}
      </Button>
    </>
  );
};
