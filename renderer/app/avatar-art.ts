/** A picture that follows from an id alone, so that everybody sees the same one for the same member. */
export type AvatarArt = {
  /** 0 to AVATAR_HUES - 1; colours are in the tokens. */
  hue: number;
  /** Three kelp blades in a 40 × 40 box, as SVG paths. */
  blades: readonly string[];
};

export const AVATAR_HUES = 10;

export const avatarArt = (id: string): AvatarArt => {
  const numbers = numbersFrom(id);
  const pick = (index: number, from: number, to: number): number => from + ((numbers[index] ?? 0) % (to - from + 1));
  const blades = [0, 1, 2].map((blade) => {
    const at = 1 + blade * 4;
    const root = pick(at, 4, 12) + blade * 11;
    const lean = pick(at + 1, -12, 12);
    const height = pick(at + 2, 6, 24);
    const width = pick(at + 3, 5, 9);
    const tip = root + lean;
    return (
      `M${root - width} 42 C${root - width + lean} 30 ${tip - width} ${height + 10} ${tip} ${height} ` +
      `C${tip + width} ${height + 10} ${root + width + lean} 30 ${root + width} 42 Z`
    );
  });
  return { hue: pick(0, 0, AVATAR_HUES - 1), blades };
};

/** One or two letters for a name, by what a reader would call letters. */
export const initialsOf = (name: string): string => {
  const words = name.split(/[\s\-_.]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.map((word) => word.match(/[\p{L}\p{N}]\p{M}*/u)?.[0] ?? '');
  const picked = letters.length > 1 ? [letters[0], letters[letters.length - 1]] : letters;
  return picked.map(capital).join('') || '?';
};

/** A letter whose capital would be two (ß, ﬁ) stays as it is. */
const capital = (letter = ''): string => {
  const upper = letter.toUpperCase();
  return upper.length > letter.length ? letter : upper;
};

/** FNV-1a, continued once per number: enough to spread colours, and no secret depends on it. */
const numbersFrom = (text: string): number[] => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return Array.from({ length: 16 }, (_, index) => {
    hash = Math.imul(hash ^ index, 0x01000193) >>> 0;
    return (hash >>> 7) & 0xffff;
  });
};
