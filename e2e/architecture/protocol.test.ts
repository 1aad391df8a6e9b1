/** docs/protocol.md and the tests name each other's rules. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { DOMAINS } from '../../shared/base/domain.ts';
import { bodies } from '../../shared/governance/operation-body.ts';
import { opSchemas } from '../../shared/lanes/op-schemas.ts';
import { readTestFiles } from './test-titles.ts';

const RULE = /\b[A-Z]{2}-\d+\b/g;
const DEFINED = /^- \*\*([A-Z]{2}-\d+)\*\*/gm;

const protocol = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const [rules = ''] = protocol.split('\n## Known gaps');
const defined = [...rules.matchAll(DEFINED)].flatMap(([, rule]) => rule ?? []);
const sections = new Set(defined.map((rule) => rule.slice(0, 2)));

/** Rules that the text names, where the two letters are those of a section. */
const namedIn = (text: string): string[] => (text.match(RULE) ?? []).filter((rule) => sections.has(rule.slice(0, 2)));
/** In brackets it is meant as a rule, whatever the letters. */
const bracketedIn = (text: string): string[] =>
  [...text.matchAll(/\[([A-Z]{2}-\d+)\]/g)].flatMap(([, rule]) => rule ?? []);

test('each rule stands once in docs/protocol.md, and each that a test cites is there', () => {
  expect(defined.length).toBeGreaterThan(80);
  expect(defined.filter((rule, at) => defined.indexOf(rule) !== at)).toEqual([]);
  const cited = readTestFiles().flatMap(({ file, titles }) =>
    titles.flatMap((title) => [...namedIn(title), ...bracketedIn(title)]).map((rule) => ({ file, rule })),
  );
  expect(cited.length).toBeGreaterThan(10);
  expect(cited.filter(({ rule }) => !defined.includes(rule))).toEqual([]);
});

test('most rules are cited by the title of a test; those that are not are printed', () => {
  const cited = new Set(readTestFiles().flatMap(({ titles }) => titles.flatMap(namedIn)));
  const uncited = defined.filter((rule) => !cited.has(rule));
  console.log(`${uncited.length} of ${defined.length} rules are cited by no test title: ${uncited.join(', ')}`);
  expect(uncited.length).toBeLessThan(defined.length / 2);
});

test('a second client finds every label, kind of operation and kind of op there', () => {
  const labels = DOMAINS.map((domain) => domain.split('/')[1] ?? '');
  const isThere = (name: string): boolean => rules.includes(name) || rules.includes(`\`-${name.split('-').at(-1)}\``);
  const kinds = [...Object.keys(bodies), ...Object.keys(opSchemas).map((kind) => `"${kind}"`)];
  expect([...labels, ...kinds].filter((name) => !isThere(name))).toEqual([]);
});
