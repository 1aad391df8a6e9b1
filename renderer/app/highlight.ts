/** Colours for code. Loaded when the first code with a language is shown. */
import { common, createLowlight } from 'lowlight';

import { createMemory } from './text/memory.ts';
import { MAX_NODES } from './text/parse-markup.ts';

export type CodeStyle = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'plain';
export type CodePart = { text: string; style: CodeStyle };

const lowlight = createLowlight(common);

type Coloured = readonly CodePart[] | undefined;

const memory = createMemory<Coloured>({ count: 200, weight: 20 * MAX_NODES }, (parts) => parts?.length ?? 1);

/** @returns the same text in parts; undefined if the language is not known, or they are too many to be drawn */
export const highlight = (language: string, text: string): Coloured =>
  lowlight.registered(language) ? memory(`${language}\n${text}`, () => colour(language, text)) : undefined;

const colour = (language: string, text: string): Coloured => {
  const parts: CodePart[] = [];
  for (const node of lowlight.highlight(language, text).children) addParts(parts, node, 'plain');
  return parts.length > MAX_NODES ? undefined : parts;
};

type Node = ReturnType<typeof lowlight.highlight>['children'][number];

const addParts = (parts: CodePart[], node: Node, style: CodeStyle): void => {
  if (node.type === 'text') {
    const last = parts.at(-1);
    if (last?.style === style) parts[parts.length - 1] = { text: last.text + node.value, style };
    else parts.push({ text: node.value, style });
  } else if (node.type === 'element') {
    const named = styleOf(node.properties['className']) ?? style;
    for (const child of node.children) addParts(parts, child, named);
  }
};

const STYLES: Readonly<Record<string, CodeStyle>> = {
  keyword: 'keyword',
  'selector-tag': 'keyword',
  operator: 'keyword',
  deletion: 'keyword',
  string: 'string',
  regexp: 'string',
  addition: 'string',
  'meta-string': 'string',
  char: 'string',
  number: 'number',
  literal: 'number',
  symbol: 'number',
  bullet: 'number',
  comment: 'comment',
  quote: 'comment',
  meta: 'comment',
  doctag: 'comment',
  title: 'name',
  section: 'name',
  name: 'name',
  type: 'name',
  class: 'name',
  built_in: 'name',
  attr: 'name',
  attribute: 'name',
  property: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  'template-variable': 'number',
  variable: 'number',
};

const styleOf = (classes: unknown): CodeStyle | undefined => {
  const [first] = Array.isArray(classes) ? classes : [];
  const name = String(first).replace(/^hljs-/, '');
  return Object.hasOwn(STYLES, name) ? STYLES[name] : undefined;
};
