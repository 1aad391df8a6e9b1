/**
 * Bugs that tests plant in the resolver, to see that they would be caught. The product has no way to pass one: only
 * `PeerTesting` (shared/peer/peer-testing.ts) does, and nothing but tests has that.
 */
export const PLANTS = [
  'arrival-order',
  'rank-not-strict',
  'judged-now',
  'no-strong-remove',
  'concurrent-re-add',
  'admissions-erased',
  'witness-knew',
  'witness-of-any-rank',
  'uses-not-counted',
  'fork-voids-revocations',
  'void-supports',
  'gives-more-than-own',
  'anyone-rotates',
  'no-quota',
  'owner-leaves',
  'weak-keys',
  'demotion-forgotten',
  'lowest-rank-first',
] as const;

export type Plant = (typeof PLANTS)[number];
