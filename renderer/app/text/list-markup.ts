/** Lists, from the lines they are written in. What stands further in than a bullet belongs to it. */
import { parseInline } from './inline-markup.ts';
import type { List, ListItem } from './markup.ts';

/** Of lists in lists; what is deeper stands beside the deepest. */
const MAX_LISTS = 6;

/** @property start the number of an ordered list's bullet */
type Bullet = { indent: number; start: number | undefined; text: string };

const BULLET = /^( *)(?:[-*]|(\d{1,9})\.) +(\S.*)$/;

/** @returns the list that begins in line `at`, and the line after it */
export const readList = (lines: readonly string[], at: number): { block: List; next: number } | undefined => {
  const bullets: Bullet[] = [];
  let next = at;
  while (next < lines.length && takeLine(bullets, lines[next] ?? '')) next += 1;
  const [list] = listsOf(bullets, 0);
  return list === undefined ? undefined : { block: list, next };
};

/** @returns whether the line belongs to the list that these bullets begin */
const takeLine = (bullets: Bullet[], line: string): boolean => {
  const bullet = bulletOf(line);
  const last = bullets.at(-1);
  if (bullet !== undefined) {
    const goesOn = continues(bullets[0], bullet);
    if (goesOn) bullets.push(bullet);
    return goesOn;
  }
  if (last === undefined || !/^ {2,}\S/.test(line)) return false;
  last.text += `\n${line.trim()}`;
  return true;
};

const bulletOf = (line: string): Bullet | undefined => {
  const match = BULLET.exec(line);
  if (match === null) return undefined;
  const [, indent = '', number, text = ''] = match;
  return { indent: indent.length, start: number === undefined ? undefined : Number(number), text };
};

/** At the outermost place a bullet of the other kind begins a list of its own. */
const continues = (first: Bullet | undefined, bullet: Bullet): boolean =>
  first === undefined || isInside(bullet, first) || isOrdered(first) === isOrdered(bullet);

const isInside = (bullet: Bullet, first: Bullet): boolean => bullet.indent > first.indent + 1;
const isOrdered = ({ start }: { start: number | undefined }): boolean => start !== undefined;

const listsOf = (bullets: readonly Bullet[], depth: number): List[] => {
  const lists: { start: number | undefined; items: ListItem[] }[] = [];
  for (const { bullet, inside } of groupsOf(bullets, depth)) {
    const item = { children: parseInline(bullet.text), lists: listsOf(inside, depth + 1) };
    const last = lists.at(-1);
    if (last !== undefined && isOrdered(last) === isOrdered(bullet)) last.items.push(item);
    else lists.push({ start: bullet.start, items: [item] });
  }
  return lists.map(({ start, items }) => ({ kind: 'list', items, ...(start === undefined ? {} : { start }) }));
};

type Group = { bullet: Bullet; inside: Bullet[] };

const groupsOf = (bullets: readonly Bullet[], depth: number): Group[] => {
  const [first] = bullets;
  const groups: Group[] = [];
  for (const bullet of bullets) {
    const last = groups.at(-1);
    if (first !== undefined && last !== undefined && depth < MAX_LISTS && isInside(bullet, first)) {
      last.inside.push(bullet);
    } else groups.push({ bullet, inside: [] });
  }
  return groups;
};
