/**
 * Every attack that we know by name. Each has a test whose title holds the name as it stands here;
 * e2e/architecture/attacks.test.ts looks for it, and prints what is for later, with the reason.
 */
export const NAMED_ATTACKS: readonly string[] = [
  // on shared documents
  'foreign delete',
  'map override',
  'client-id theft',
  'equivocation',
  'withheld-clock bomb',
  'delete-set bomb',
  'GC run of 2^52',
  'deep nesting',
  '100,000 root types',
  // on presence
  'presence spoof',
  'presence exhaustion',
  'presence flood',
  // on who said it and who may
  'forged authorship',
  'unauthorised rotation',
  'bad signature upgraded to verified',
  'self-admission',
  'two plaintexts for one ciphertext',
  'back-dated record after a ban',
  'mutual removal',
  'concurrent re-add',
  "self-equivocation to void one's own ban",
  'invite over-use',
  'admissions erased by a back-dated ban',
  'a clock ten years ahead',
  // on what was said
  'replay across channel',
  'replay across segment',
  'replay across community',
  'replay across epoch',
  'body stripped by a relay',
  'signature reuse across protocols',
  'small-order key',
  'R = identity',
  // on links
  'garbage on the topic',
  'reflected handshake',
  'handshake relayed by a third party',
  'DTLS fingerprint swap',
  'offer flood',
  'slow-loris channel',
  'unbounded buffering',
  // on resources and eyes
  'cyclic references',
  'graph blow-up',
  'decompression bomb',
  'homoglyph and duplicate names',
];

/** Those against what is not built yet. */
export const ATTACKS_FOR_LATER: Readonly<Record<string, string>> = {
  'right-to-left file names':
    'nothing has a file name yet: it comes with files. Names of people, communities, roles and channels cannot turn the ' +
    'direction of reading already.',
};
