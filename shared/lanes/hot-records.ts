/** A lane's newest records: in memory until they are saved and enough of them has gathered for a page. */
import type { Crypto } from '../ports/crypto.ts';
import { type FullPages, makePage, type Page, unsavedPage, weightOf } from './full-pages.ts';
import type { LaneName } from './lane-runs.ts';
import type { StoredRecord } from './stored-record.ts';

export type HotRecords = {
  list: () => readonly StoredRecord[];
  push: (record: StoredRecord) => void;
  /** Keeps only so many. */
  cut: (length: number) => void;
  /** One of them is about to change. */
  touch: () => void;
  /** Of the first `durable` what is enough becomes full pages. */
  fillPages: (durable: number) => void;
  /** What has not grown since it was saved needs no more than its bytes. */
  rest: () => void;
  /**
   * The first `durable`, if they are not what was saved.
   * @param before gives the record that the first one follows
   */
  take: (
    durable: number,
    before: () => StoredRecord | undefined,
    isShown: (record: StoredRecord) => boolean,
  ) => Page | undefined;
};

const PAGE_RECORDS = 128;
const PAGE_BYTES = 64 * 1024;

/** @param full those before */
export const createHotRecords = (crypto: Crypto, lane: LaneName, full: FullPages): HotRecords => {
  let hot: StoredRecord[] = [];
  let isChanged = false;
  /** Of all of them, while it is known: most often they are too few for a page, and are not looked at one by one. */
  let weight: number | undefined;
  /** As they were saved last, if that is all of them. */
  let rested: Page | undefined;

  /** The last page may have room. */
  const wake = (): void => {
    const open = hot.length === 0 ? full.takeOpen() : undefined;
    if (open === undefined) return;
    hot = open.records;
    weight = undefined;
    ({ isChanged } = open);
  };

  return {
    list: () => hot,
    push: (record) => {
      wake();
      hot.push(record);
      if (weight !== undefined) weight += weightOf(record);
      isChanged = true;
    },
    cut: (length) => {
      hot.splice(Math.max(0, length));
      weight = undefined;
    },
    touch: () => {
      isChanged = true;
      weight = undefined;
    },
    fillPages: (durable) => {
      let left = durable;
      weight ??= weigh(hot);
      const isEnough = hot.length >= PAGE_RECORDS || weight >= PAGE_BYTES;
      for (let length = isEnough ? fullLength(hot, left) : 0; length > 0; length = fullLength(hot, left)) {
        full.add(unsavedPage(lane, hot.splice(0, length)));
        left -= length;
        weight = undefined;
        rested = undefined;
      }
      if (hot.length === 0) isChanged = false;
    },
    rest: () => {
      if (rested === undefined || isChanged || hot.length === 0) return;
      full.add(rested);
      hot = [];
      weight = undefined;
      rested = undefined;
    },
    take: (durable, before, isShown) => {
      const records = hot.slice(0, Math.max(0, durable));
      if (!isChanged || records.length === 0) return undefined;
      const state = { isFull: false, isShown: records.every(isShown) };
      const page = makePage(crypto, lane, records, records[0]?.index === 0 ? undefined : before(), state);
      isChanged = records.length < hot.length;
      rested = isChanged ? undefined : page;
      return page;
    },
  };
};

const weigh = (records: readonly StoredRecord[]): number => records.reduce((sum, record) => sum + weightOf(record), 0);

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
