/** One hash for everything that was resolved: replicas with equal heads must have equal digests (SY, DESIGN 4.2). */
import { encodeUtf8 } from 'lib0/string';

import { toBase64Url } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Resolution } from './resolution.ts';
import { Table } from './table.ts';

/** 32 bytes. Sees every field of the state and every void operation; not the order in which anything came. */
export const digestOf = (crypto: Crypto, resolution: Resolution): Uint8Array =>
  crypto.hash(inDomain('holdfast/resolved/1', encodeUtf8(JSON.stringify(canonical(resolution)))));

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

/** Keys sorted, tables as lists of pairs, bytes as text. Lists keep their order: the resolver decides it. */
const canonical = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return toBase64Url(value);
  if (value instanceof Table) return [...value.entries()].toSorted(byName).map(([key, held]) => [key, canonical(held)]);
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.entries(value)
    .toSorted(byName)
    .map(([key, held]) => [key, canonical(held)]);
};
