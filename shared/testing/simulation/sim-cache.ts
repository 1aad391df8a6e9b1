/** What the browser's database keeps between starts: the record store and the projection. It may be wiped at any time. */
import { createMemoryPictureStore } from '../../peer/memory-picture-store.ts';
import { createMemoryProjection } from '../../peer/memory-projection.ts';
import type { PictureStore } from '../../ports/picture-store.ts';
import type { Projection, Queries } from '../../ports/projection.ts';
import type { Search } from '../../ports/search.ts';
import type { PageWithBytes, RecordStore, StoredPage, StoredState } from '../../ports/record-store.ts';

export type SimCache = {
  store: RecordStore;
  pictures: PictureStore;
  projection: Projection & Queries & Search;
  pages: () => PageWithBytes[];
  /** Grows with whatever is shown or taken away. */ writes: () => number;
};

export const createSimCache = (): SimCache => {
  let pages = new Map<string, PageWithBytes>();
  let entries: Uint8Array[] = [];
  let journalPosition = 0;
  let writes = 0;
  const load = async (): Promise<StoredState> => ({
    pages: inOrder(pages).map(({ bytes: _bytes, ...page }) => page),
    entries: [...entries],
    journalPosition,
  });
  return {
    projection: counted(createMemoryProjection(), () => void (writes += 1)),
    pictures: createMemoryPictureStore(),
    writes: () => writes,
    pages: () => inOrder(pages),
    store: {
      load,
      save: async (added) => {
        for (const page of added.pages) pages.set(keyOf(page), page);
        entries.push(...added.entries);
        journalPosition = added.journalPosition;
      },
      clear: async () => {
        pages = new Map();
        entries = [];
        journalPosition = 0;
      },
      reader: {
        read: (page) => {
          const held = pages.get(keyOf(page));
          if (held === undefined) throw new Error('the page is not in the store');
          return held.bytes;
        },
        damaged: (page) => {
          throw new Error(`a page is damaged: ${keyOf(page)}`);
        },
      },
    },
  };
};

const counted = (projection: Projection & Queries & Search, count: () => void): Projection & Queries & Search => {
  const noted =
    <Input extends unknown[], Output>(write: (...input: Input) => Output) =>
    (...input: Input): Output => {
      count();
      return write(...input);
    };
  const { setCommunities, setChannels, setMembers, putMessages, forgetFrom, clear } = projection;
  return {
    ...projection,
    setCommunities: noted(setCommunities),
    setChannels: noted(setChannels),
    setMembers: noted(setMembers),
    putMessages: noted(putMessages),
    forgetFrom: noted(forgetFrom),
    clear: noted(clear),
  };
};

const keyOf = ({ community, channel, device, seq }: StoredPage): string =>
  [community, channel, device, String(seq).padStart(9, '0')].join(' ');

/** Of each lane in its order. */
const inOrder = (pages: ReadonlyMap<string, PageWithBytes>): PageWithBytes[] =>
  [...pages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, page]) => page);
