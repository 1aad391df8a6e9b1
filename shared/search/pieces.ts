/**
 * Text → what can be found in it. A piece is a word, or a run of signs of a script that puts no spaces between words
 * (Chinese, Japanese, Korean, Thai, …; pictures such as emoji too). Case, width and accents are folded away.
 */
import { withoutMentions } from '../model/mentions.ts';

export type Piece = { text: string; isRun: boolean };

/** @property from,to where each sign of the piece stands in the text that was cut, in UTF-16 units */
export type PlacedPiece = Piece & { signs: readonly { text: string; from: number; to: number }[] };

type Sign = { text: string; kind: 'word' | 'run' | 'gap' };

/** @returns the pieces in their order */
export const piecesOf = (text: string): Piece[] => {
  if (isAscii(text)) {
    return (
      withoutMentions(text)
        .toLowerCase()
        .match(/[a-z\d]+/g) ?? []
    ).map((word) => ({ text: word, isRun: false }));
  }
  return placedPiecesOf(text).map(({ text: piece, isRun }) => ({ text: piece, isRun }));
};

/** The same pieces with where they stand; slower. */
export const placedPiecesOf = (text: string): PlacedPiece[] => {
  const pieces: PlacedPiece[] = [];
  let signs: { text: string; from: number; to: number }[] = [];
  let kind: Sign['kind'] = 'gap';
  const end = (): void => {
    if (kind !== 'gap') pieces.push({ text: signs.map((sign) => sign.text).join(''), isRun: kind === 'run', signs });
    signs = [];
  };
  for (const match of withoutMentions(text).matchAll(CLUSTER)) {
    const sign = signOf(match[0]);
    if (sign.kind !== kind) end();
    ({ kind } = sign);
    if (kind !== 'gap') signs.push({ text: sign.text, from: match.index, to: match.index + match[0].length });
  }
  end();
  return pieces;
};

/** The signs of a run, each with the marks that stand on it. */
export const signsOf = (run: string): string[] => run.match(SIGN) ?? [];

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** Jamo that make up syllables together; else one sign with the marks on it. A mark on nothing stands alone. */
const CLUSTER = /[\u1100-\u11ff]+|\P{M}[\p{M}\uff9e\uff9f]*|\p{M}/gu;

/** In folded text, where syllables are put together already. */
const SIGN = /\P{M}\p{M}*|\p{M}/gu;

/** Not so the marks and punctuation of any script. */
const SAYS_SOMETHING = /^[\p{L}\p{N}\p{Extended_Pictographic}]/u;

const RUN =
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{Extended_Pictographic}]/u;

/** Accents of Latin, Greek and Cyrillic; vowel signs of Hebrew and Arabic; how emoji are to be drawn. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]|[\ufe0e\ufe0f]/g;

/** Letters that people leave out or spell otherwise, and that no normal form takes apart. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ı: 'i',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
};
const SPELLED_OTHERWISE = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'g');

/** Together a few MB at most: clusters may be as long as a message, and longer ones are hardly met twice. */
const KNOWN_SIGNS = 20_000;
const KNOWN_LENGTH = 16;
const known = new Map<string, Sign>();

const signOf = (cluster: string): Sign => {
  const held = known.get(cluster);
  if (held !== undefined) return held;
  const sign = foldSign(cluster);
  if (known.size >= KNOWN_SIGNS) known.clear();
  if (cluster.length <= KNOWN_LENGTH) known.set(cluster, sign);
  return sign;
};

const foldSign = (cluster: string): Sign => {
  const folded = cluster.normalize('NFKC').toLowerCase().normalize('NFD').replace(ACCENTS, '').normalize('NFC');
  // some single signs stand for several words
  const text = folded.replace(/\s+/g, '').replace(SPELLED_OTHERWISE, (letter) => SPELLED[letter] ?? letter);
  if (!SAYS_SOMETHING.test(text)) return { text, kind: 'gap' };
  return { text, kind: RUN.test(text) ? 'run' : 'word' };
};
