/** Every attack known by name has a test of that name. */
import { expect, test } from 'vitest';

import { ATTACKS } from '../../shared/testing/governance-stories.ts';
import { ATTACKS_FOR_LATER, NAMED_ATTACKS } from '../../shared/testing/named-attacks.ts';
import { YJS_ATTACKS } from '../../shared/testing/yjs-attacks.ts';
import { plain, readTestFiles, type TestFile } from './test-titles.ts';

/** Tables whose names are titles, and the test that runs each of them. */
const TABLES = [
  {
    file: 'shared/governance/attacks.test.ts',
    runs: 'test.each(ATTACKS.map((story) => [story.name, story] as const))(',
    names: ATTACKS.map(({ name }) => name),
  },
  {
    file: 'shared/peer/attacks-on-documents.test.ts',
    runs: "describe.each(YJS_ATTACKS)('$name'",
    names: YJS_ATTACKS.map(({ name }) => name),
  },
] as const;

const titlesOf = (files: readonly TestFile[]): string[] => [
  ...files.flatMap(({ titles }) => titles),
  ...TABLES.flatMap(({ file, runs, names }) =>
    files.some((one) => one.file === file && one.text.includes(runs)) ? names : [],
  ),
];

const untested = (names: readonly string[], titles: readonly string[]): string[] =>
  names.filter((name) => !titles.some((title) => plain(title).includes(plain(name))));

test('each named attack has a test with its name in the title', () => {
  const titles = titlesOf(readTestFiles());
  expect(untested(NAMED_ATTACKS, titles)).toEqual([]);
  for (const [name, reason] of Object.entries(ATTACKS_FOR_LATER)) {
    console.log(`For later: ${name}: ${reason}`);
    expect(untested([name], titles)).toEqual([name]);
  }
});

test('a name that stands in no title, but in a comment or a table that nobody runs, is missed', () => {
  const text = "// offer flood\ntest('another', () => 'offer flood');";
  const files = [{ file: 'shared/x.test.ts', text, titles: ['another'] }];
  expect(untested(['offer flood', 'foreign delete'], titlesOf(files))).toEqual(['offer flood', 'foreign delete']);
});
