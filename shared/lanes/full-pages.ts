/** Pages of one lane that do not grow any more, or not now: in the record store, or on their way to it. */
import { equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { PageReader, RecordStore, StoredPage } from '../ports/record-store.ts';
import { framesOf, readLastSegment, readPage, writePage } from './lane-page.ts';
import type { LaneName } from './lane-runs.ts';
import { lowestIndex } from './lowest-index.ts';
import type { PageCache } from './page-cache.ts';
import type { StoredRecord } from './stored-record.ts';

/** `store`: where pages go. */
export type Pages = { cache: PageCache; store: Pick<RecordStore, 'reader' | 'isVolatile'> };

/**
 * @property bytes undefined where the record store has them @property changed its records, where they are not what the bytes
 * say any more
 */
export type Page = { info: StoredPage; bytes: Uint8Array | undefined; changed: StoredRecord[] | undefined };

export type FullPages = {
  /** Number of the first record after them. */
  end: () => number;
  at: (seq: number) => StoredRecord | undefined;
  /** Sooner than the record itself where it is the last of a page. */
  idAt: (seq: number) => Uint8Array | undefined;
  segmentAt: (seq: number) => number | undefined;
  /** Number of the first record whose segment is `segment` or later; undefined if all are earlier. */
  lowerBound: (segment: number) => number | undefined;
  /** The page that begins with a record, as lane frames, if it is stored and its records are as they were saved. */
  framesAt: (seq: number) => StoredFrames | undefined;
  /** Records of the last segment; undefined where more than that would have to be read for them. */
  newest: () => StoredRecord[] | undefined;
  /** A record is about to change. */
  touch: (record: StoredRecord) => void;
  add: (page: Page) => void;
  /** The last one, if it has room: it is not here any more then. */
  takeOpen: () => { records: StoredRecord[]; isChanged: boolean } | undefined;
  /** Those whose records are not what was saved, with bytes. */
  takeChanged: (isShown: (record: StoredRecord) => boolean) => Page[];
};

/** @property count how many records are in them */
export type StoredFrames = { frames: Uint8Array[]; count: number };

type PageState = Pick<StoredPage, 'isFull' | 'isShown'>;

export const createFullPages = (crypto: Crypto, { cache, store: { reader } }: Pages): FullPages => {
  const list: Page[] = [];
  const changed = new Set<Page>();

  const recordsOf = (page: Page): StoredRecord[] =>
    page.changed ?? cache.get(page.info, () => readAll(crypto, reader, page));
  const pageOf = (seq: number): Page | undefined => list[lowestIndex(list.length, (i) => endOf(list[i]) > seq)];
  const at: FullPages['at'] = (seq) => {
    const page = pageOf(seq);
    return page && recordsOf(page)[seq - page.info.seq];
  };
  return {
    at,
    end: () => endOf(list.at(-1)),
    idAt: (seq) => {
      const page = pageOf(seq);
      return endOf(page) === seq + 1 ? page?.info.head : at(seq)?.id;
    },
    segmentAt: (seq) => {
      const page = pageOf(seq);
      const isAlike = endOf(page) === seq + 1 || page?.info.firstSegment === page?.info.lastSegment;
      return isAlike ? page?.info.lastSegment : at(seq)?.segment;
    },
    lowerBound: (segment) => {
      const page = list[lowestIndex(list.length, (i) => (list[i]?.info.lastSegment ?? 0) >= segment)];
      if (page === undefined || page.info.firstSegment >= segment) return page?.info.seq;
      const records = recordsOf(page);
      return page.info.seq + lowestIndex(records.length, (i) => (records[i]?.segment ?? 0) >= segment);
    },
    framesAt: (seq) => framesFrom(seq, reader, pageOf(seq)),
    newest: () => lastSegmentIn(crypto, reader, list.at(-1)),
    touch: ({ envelope }) => {
      const page = pageOf(envelope.seq);
      if (page !== undefined) changed.add(Object.assign(page, { changed: recordsOf(page) }));
    },
    add: (page) => {
      list.push(page);
      if (page.changed !== undefined) changed.add(page);
    },
    takeOpen: () => {
      const last = list.at(-1);
      if (last === undefined || last.info.isFull) return undefined;
      const taken = { records: recordsOf(last).slice(), isChanged: last.changed !== undefined };
      changed.delete(last);
      list.pop();
      return taken;
    },
    takeChanged: (isShown) => {
      const taken = [...changed];
      changed.clear();
      for (const page of taken) {
        const records = recordsOf(page);
        const before = page.info.seq === 0 || records[0]?.index === 0 ? undefined : at(page.info.seq - 1);
        const { isFull } = page.info;
        Object.assign(page, makePage(crypto, page.info, records, before, { isFull, isShown: records.every(isShown) }));
        cache.put(page.info, records);
      }
      return taken;
    },
  };
};

const NOTHING = new Uint8Array(0);

const framesFrom = (seq: number, reader: PageReader | undefined, page: Page | undefined): StoredFrames | undefined => {
  if (page === undefined || page.info.seq !== seq || page.changed !== undefined) return undefined;
  const frames = framesOf(page.bytes ?? bytesFrom(reader, page.info));
  return frames && { frames, count: page.info.count };
};

const lastSegmentIn = (crypto: Crypto, reader: PageReader | undefined, page: Page | undefined) => {
  if (page === undefined || page.changed !== undefined) return undefined;
  const records = readLastSegment(crypto, page.info, page.bytes ?? bytesFrom(reader, page.info));
  return equalBytes(records?.at(-1)?.id ?? NOTHING, page.info.head) ? records : undefined;
};

const readAll = (crypto: Crypto, reader: PageReader | undefined, { info, bytes }: Page): StoredRecord[] => {
  const records = readPage(crypto, info, bytes ?? bytesFrom(reader, info));
  if (records?.length === info.count && equalBytes(records.at(-1)?.id ?? NOTHING, info.head)) return records;
  reader?.damaged(info);
  throw new Error('a page of stored records is damaged');
};

/** @param before the record that the first one follows, where that is not the first of its segment */
export const makePage = (
  crypto: Crypto,
  { community, channel, device }: LaneName,
  records: readonly StoredRecord[],
  before: StoredRecord | undefined,
  state: PageState,
): Page => ({
  info: { community, channel, device, ...contentOf(records), ...state },
  bytes: writePage(crypto, { community, channel, device }, records, before),
  changed: undefined,
});

/** Its bytes are made when it is saved. */
export const unsavedPage = (lane: LaneName, records: StoredRecord[]): Page => ({
  info: { ...lane, ...contentOf(records), isFull: true, isShown: false },
  bytes: undefined,
  changed: records,
});

/** @throws if there are no records */
const contentOf = (records: readonly StoredRecord[]): Omit<StoredPage, keyof LaneName | keyof PageState> => {
  const [first] = records;
  const last = records.at(-1);
  if (first === undefined || last === undefined) throw new Error('a page has a record at least');
  return {
    seq: first.envelope.seq,
    count: records.length,
    head: last.id,
    firstSegment: first.segment,
    lastSegment: last.segment,
    bodiless: records.flatMap(({ body, envelope }) => (body === undefined ? [envelope.seq] : [])),
    size: records.reduce((sum, record) => sum + weightOf(record), 0),
  };
};

export const weightOf = ({ bytes, body }: StoredRecord): number => bytes.length + (body?.length ?? 0);

const bytesFrom = (reader: PageReader | undefined, info: StoredPage): Uint8Array => {
  if (reader === undefined) throw new Error('a page was stored and cannot be read');
  return reader.read(info);
};

const endOf = (page: Page | undefined): number => (page === undefined ? 0 : page.info.seq + page.info.count);
