/** For what is placed by numbers or moved by arrows, in a window that may be mirrored. Everything else says start and end in CSS. */
type Box = { left: number; right: number };

export const isMirrored = (): boolean => document.dir === 'rtl';

/** @returns where a sheet begins that stands at the start of this, or further in */
export const startOf = ({ left, right }: Box, further = 0, mirrored = isMirrored()): number =>
  mirrored ? right - further : left + further;

/** @returns where a sheet of this width begins that ends where this does */
export const endOf = ({ left, right }: Box, width: number, mirrored = isMirrored()): number =>
  mirrored ? left + width : right - width;

/** @returns the left edge of what begins there */
export const leftOf = (start: number, width: number, mirrored = isMirrored()): number =>
  mirrored ? start - width : start;

/** @returns the key that means the same in a window that is not mirrored */
export const unmirrored = (key: string, mirrored = isMirrored()): string => {
  if (!mirrored) return key;
  if (key === 'ArrowLeft') return 'ArrowRight';
  return key === 'ArrowRight' ? 'ArrowLeft' : key;
};
