/** What a record's body says: one or more ops, as JSON, at most 32 KiB, 64 ops, depth 6. Unknown kinds have no effect. */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';
import { z } from 'zod';

import { isKnownKind, type KnownOp, MAX_OPS, opSchemas } from './op-schemas.ts';
import { MAX_BODY_PLAINTEXT } from './record.ts';

z.config({ jitless: true });

const MAX_DEPTH = 6;

export type Op = KnownOp | { kind: 'unknown' };

const listSchema = z
  .array(z.looseObject({ kind: z.string().min(1).max(64) }))
  .min(1)
  .max(MAX_OPS);

export const writeOps = (ops: readonly KnownOp[]): Uint8Array => encodeUtf8(JSON.stringify(ops));

/** @returns undefined if the plaintext is not a list of ops, or an op of a known kind breaks its schema */
export const readOps = (plaintext: Uint8Array): Op[] | undefined => {
  if (plaintext.length > MAX_BODY_PLAINTEXT || nestingOf(plaintext) > MAX_DEPTH) return undefined;
  const list = listSchema.safeParse(parseJson(plaintext));
  if (!list.success) return undefined;
  const ops: Op[] = [];
  for (const item of list.data) {
    const op = readOp(item);
    if (op === undefined) return undefined;
    ops.push(op);
  }
  return ops;
};

const readOp = (item: { kind: string }): Op | undefined =>
  isKnownKind(item.kind) ? opSchemas[item.kind].safeParse(item).data : { kind: 'unknown' };

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch {
    return undefined; // not UTF-8 or not JSON: not ops
  }
};

/** Counted before parsing, without recursion. Brackets in strings count too unless skipped, so strings are skipped. */
const nestingOf = (json: Uint8Array): number => {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let i = 0; i < json.length; i += 1) {
    const byte = json[i];
    if (inText && byte === 0x5c) i += 1;
    else if (byte === 0x22) inText = !inText;
    else if (!inText && (byte === 0x5b || byte === 0x7b)) deepest = Math.max(deepest, (depth += 1));
    else if (!inText && (byte === 0x5d || byte === 0x7d)) depth -= 1;
  }
  return deepest;
};
