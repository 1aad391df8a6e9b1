/**
 * The records of one lane, in pages: what is old lies in the record store and is read when it is wanted; what is new is in
 * memory until it is saved and enough of it has gathered.
 */
import type { Crypto } from '../ports/crypto.ts';
import type { PageWithBytes, StoredPage } from '../ports/record-store.ts';
import { createFullPages, type FullPages, type Page, type Pages } from './full-pages.ts';
import { createHotRecords, type HotRecords } from './hot-records.ts';
import type { LaneName } from './lane-runs.ts';
import { lowestIndex } from './lowest-index.ts';
import type { StoredRecord } from './stored-record.ts';

export type LaneRecords = Pick<FullPages, 'at' | 'idAt' | 'segmentAt' | 'framesAt'> &
  Pick<HotRecords, 'push'> & {
    count: () => number;
    /** Number of the first record whose segment is `segment` or later. Segments only grow along a lane. */
    lowerBound: (segment: number) => number;
    /** The last records below `count` that are of one segment, ascending; not all of them where they are more than `most`. */
    newest: (count: number, most: number) => StoredRecord[];
    /** Takes back what is not on the disk, from `seq` on. */
    takeBack: (seq: number) => void;
    /** @returns false if there is no such record */
    setBody: (seq: number, body: Uint8Array | undefined) => boolean;
    /** Everything below `count` is on the disk: what is enough for pages becomes pages. */
    fillPages: (count: number) => void;
    /** A page of the record store, which follows what is here. */
    adopt: (page: StoredPage & { bytes?: Uint8Array }) => void;
    /**
     * What the record store lacks since the last call, of what is on the disk.
     * @param isShown of a record: it does not wait for governance or a key
     */
    takeUnsaved: (count: number, isShown: (record: StoredRecord) => boolean) => PageWithBytes[];
    /** What was taken is saved. */
    saved: () => void;
  };

export const createLaneRecords = (crypto: Crypto, lane: LaneName, pages: Pages): LaneRecords => {
  const full = createFullPages(crypto, pages);
  const hot = createHotRecords(crypto, lane, full);
  let saving: Page[] = [];
  const hotAt = (seq: number): StoredRecord | undefined => hot.list()[seq - full.end()];
  const at = (seq: number): StoredRecord | undefined => (seq < full.end() ? full.at(seq) : hotAt(seq));
  return {
    at,
    count: () => full.end() + hot.list().length,
    idAt: (seq) => (seq < full.end() ? full.idAt(seq) : hotAt(seq)?.id),
    segmentAt: (seq) => (seq < full.end() ? full.segmentAt(seq) : hotAt(seq)?.segment),
    lowerBound: (segment) => {
      const list = hot.list();
      return (
        full.lowerBound(segment) ?? full.end() + lowestIndex(list.length, (i) => (list[i]?.segment ?? 0) >= segment)
      );
    },
    framesAt: full.framesAt,
    newest: (count, most) =>
      (hot.list().length === 0 && count === full.end() ? full.newest() : undefined) ?? lastSegmentOf(at, count, most),
    push: hot.push,
    takeBack: (seq) => hot.cut(seq - full.end()),
    setBody: (seq, body) => {
      const record = at(seq);
      if (record === undefined) return false;
      if (seq < full.end()) full.touch(record);
      else hot.touch();
      record.body = body;
      return true;
    },
    fillPages: (count) => hot.fillPages(count - full.end()),
    adopt: ({ bytes, ...info }) => full.add({ info, bytes, changed: undefined }),
    takeUnsaved: (count, isShown) => {
      hot.rest();
      saving = full.takeChanged(isShown);
      const grown =
        pages.store.isVolatile === true ? undefined : hot.take(count - full.end(), () => at(full.end() - 1), isShown);
      if (grown !== undefined) saving.push(grown);
      return saving.flatMap(({ info, bytes }) => (bytes === undefined ? [] : [{ ...info, bytes }]));
    },
    saved: () => {
      if (pages.store.reader === undefined) return;
      for (const page of saving) if (page.changed === undefined) page.bytes = undefined;
      saving = [];
    },
  };
};

const lastSegmentOf = (at: LaneRecords['at'], count: number, most: number): StoredRecord[] => {
  const records: StoredRecord[] = [];
  for (let record = at(count - 1); record !== undefined; record = at(record.envelope.seq - 1)) {
    if (records.length === most || record.segment !== (records[0] ?? record).segment) break;
    records.push(record);
  }
  return records.reverse();
};
