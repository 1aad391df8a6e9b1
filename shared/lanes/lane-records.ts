/**
 * The records of one lane, in pages: what is old lies in the record store and is read when it is wanted; what is new is in
 * memory until it is saved and enough of it has gathered.
 */
import type { Crypto } from '../ports/crypto.ts';
import type { PageWithBytes, StoredPage } from '../ports/record-store.ts';
import { contentOf, createFullPages, type FullPages, type Page, type Pages, weightOf } from './full-pages.ts';
import type { LaneName } from './lane-page.ts';
import { lowestIndex } from './lowest-index.ts';
import type { StoredRecord } from './stored-record.ts';

export type LaneRecords = Pick<FullPages, 'at' | 'idAt' | 'segmentAt'> & {
  count: () => number;
  /** Number of the first record whose segment is `segment` or later. Segments only grow along a lane. */
  lowerBound: (segment: number) => number;
  push: (record: StoredRecord) => void;
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

const PAGE_RECORDS = 128;
const PAGE_BYTES = 64 * 1024;

export const createLaneRecords = (crypto: Crypto, lane: LaneName, pages: Pages): LaneRecords => {
  const full = createFullPages(crypto, lane, pages);
  /** What grows: all after the full pages. */
  let hot: StoredRecord[] = [];
  let isHotChanged = false;
  /** `hot` as it was saved last, if that is all of it. */
  let rested: Page | undefined;
  let saving: Page[] = [];

  const at = (seq: number): StoredRecord | undefined => (seq < full.end() ? full.at(seq) : hot[seq - full.end()]);
  const beforeHot = (): StoredRecord | undefined => (hot[0]?.index === 0 ? undefined : at(full.end() - 1));

  /** The last page may have room. */
  const wake = (): void => {
    const open = hot.length === 0 ? full.takeOpen() : undefined;
    if (open === undefined) return;
    hot = open.records;
    isHotChanged = open.isChanged;
  };

  /** What has not grown for a while needs no more than its bytes. */
  const rest = (): void => {
    if (rested === undefined || isHotChanged || hot.length === 0) return;
    full.add(rested);
    hot = [];
    rested = undefined;
  };

  const takeHot = (count: number, isShown: (record: StoredRecord) => boolean): Page[] => {
    const durable = hot.slice(0, Math.max(0, count - full.end()));
    if (!isHotChanged || durable.length === 0) return [];
    const page = full.make(durable, beforeHot(), { isFull: false, isShown: durable.every(isShown) });
    isHotChanged = durable.length < hot.length;
    rested = isHotChanged ? undefined : page;
    return [page];
  };

  return {
    at,
    count: () => full.end() + hot.length,
    idAt: (seq) => (seq < full.end() ? full.idAt(seq) : at(seq)?.id),
    segmentAt: (seq) => (seq < full.end() ? full.segmentAt(seq) : at(seq)?.segment),
    lowerBound: (segment) =>
      full.lowerBound(segment) ?? full.end() + lowestIndex(hot.length, (i) => (hot[i]?.segment ?? 0) >= segment),
    push: (record) => {
      wake();
      hot.push(record);
      isHotChanged = true;
    },
    takeBack: (seq) => void hot.splice(Math.max(0, seq - full.end())),
    setBody: (seq, body) => {
      const record = at(seq);
      if (record === undefined) return false;
      if (seq < full.end()) full.touch(record);
      else isHotChanged = true;
      record.body = body;
      return true;
    },
    fillPages: (count) => {
      for (;;) {
        const length = fullLength(hot, count - full.end());
        if (length === 0) break;
        const records = hot.slice(0, length);
        const info = { ...lane, ...contentOf(records), isFull: true, isShown: false };
        hot = hot.slice(length);
        full.add({ info, bytes: undefined, changed: records });
        rested = undefined;
      }
      if (hot.length === 0) isHotChanged = false;
    },
    adopt: ({ bytes, ...info }) => full.add({ info, bytes, changed: undefined }),
    takeUnsaved: (count, isShown) => {
      rest();
      saving = [...full.takeChanged(isShown), ...takeHot(count, isShown)];
      return saving.flatMap(({ info, bytes }) => (bytes === undefined ? [] : [{ ...info, bytes }]));
    },
    saved: () => {
      if (pages.reader === undefined) return;
      for (const page of saving) if (page.info.isFull && page.changed === undefined) page.bytes = undefined;
      saving = [];
    },
  };
};

/** @returns how many of the first `most` records are enough for a page, or 0 if they are too few */
const fullLength = (records: readonly StoredRecord[], most: number): number => {
  let bytes = 0;
  for (let i = 0; i < Math.min(most, records.length); i += 1) {
    const record = records[i];
    if (record !== undefined) bytes += weightOf(record);
    if (bytes >= PAGE_BYTES || i + 1 >= PAGE_RECORDS) return i + 1;
  }
  return 0;
};
