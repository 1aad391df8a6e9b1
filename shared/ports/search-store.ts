/** Where the parts of the search index are kept. All of it can be made anew from the messages. */

/** One sorted, finished part of the index. */
export type RunHead = {
  id: number;
  /** How many texts it has; numbers of places and postings are below it. */
  docs: number;
  channels: readonly string[];
  /** The first term of each block. */
  terms: readonly string[];
  /** The clock of the first place of each page. */
  pages: readonly string[];
  /** The clock of its newest text. */
  last: string;
};

export type PackedRun = { head: Omit<RunHead, 'id'>; blocks: readonly Uint8Array[]; pages: readonly Uint8Array[] };

/** `blocks` hold terms with their postings, `pages` where messages stand. */
export type PartKind = 'blocks' | 'pages';

export type ChangedRun = { [Kind in PartKind]: ReadonlyMap<number, Uint8Array> } & Partial<Pick<RunHead, 'terms'>>;

export type SearchStore = {
  heads: () => Promise<RunHead[]>;
  /** @returns undefined for a part that is not there (any more) */
  read: (kind: PartKind, run: number, numbers: readonly number[]) => Promise<(Uint8Array | undefined)[]>;
  /** In one step: adds a run, takes others away, and forgets that these entries of the log were to do. */
  replace: (change: { add?: PackedRun; remove: readonly number[]; done: readonly number[] }) => Promise<void>;
  /** In one step: other bytes for parts that are there, and other first terms of its blocks. */
  rewrite: (run: number, changed: ChangedRun) => Promise<void>;
};
