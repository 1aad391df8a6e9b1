/**
 * Every emoji with its name, words to find it by, and short codes; made once, from data that is loaded when it is first asked
 * for. Names and codes are those that people know from Discord and Slack.
 */
import { oneEmoji } from '../one-emoji.ts';

export type EmojiEntry = {
  emoji: string;
  name: string;
  group: EmojiGroup;
  codes: readonly string[];
  /** In lower case, to look in. */
  words: string;
  /** With skin tones from light to dark, where it has any. */
  tones: readonly string[];
};

export const EMOJI_GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;
export type EmojiGroup = (typeof EMOJI_GROUPS)[number];

export type EmojiBook = {
  /** In the order of Unicode. */
  all: readonly EmojiEntry[];
  byCode: ReadonlyMap<string, EmojiEntry>;
  /** Without its skin tone too. */
  byEmoji: ReadonlyMap<string, EmojiEntry>;
};

/** As emojibase-data has it. */
export type RawEmoji = {
  unicode: string;
  label: string;
  hexcode: string;
  group?: number;
  order?: number;
  tags?: readonly string[];
  skins?: readonly { unicode: string; hexcode: string }[];
};
export type RawCodes = Readonly<Record<string, string | readonly string[]>>;

export const createEmojiBook = (raw: readonly RawEmoji[], rawCodes: RawCodes): EmojiBook => {
  const all = raw
    .flatMap((one) => (isOfGroup(one.group) ? [{ ...one, group: one.group }] : []))
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((one) => entryOf(one, rawCodes[one.hexcode] ?? []))
    // all but one, which is a letter
    .filter(({ emoji }) => oneEmoji(emoji) !== undefined);
  return {
    all,
    byCode: new Map(all.flatMap((entry) => entry.codes.map((code) => [code, entry]))),
    byEmoji: new Map(all.flatMap((entry) => [entry.emoji, ...entry.tones].map((emoji) => [emoji, entry]))),
  };
};

const isOfGroup = (group: number | undefined): group is EmojiGroup => EMOJI_GROUPS.some((one) => one === group);

const entryOf = (
  { unicode, label, group, tags = [], skins = [] }: RawEmoji & { group: EmojiGroup },
  codes: string | readonly string[],
): EmojiEntry => {
  const list = typeof codes === 'string' ? [codes] : codes;
  return {
    emoji: asTyped(unicode),
    name: label,
    group,
    codes: list,
    words: [label, ...list, ...tags].join(' ').toLowerCase(),
    tones: TONES.flatMap((tone) => {
      const skin = skins.find(({ hexcode }) => isOfTone(hexcode, tone));
      return skin === undefined ? [] : [asTyped(skin.unicode)];
    }),
  };
};

/** As keyboards write it: the data asks for a picture (U+FE0F) also where that needs no asking. */
const asTyped = (emoji: string): string => (IS_EMOJI.test(emoji) ? emoji : emoji.replaceAll('\ufe0f', ''));

const IS_EMOJI = new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v');

const TONES = ['1F3FB', '1F3FC', '1F3FD', '1F3FE', '1F3FF'] as const;

/** Of people who hold hands, both. */
const isOfTone = (hexcode: string, tone: string): boolean => {
  const tones = hexcode.split('-').filter((part) => TONES.some((one) => one === part));
  return tones.length > 0 && tones.every((one) => one === tone);
};

/** @param tone 0 is yellow, 1 to 5 from light to dark */
export const inTone = ({ emoji, tones }: EmojiEntry, tone: number): string => tones[tone - 1] ?? emoji;

/** The best first: what is called so, then what begins so, then what has it in its words. */
export const findEmoji = ({ all }: EmojiBook, typed: string, limit: number): EmojiEntry[] => {
  const wanted = typed
    .toLowerCase()
    .split(/[\s_:]+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const whole = wanted.join('_');
  const ranked: { entry: EmojiEntry; rank: number }[] = [];
  for (const entry of all) {
    if (!wanted.every((word) => beginsWordIn(entry.words, word))) continue;
    ranked.push({ entry, rank: rankOf(entry, whole) });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ entry }) => entry);
};

const rankOf = ({ codes, name }: EmojiEntry, whole: string): number => {
  if (codes.includes(whole)) return 0;
  if (codes.some((code) => code.startsWith(whole))) return 1;
  return name.startsWith(whole.replaceAll('_', ' ')) ? 2 : 3;
};

const beginsWordIn = (words: string, word: string): boolean => {
  const at = words.indexOf(word);
  return at === 0 || (at > 0 && (/[ _-]/.test(words[at - 1] ?? '') || words.includes(` ${word}`)));
};

/** Short codes that were typed in full become what they stand for, but not in code. */
export const withEmoji = (text: string, seen: string, { byCode }: EmojiBook, tone: number): string => {
  let done = '';
  let at = 0;
  for (const match of seen.matchAll(/:([a-z0-9_+-]{2,48}):/g)) {
    const entry = byCode.get(match[1] ?? '');
    if (entry === undefined) continue;
    done += text.slice(at, match.index) + inTone(entry, tone);
    at = match.index + match[0].length;
  }
  return done + text.slice(at);
};
