/**
 * A community's segment documents, and before each lane's folded part its hot tail: durable records that wait until
 * enough have gathered, because a document that takes records one by one copies its whole lane each time.
 */
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { foldTail, type HotTail, isFull, newTail, pushRecord, tailRun } from './hot-tail.ts';
import type { FreshRecord } from './lane.ts';
import type { LaneRun } from './lane-frame.ts';
import type { LanePlace } from './record.ts';
import { createSegmentDocument, type SegmentDocument } from './segment-document.ts';

export type SegmentShelf = {
  /** Takes durable records, in the order of their lane. */
  add: (place: LanePlace, fresh: readonly FreshRecord[]) => void;
  /** Takes a run that the record store has already. */
  adopt: (place: LanePlace, fresh: readonly FreshRecord[]) => void;
  /** Envelopes of a lane's records from index `from` up to, not including, `to`. */
  envelopes: (place: LanePlace, from: number, to: number) => Uint8Array[];
  /**
   * What the record store lacks since the last call. A run that begins where an earlier one began replaces it: it is the
   * same hot tail, grown.
   */
  takeChanged: () => LaneRun[];
  /** The body of a record went, or came: its run is to be stored again. */
  touch: (place: LanePlace, index: number) => void;
  /** Folded runs that were touched since the last call; the lanes have their bodies. */
  takeTouched: () => TouchedRun[];
  /** Keeps only the first `count` records of a lane in a segment; the rest was never said, as far as this goes. */
  truncate: (place: LanePlace, count: number) => void;
  /** Undefined while nothing was folded. */
  document: (channel: ChannelId, segment: number) => SegmentDocument | undefined;
  dispose: () => void;
};

export type TouchedRun = Omit<LaneRun, 'bodies'>;

export const createSegmentShelf = (crypto: Crypto): SegmentShelf => {
  const documents = new Map<string, SegmentDocument>();
  const tails = new Map<string, HotTail>();
  let finished: LaneRun[] = [];
  /** The runs' beginnings, by lane and segment. */
  const touched = new Map<HotTail, Set<number>>();

  const documentOf = (channel: ChannelId, segment: number): SegmentDocument => {
    const key = `${channel} ${segment}`;
    const document = documents.get(key) ?? createSegmentDocument(crypto);
    documents.set(key, document);
    return document;
  };
  const tailOf = (place: LanePlace): HotTail => {
    const key = tailKey(place.channel, place.segment, place.device);
    const tail = tails.get(key) ?? newTail(place);
    tails.set(key, tail);
    return tail;
  };
  /** A document cannot give records back, so it is made anew: of each lane what its tail says is folded. */
  const rebuild = (channel: ChannelId, segment: number): void => {
    const before = documentOf(channel, segment);
    documents.delete(`${channel} ${segment}`);
    for (const { place, folded } of tails.values()) {
      if (place.channel !== channel || place.segment !== segment || folded === 0) continue;
      documentOf(channel, segment).fold(place, 0, before.envelopes(place.device, 0, folded));
    }
    before.dispose();
  };
  const foldedRun = (tail: HotTail, from: number): TouchedRun => {
    const { place, folded, starts } = tail;
    const to = starts.find((start) => start > from) ?? folded;
    return { place, from, envelopes: documentOf(place.channel, place.segment).envelopes(place.device, from, to) };
  };
  const fold = (tail: HotTail): void => foldTail(tail, documentOf(tail.place.channel, tail.place.segment));

  return {
    add: (place, fresh) => {
      const tail = tailOf(place);
      for (const each of fresh) {
        pushRecord(tail, each);
        tail.isChanged = true;
        if (!isFull(tail)) continue;
        finished.push(tailRun(tail));
        fold(tail);
      }
    },
    adopt: (place, fresh) => {
      const tail = tailOf(place);
      // a stored run that another one follows is complete
      if (tail.hot.length > 0) fold(tail);
      for (const each of fresh) pushRecord(tail, each);
      if (isFull(tail)) fold(tail);
    },
    envelopes: (place, from, to) => {
      const tail = tailOf(place);
      const cold =
        from < tail.folded
          ? documentOf(place.channel, place.segment).envelopes(place.device, from, Math.min(to, tail.folded))
          : [];
      const hot = tail.hot.slice(Math.max(0, from - tail.folded), Math.max(0, to - tail.folded));
      return [...cold, ...hot.map(({ bytes }) => bytes)];
    },
    truncate: (place, count) => {
      const tail = tailOf(place);
      if (count >= tail.folded) {
        tail.hot = tail.hot.slice(0, count - tail.folded);
        tail.bytes = tail.hot.reduce((sum, { record, bytes }) => sum + bytes.length + (record.body?.length ?? 0), 0);
        return;
      }
      tail.hot = [];
      tail.bytes = 0;
      tail.folded = count;
      tail.starts = tail.starts.filter((start) => start < count);
      rebuild(place.channel, place.segment);
    },
    touch: (place, index) => {
      const tail = tailOf(place);
      const start = index < tail.folded ? tail.starts.findLast((from) => from <= index) : undefined;
      if (start === undefined) tail.isChanged = true;
      else touched.set(tail, (touched.get(tail) ?? new Set()).add(start));
    },
    takeTouched: () => {
      const runs = [...touched].flatMap(([tail, starts]) => [...starts].map((from) => foldedRun(tail, from)));
      touched.clear();
      return runs.filter(({ envelopes }) => envelopes.length > 0);
    },
    takeChanged: () => {
      const runs = finished;
      finished = [];
      for (const tail of tails.values()) {
        if (tail.isChanged) runs.push(tailRun(tail));
        tail.isChanged = false;
      }
      return runs;
    },
    document: (channel, segment) => documents.get(`${channel} ${segment}`),
    dispose: () => documents.forEach((document) => document.dispose()),
  };
};

const tailKey = (channel: ChannelId, segment: number, device: DeviceId): string => `${channel} ${segment} ${device}`;
