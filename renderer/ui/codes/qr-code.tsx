/** A QR code as one path: no markup is made of text, and the CSP has nothing to object to. */
import { useMemo } from 'react';
import { encode } from 'uqr';

import './qr-code.css';

type QrCodeProps = { text: string; label: string };

/** Readers want a quiet margin of four modules. */
const MARGIN = 4;

export const QrCode = ({ text, label }: QrCodeProps) => {
  const { path, size } = useMemo(() => draw(text), [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  );
};

/** One run of dark modules after the other. */
const draw = (text: string): { path: string; size: number } => {
  const { data, size } = encode(text, { ecc: 'M', border: MARGIN });
  const path = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark && row[x - 1] !== true ? [`M${x} ${y}h${runFrom(row, x)}v1H${x}z`] : [])),
  );
  return { path: path.join(''), size };
};

const runFrom = (row: readonly boolean[], from: number): number => {
  const end = row.indexOf(false, from);
  return (end < 0 ? row.length : end) - from;
};
