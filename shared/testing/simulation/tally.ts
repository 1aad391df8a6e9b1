/** What a run did. A simulation that did nothing finds nothing, so none of these may be zero over all seeds. */
const KINDS = [
  'posts saved',
  'posts refused',
  'joins',
  'invites',
  'kicks',
  'bans',
  'unbans',
  'leaves',
  'roles made, changed or deleted',
  'roles given or taken',
  'channels made',
  'channels archived',
  'announcement channels',
  'invites revoked',
  'owners changed',
  'profiles changed',
  'acts refused',
  'keys made by hand',
  'epochs',
  'devices linked',
  'devices removed by hand',
  'backups restored',
  'forks proven',
  'lanes cut or ended by a fork',
  'devices re-keyed',
  'lies of a hostile member',
  'operations without effect',
  'crashes',
  'crashes that lost unsynced entries',
  'crashes that kept a part of them',
  'crashes that wiped the cache',
  'link cuts',
  'partitions',
  'times offline',
  'appends refused by a full disk',
  'clocks set wrong',
  'frames of a hostile member',
  'hostile links dropped',
  'frames of strangers',
  'strangers refused',
  'documents compared',
  'replicas judged',
] as const;

export type Kind = (typeof KINDS)[number];

export type Tally = { note: (kind: Kind, count?: number) => void; counts: () => Record<Kind, number> };

export const createTally = (): Tally => {
  const counts = new Map<Kind, number>();
  return {
    note: (kind, count = 1) => void counts.set(kind, (counts.get(kind) ?? 0) + count),
    counts: () => Object.fromEntries(KINDS.map((kind) => [kind, counts.get(kind) ?? 0])) as Record<Kind, number>,
  };
};

/** What never happened. */
export const neverDone = (counts: Readonly<Record<Kind, number>>): Kind[] => KINDS.filter((kind) => counts[kind] === 0);
