/** Takes what was said at chosen places out of a run, words and all: what was purged must not stay on the disk. */
import type { RunHead, SearchStore } from '../ports/search-store.ts';
import { readParts } from './find-in-run.ts';
import { decodePage, encodePage, type Place } from './places.ts';
import { packPostings, unpackPostings } from './postings.ts';
import { seal } from './sealed-part.ts';
import { createBlockWriter, readBlock } from './term-blocks.ts';

/** Blocks that are read, changed and written in one go: others get their turn in between. */
const BLOCKS_AT_ONCE = 32;

export const eraseFromRun = async (
  store: Pick<SearchStore, 'read' | 'rewrite'>,
  head: RunHead,
  isChosen: (place: Place) => boolean,
): Promise<void> => {
  const { gone, pages } = await placesWithout(store, head, isChosen);
  if (gone.size === 0) return;
  const firsts: (string | undefined)[] = [...head.terms];
  for (let from = 0; from < firsts.length; from += BLOCKS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(BLOCKS_AT_ONCE, firsts.length - from) }, (_, i) => from + i);
    const parts = await readParts(store, 'blocks', head.id, numbers);
    const blocks = new Map<number, Uint8Array>();
    for (const [i, part] of parts.entries()) {
      const { first, changed } = blockWithout(part, head.docs, gone);
      firsts[from + i] = first;
      if (changed !== undefined) blocks.set(from + i, seal(changed));
    }
    if (blocks.size > 0) await store.rewrite(head.id, { blocks, pages: new Map(), terms: termsFrom(firsts) });
  }
  // last, so that a crash before it leaves the place to be found again
  await store.rewrite(head.id, { blocks: new Map(), pages });
};

/** An emptied block has no term of its own. With that of the next one all stay in order, and no word of it is kept. */
const termsFrom = (firsts: readonly (string | undefined)[]): string[] => {
  let next = AFTER_ALL;
  return firsts
    .toReversed()
    .map((first) => (next = first ?? next))
    .toReversed();
};

/** No term begins with this. */
const AFTER_ALL = '\uffff';

const placesWithout = async (
  store: Pick<SearchStore, 'read'>,
  head: RunHead,
  isChosen: (place: Place) => boolean,
): Promise<{ gone: Set<number>; pages: Map<number, Uint8Array> }> => {
  const gone = new Set<number>();
  const changed = new Map<number, Uint8Array>();
  const channels = new Map(head.channels.map((channelKey, i) => [channelKey, i]));
  // a number beyond all channels is read as none
  channels.set('', head.channels.length);
  const parts = await readParts(store, 'pages', head.id, [...head.pages.keys()]);
  let number = 0;
  for (const [page, part] of parts.entries()) {
    const before = gone.size;
    const places = decodePage(part, head.channels).map((place) => {
      const isGone = place.channelKey !== '' && isChosen(place);
      if (isGone) gone.add(number);
      number += 1;
      return isGone ? { ...place, channelKey: '' } : place;
    });
    if (gone.size > before) changed.set(page, seal(encodePage(places, channels)));
  }
  return { gone, pages: changed };
};

/** @property first undefined if no term is left @property changed undefined if it stays as it is */
const blockWithout = (
  block: Uint8Array,
  docs: number,
  gone: ReadonlySet<number>,
): { first: string | undefined; changed: Uint8Array | undefined } => {
  const writer = createBlockWriter(Number.POSITIVE_INFINITY);
  let isChanged = false;
  let first: string | undefined;
  readBlock(block, (entry) => {
    const numbers = unpackPostings(entry, docs);
    const left = numbers.filter((number) => !gone.has(number));
    if (left.length > 0) first ??= entry.term;
    if (left.length === numbers.length) return writer.add(entry);
    isChanged = true;
    if (left.length > 0) writer.add({ term: entry.term, ...packPostings(left, docs) });
  });
  return { first, changed: isChanged ? (writer.take('end')[0]?.bytes ?? new Uint8Array(0)) : undefined };
};
