/** A name for somebody who has not given one, made from who they are: the same every time, and no real name of theirs. */
import type { MemberId } from '../../shared/base/ids.ts';

/** @param words two lists; one of each is taken */
export const proposedName = (
  member: MemberId,
  [first, second]: readonly [readonly string[], readonly string[]],
): string => {
  const number = (from: number): number =>
    Array.from(member.slice(from, from + 8)).reduce(
      (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003,
      7,
    );
  return `${first[number(0) % first.length] ?? ''} ${second[number(8) % second.length] ?? ''}`.trim();
};
