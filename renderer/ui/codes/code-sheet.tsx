/** A code to pass on: to photograph, to copy, or to read out. */
import type { ReactNode } from 'react';

import { CopyButton } from '../primitives/copy-button.tsx';
import { TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { QrCode } from './qr-code.tsx';
import './code-sheet.css';

type CodeSheetProps = { code: string; label: string; hint: string; picture: string; children?: ReactNode };

export const CodeSheet = ({ code, label, hint, picture, children }: CodeSheetProps) => (
  <div className="code-sheet">
    <QrCode text={code} label={picture} />
    <div className="code-words">
      <TextArea
        label={label}
        hint={hint}
        value={inGroups(code)}
        maxLength={4096}
        rows={9}
        mono
        readOnly
        data-testid="code"
        onText={() => undefined}
      />
      <div className="code-copy">
        <CopyButton primary label={strings.codes.copy} text={code} />
      </div>
      {children}
    </div>
  </div>
);

/** So that it can be read out and compared; whoever types it may leave the spaces out. */
const inGroups = (code: string): string => {
  const end = code.indexOf(':') + 1;
  return `${code.slice(0, end)} ${code.slice(end).replaceAll(/(.{4})(?=.)/g, '$1 ')}`;
};
