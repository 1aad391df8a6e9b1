/** Bugs that a test can plant in a peer, to see that they would be caught. The product has no way to ask for one. */
export const PEER_PLANTS = [
  'cuts-not-applied',
  'limits-forgotten-at-start',
  'sends-to-the-removed',
  'removed-are-not-told',
  'forks-not-proven',
  'forked-key-kept',
  'records-judged-now',
  'seals-under-any-key',
  'nobody-makes-keys',
  'governance-by-arrival',
  'keys-not-shared',
  'devices-not-introduced',
  'leaving-not-told',
  'chains-by-length',
  'forgets-when-joining-again',
  'sent-before-fsync',
] as const;

export type PeerPlant = (typeof PEER_PLANTS)[number];
