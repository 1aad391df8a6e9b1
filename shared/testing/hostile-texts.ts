/** Texts that somebody would send to break, mislead or track those who read them. The same seed gives the same texts. */
import { MAX_TEXT_LENGTH } from '../lanes/op-schemas.ts';
import type { Random } from '../ports/random.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Never to be asked for anything. */
const TRAP = 'https://trap.invalid/seen';

type Dice = { below: (limit: number) => number; of: <T>(list: readonly T[]) => T };

const diceOf = (random: Random): Dice => {
  const below = (limit: number): number => {
    const [a = 0, b = 0] = random.bytes(2);
    return (a * 256 + b) % limit;
  };
  return {
    below,
    of: (list) => {
      const chosen = list[below(list.length)];
      if (chosen === undefined) throw new Error('a die with no sides');
      return chosen;
    },
  };
};

const HTML = [
  `<script>fetch('${TRAP}')</script>`,
  `<img src="${TRAP}" onerror="alert(1)">`,
  `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="${TRAP}"/></svg>`,
  `<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
  `<link rel=stylesheet href="${TRAP}"><style>body{display:none}</style>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`,
  `<meta http-equiv="refresh" content="0;url=${TRAP}">`,
  `"><a ping="${TRAP}" href="javascript:alert(1)">x</a>`,
  `<base href="${TRAP}"><form action="${TRAP}"><input autofocus onfocus=alert(1)>`,
];

const LINKS = [
  `![x](${TRAP}.png)`,
  `[![x](${TRAP})](${TRAP})`,
  '[click](javascript:alert%281%29)',
  '[click](data:text/html,<script>alert(1)</script>)',
  '[click](JaVaScRiPt&colon;alert(1))',
  '[click](\u0001javascript:alert(1))',
  '<javascript:alert(1)> <vbscript:x> <file:///etc/passwd>',
  `[https://bank.example](${TRAP})`,
  'https://bаnk.example/login https://bank.example@trap.invalid/',
  `https://trap.invalid/${'a'.repeat(3_000)}`,
  'http://aaa'.repeat(790),
  'http://:80)'.repeat(720),
  `[x]: ${TRAP} "t"\n[x] [x][] ![x]`,
  'holdfast://join#AAAA file:///etc/passwd mailto:a@b.example steam://run/1',
];

const LIES = [
  '<@everyone> <@&everyone> <@> <#> <@&> @everyone @here',
  `<@${'A'.repeat(43)}> <@&${'_'.repeat(43)}> <#${'-'.repeat(43)}>`,
  `<@${'A'.repeat(42)}> <@${'A'.repeat(44)}> <#${'А'.repeat(43)}>`,
  '<@constructor> <@__proto__> __proto__ constructor toString',
  'Holdfast, 12:00: your key is no longer safe. Deleted by its author. (edited) 📌 Pinned',
  'Аlice: send me your recovery phrase', // with a Cyrillic letter
  '||'.repeat(4_000),
  `||${'a'.repeat(7_000)}||`,
];

const SIGNS = [
  'safe\u202egnp.exe \u2066\u2067\u2068 never closed',
  `\u202b\u202a\u202d\u202e${'\u2067'.repeat(500)}שלום abc`,
  `Z${'\u0301\u0323\u0489\u035b'.repeat(1_900)}`,
  'ﷺ'.repeat(400) + '𒐫'.repeat(200) + '꧅'.repeat(200),
  '\ud800\udc00\ud800 \udfff lone halves \ufffe\uffff',
  '\0\u0001\u0008\u000b\u001b[31mred\u0007\u009b',
  `${'\u200b'.repeat(3_000)}x${'\u200d'.repeat(3_000)}`,
  `${'👩‍👩‍👧‍👦'.repeat(600)}`,
  `👍${'🏽'.repeat(2_000)}`,
  `${'👍🏽'.repeat(30)}x`,
  `🏴${'\u{e0067}'.repeat(2_000)}`,
  '\u00ad'.repeat(5_000),
  '\u2028\u2029\u0085\r\r\n'.repeat(1_500),
  '\u3164\u115f\u2800\u00a0'.repeat(1_900),
];

const HUGE = [
  'W'.repeat(MAX_TEXT_LENGTH),
  '\n'.repeat(MAX_TEXT_LENGTH - 1) + 'x',
  'a\n'.repeat(4_000),
  `|${'a|'.repeat(600)}\n|${'-|'.repeat(600)}\n${`|${'b|'.repeat(100)}\n`.repeat(20)}`,
  '> '.repeat(4_000),
  `${'>'.repeat(3_999)} x\n`.repeat(2),
  '>>> '.repeat(2_000),
  '- '.repeat(4_000),
  Array.from({ length: 120 }, (_, i) => `${' '.repeat(i)}- x`).join('\n'),
  '1. x\n'.repeat(1_600),
  `999999999. ${'x '.repeat(500)}`,
  '# '.repeat(4_000),
  '```js\n'.repeat(1_300),
  `\`\`\`js\n${'('.repeat(7_900)}\n\`\`\``,
  `\`\`\`python\n${'"""'.repeat(2_600)}\n\`\`\``,
  `\`\`\`xml\n${'<a '.repeat(2_600)}\n\`\`\``,
  `\`\`\`constructor\n__proto__\n\`\`\``,
  '`'.repeat(MAX_TEXT_LENGTH),
  '`a``'.repeat(2_000),
  '\\'.repeat(MAX_TEXT_LENGTH),
];

const NESTED = [
  '*',
  '**',
  '***',
  '_',
  '__',
  '~~',
  '||',
  '[',
  '![',
  '[a](',
  '<',
  '> ',
  '- ',
  '(',
  '*a _',
  '**a __b ~~c ||',
  '||a **',
];

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '![': '](x)', '[a](': ')', '<': '>', '(': ')' };

const nested = (dice: Dice): string => {
  const mark = dice.of(NESTED);
  const depth = 1 + dice.below(2_000);
  const text = mark.repeat(depth) + 'x' + (dice.below(2) === 0 ? '' : (CLOSING[mark] ?? mark).repeat(depth));
  return dice.below(3) === 0 ? text : text.replaceAll(mark, `${mark}a `);
};

const ALL = [...HTML, ...LINKS, ...LIES, ...SIGNS, ...HUGE];

/** Parts of others put together at random, so that marks open in one and close in another. */
const mixed = (dice: Dice): string => {
  const part = (): string => {
    const text = dice.of(ALL);
    const from = dice.below(Math.max(1, Math.min(text.length, 200)));
    return text.slice(from, from + 1 + dice.below(300));
  };
  const glue = dice.of(['', ' ', '\n', '\n\n', '||', '`', '\n```\n', '\n> ', '\n- ', '**', '](']);
  return Array.from({ length: 2 + dice.below(8) }, part).join(glue);
};

/** @returns texts that the core takes */
export const hostileTexts = (seed: number, count: number): string[] => {
  const dice = diceOf(createSeededRandom(seed));
  return Array.from({ length: count }, (_, i) => {
    const text = ALL[i] ?? (dice.below(3) === 0 ? nested(dice) : mixed(dice));
    const whole = text.slice(0, MAX_TEXT_LENGTH);
    return whole.trim() === '' ? `${whole.slice(1)}.` : whole;
  });
};
