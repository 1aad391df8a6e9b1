/**
 * Crockford's base32, for codes that people read out, type or photograph: upper case only, so that a QR code takes it in
 * its alphanumeric mode, and without letters that look like digits. What is easily mistaken is read as what was meant.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const MEANT: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

export const toBase32 = (bytes: Uint8Array): string => {
  let out = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET[(held >> bits) & 31] ?? '';
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? out + (ALPHABET[(held << (5 - bits)) & 31] ?? '') : out;
};

/** @returns the bytes, or undefined if the text is not what `toBase32` writes, but for case and likeness */
export const fromBase32 = (text: string): Uint8Array | undefined => {
  const out = new Uint8Array(Math.floor((text.length * 5) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text.toUpperCase()) {
    const value = ALPHABET.indexOf(MEANT[letter] ?? letter);
    if (value < 0) return undefined;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out[at] = held >> bits;
    at += 1;
    held &= (1 << bits) - 1;
  }
  return bits < 5 && held === 0 ? out : undefined;
};
