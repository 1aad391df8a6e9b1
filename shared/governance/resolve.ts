/** The resolver for a set that is given at once. */
import type { CommunityId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Operation } from './operation.ts';
import { parentsFirst } from './parents-first.ts';
import type { Plant } from './plant.ts';
import { createResolver, type Resolver } from './resolver.ts';

/**
 * @param operations any order; parents that are missing make an operation, and what follows from it, wait
 * @param options for tests only: a planted bug
 */
export const resolve = (
  crypto: Crypto,
  community: CommunityId,
  operations: Iterable<Operation>,
  options: { plant?: Plant } = {},
): Resolver => {
  const resolver = createResolver(crypto, community, options);
  const ordered = parentsFirst(operations);
  const isFirst = (operation: Operation): boolean => (operation.id as string) === (community as string);
  for (const operation of ordered.filter(isFirst)) resolver.add(operation);
  for (const operation of ordered) resolver.add(operation);
  return resolver;
};
