/** What `npm run journal` is told on its command line. */
export type JournalCommand =
  { kind: 'help' } | { kind: 'verify' | 'stats'; profile: string } | { kind: 'export'; profile: string; to: string };

export const HELP = `Looks at what a profile has stored: npm run journal -- verify|stats|export PROFILE-DIR …

  verify PROFILE-DIR         looks at every bit and says what is damaged; ends with 1 if anything is
  stats PROFILE-DIR          entries, bytes, files, kinds and communities
  export PROFILE-DIR TO-DIR  writes every entry, decrypted, into TO-DIR/entries.jsonl

PROFILE-DIR is the folder with “journal” and “secrets” in it. The profile must not be open. Nothing in it is changed.
More: docs/journal.md.`;

/** @throws with a message for people when an argument makes no sense */
export const readJournalArguments = ([kind, profile, to, ...more]: readonly string[]): JournalCommand => {
  if (kind === undefined || kind === '--help' || kind === 'help') return { kind: 'help' };
  if (kind !== 'verify' && kind !== 'stats' && kind !== 'export')
    throw new Error(`There is no “${kind}”: say verify, stats or export. --help says more.`);
  if (profile === undefined) throw new Error(`Say which profile: npm run journal -- ${kind} PROFILE-DIR`);
  if (kind !== 'export') {
    if (to !== undefined) throw new Error(`${kind} takes one folder, not two.`);
    return { kind, profile };
  }
  if (to === undefined || more.length > 0)
    throw new Error('Say where to: npm run journal -- export PROFILE-DIR TO-DIR');
  return { kind, profile, to };
};
