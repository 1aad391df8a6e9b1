import { createHash } from 'node:crypto';

/** Of texts in any order. */
export const digestOf = (texts: readonly string[]): { count: number; digest: string } => ({
  count: texts.length,
  digest: createHash('sha256').update(texts.toSorted().join('\n')).digest('hex'),
});
