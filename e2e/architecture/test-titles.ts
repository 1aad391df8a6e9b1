/** The titles of all tests, read from the sources: what stands first in test(…), it(…), describe(…) and their tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['shared', 'renderer', 'electron', 'e2e'];
const TEST_FILE = /\.(test|spec)\.tsx?$/;
const MAKES_A_TEST = /^(test|it|describe)\b/;

export type TestFile = { file: string; text: string; titles: readonly string[] };

export const readTestFiles = (): TestFile[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && TEST_FILE.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  ).map((path) => {
    const text = readFileSync(path, 'utf8');
    return { file: relative(ROOT, path).split(sep).join('/'), text, titles: titlesIn(path, text) };
  });

const titlesIn = (path: string, text: string): string[] => {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const title =
      ts.isCallExpression(node) && MAKES_A_TEST.test(node.expression.getText()) ? node.arguments[0] : undefined;
    if (title !== undefined && ts.isStringLiteralLike(title)) titles.push(title.text);
    else if (title !== undefined && ts.isTemplateExpression(title)) titles.push(title.getText().slice(1, -1));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return titles;
};

/** As one types it: the apostrophe of a keyboard. */
export const plain = (text: string): string => text.replaceAll('’', "'");
