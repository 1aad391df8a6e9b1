/**
 * A map that is never changed: `set` gives a new one that shares almost everything with the old. The resolver keeps the
 * state after every operation, and 20,000 copies of a map would not fit. A trie over four bits of each character.
 */
const WIDTH = 16;
const LEAF = 8;
const MAX_DEPTH = 44;

type Entry<V> = readonly [string, V];
type Leaf<V> = { kind: 'leaf'; entries: readonly Entry<V>[] };
type Branch<V> = { kind: 'branch'; children: readonly (Trie<V> | undefined)[] };
type Trie<V> = Leaf<V> | Branch<V>;

export class Table<K extends string, V> {
  readonly size: number;
  readonly #root: Trie<V>;

  private constructor(root: Trie<V>, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<K extends string, V>(): Table<K, V> {
    return new Table<K, V>({ kind: 'leaf', entries: [] }, 0);
  }

  get(key: K): V | undefined {
    let node: Trie<V> | undefined = this.#root;
    for (let depth = 0; node !== undefined && node.kind === 'branch'; depth += 1)
      node = node.children[slot(key, depth)];
    return node?.entries.find(([held]) => held === key)?.[1];
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  set(key: K, value: V): Table<K, V> {
    return new Table<K, V>(put(this.#root, [key, value], 0), this.size + (this.has(key) ? 0 : 1));
  }

  *entries(): IterableIterator<[K, V]> {
    for (const [key, value] of walk(this.#root)) yield [key as K, value];
  }

  *keys(): IterableIterator<K> {
    for (const [key] of walk(this.#root)) yield key as K;
  }

  *values(): IterableIterator<V> {
    for (const [, value] of walk(this.#root)) yield value;
  }
}

const slot = (key: string, depth: number): number => (depth < key.length ? key.charCodeAt(depth) & (WIDTH - 1) : 0);

const put = <V>(node: Trie<V> | undefined, entry: Entry<V>, depth: number): Trie<V> => {
  if (node === undefined) return { kind: 'leaf', entries: [entry] };
  if (node.kind === 'branch') {
    const at = slot(entry[0], depth);
    return { kind: 'branch', children: node.children.with(at, put(node.children[at], entry, depth + 1)) };
  }
  const others = node.entries.filter(([key]) => key !== entry[0]);
  if (others.length < LEAF || depth >= MAX_DEPTH) return { kind: 'leaf', entries: [...others, entry] };
  const empty: Branch<V> = { kind: 'branch', children: Array.from({ length: WIDTH }, () => undefined) };
  return [...others, entry].reduce<Trie<V>>((trie, each) => put(trie, each, depth), empty);
};

function* walk<V>(node: Trie<V>): IterableIterator<Entry<V>> {
  if (node.kind === 'leaf') yield* node.entries;
  else for (const child of node.children) if (child !== undefined) yield* walk(child);
}
