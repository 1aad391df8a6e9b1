/**
 * Crockford's base32, for codes that people read out, type or photograph: upper case only, so that a QR code takes it in
 * its alphanumeric mode, and without letters that look like digits. What is easily mistaken is read as what was meant.
 */
import { base32crockford } from '@scure/base';

export const toBase32 = (bytes: Uint8Array): string => base32crockford.encode(bytes);

/** @returns the bytes, or undefined if the text is not what `toBase32` writes, but for case and likeness */
export const fromBase32 = (text: string): Uint8Array | undefined => {
  try {
    return base32crockford.decode(text);
  } catch {
    return undefined; // another letter, or more bits than bytes
  }
};
