/** A QR code as the outline of its dark modules, for an SVG path. */
import { encodeQR } from 'qr';

export type QrPath = {
  /** In modules, margin included. */
  size: number;
  path: string;
  /** 1 to 40; each has four modules a side more than the one before. */
  version: number;
};

/** Readers want a quiet margin of four modules. */
const MARGIN = 4;

export const qrPath = (text: string): QrPath => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: MARGIN });
  const runs = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark && row[x - 1] !== true ? [`M${x} ${y}h${runFrom(row, x)}v1H${x}z`] : [])),
  );
  return { size: rows.length, path: runs.join(''), version: (rows.length - 2 * MARGIN - 17) / 4 };
};

const runFrom = (row: readonly boolean[], from: number): number => row.indexOf(false, from) - from;
