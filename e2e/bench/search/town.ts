/** A town that talks: messages with words as often as people use them (Zipf), some in Chinese, some with links. */
import { channelId, communityId, deviceId, memberId, recordId } from '../../../shared/base/ids.ts';
import type { MessageView } from '../../../shared/model/views.ts';
import { createDice } from '../../../shared/testing/simulation/dice.ts';

const WORDS = 60_000;
const SIGNS = 2_500;
const CHANNELS = 20;
const AUTHORS = 50;

/** The commonest is number 0. */
export const wordAt = (rank: number): string => {
  const consonants = 'bcdfghjklmnprstvwz';
  const vowels = 'aeiou';
  let rest = rank + 90;
  let word = '';
  while (rest > 0) {
    word += (consonants[rest % 18] ?? '') + (vowels[Math.floor(rest / 18) % 5] ?? '');
    rest = Math.floor(rest / 90);
  }
  return word;
};

export const signAt = (rank: number): string => String.fromCodePoint(0x4e00 + ((rank * 7) % 20_000));

/** Few are drawn often, many seldom. */
const createZipf = (count: number): ((share: number) => number) => {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) {
    sum += 1 / (rank + 1);
    sums[rank] = sum;
  }
  return (share) => {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < share * sum) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};

const bytes = (kind: number, n: number): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) =>
    i === 0 ? kind : i < 5 ? (n >>> (8 * (i - 1))) & 255 : (i * 37 + n * 11) & 255,
  );

export const TOWN = communityId(bytes(1, 0));
export const channelAt = (n: number) => channelId(bytes(2, n));
export const authorAt = (n: number) => memberId(bytes(3, n));

const START = Date.UTC(2020, 0, 1);
/** From one message to the next. */
export const TOWN_STEP_MS = 150_000;

export type TownSize = { channels: number; authors: number };
export const TOWN_SIZE: TownSize = { channels: CHANNELS, authors: AUTHORS };

/** @returns what was said, the oldest first, part by part */
export function* townMessages(count: number, part: number, size = TOWN_SIZE): Generator<MessageView[]> {
  const { below } = createDice(7);
  const dice = (): number => below(2 ** 24) / 2 ** 24;
  const word = createZipf(WORDS);
  const sign = createZipf(SIGNS);
  const channels = Array.from({ length: size.channels }, (_, n) => channelAt(n));
  const authors = Array.from({ length: size.authors }, (_, n) => ({
    author: authorAt(n),
    device: deviceId(bytes(4, n)),
  }));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(dice() ** 2 * list.length)] as T;
  const say = (): string => {
    if (dice() < 0.05) return Array.from({ length: 6 + Math.floor(dice() * 20) }, () => signAt(sign(dice()))).join('');
    const words = Array.from({ length: 3 + Math.floor(dice() * 16) }, () => wordAt(word(dice())));
    if (dice() < 0.03) words.push(`https://${wordAt(word(dice()))}.example/${Math.floor(dice() * 1e6)}`);
    return words.join(' ');
  };
  let list: MessageView[] = [];
  for (let n = 0; n < count; n += 1) {
    const record = recordId(bytes(5, n));
    const { author, device } = pick(authors);
    const sentAt = START + n * TOWN_STEP_MS;
    const sortKey = `${sentAt.toString(16).padStart(12, '0')}0000.${record}.0`;
    const id = `${record}.0`;
    const said = {
      id,
      record,
      community: TOWN,
      channel: pick(channels),
      author,
      authorName: `Member ${author.slice(0, 6)}`,
      device,
      seq: n,
    };
    list.push({ ...said, text: say(), sentAt, sortKey });
    if (list.length < part) continue;
    yield list;
    list = [];
  }
  if (list.length > 0) yield list;
}

/** What is looked for, some of each kind; words differ so that nothing is answered from a cache of the last answer. */
export const townQueries = (each: number): Record<string, string[]> => {
  const made = (make: (n: number) => string): string[] => Array.from({ length: each }, (_, n) => make(n));
  return {
    common: made((n) => `${wordAt(n)} `),
    middle: made((n) => `${wordAt(1_000 + n * 13)} `),
    rare: made((n) => `${wordAt(40_000 + n * 211)} `),
    absent: made((n) => `${wordAt(WORDS + 500 + n * 97)}x `),
    twoWords: made((n) => `${wordAt(40 + n)} ${wordAt(400 + n * 3)} `),
    twoRare: made((n) => `${wordAt(2_000 + n * 31)} ${wordAt(3_000 + n * 17)} `),
    begun: made((n) => wordAt(5_000 + n * 101).slice(0, 3)),
    chinese: made((n) => signAt(n * 5) + signAt(n * 3 + 1)),
  };
};
