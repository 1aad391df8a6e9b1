/**
 * One community on one machine, given operations and frames one by one in any order: what the runtime does with them, but
 * for links and keys. What it holds can be compared byte for byte with what another one holds.
 */
import { toHex } from '../base/bytes.ts';
import type { ChannelId } from '../base/ids.ts';
import type { Operation } from '../governance/operation.ts';
import type { Lane } from '../lanes/lane.ts';
import { readLaneFrame, writeLaneFrame } from '../lanes/lane-frame.ts';
import { createSegmentDocument, type SegmentDocument } from '../lanes/segment-document.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import { type Community, openCommunity } from '../peer/community.ts';
import type { LocalCommunity } from '../peer/journal-entry.ts';
import { createLaneLimits } from '../peer/lane-limits.ts';
import { pagesSaved, takeUnsavedPages } from '../peer/stored-pages.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { PageReader, PageWithBytes } from '../ports/record-store.ts';
import { runOf } from '../lanes/lane-runs.ts';

export type Arrival = { operation: Operation } | { frame: Uint8Array };

export type Replica = {
  /** @returns whether anything of it was new and could be taken now */
  take: (arrival: Arrival) => Promise<boolean>;
  /** Starts again from the cache of runs, and from what the journal has beyond it. Throws if that is less than before. */
  restart: (cache: Cache) => Promise<void>;
  contents: () => Contents;
};

/** `saved` just before, as it was last saved, or gone. */
export type Cache = 'saved' | 'stale' | 'wiped';

export type Contents = { governance: string; lanes: string[]; documents: string[] };

/** Of the replica that never knew anybody's keys: what is compared does not depend on them. */
const NOBODY = { device: new Uint8Array(32).fill(1), root: new Uint8Array(32).fill(2) };

export const createReplica = (crypto: Crypto, local: LocalCommunity): Replica => {
  const journal: Arrival[] = [];
  const cache = new Map<string, PageWithBytes>();
  const pages: PageReader = {
    read: (page) => cache.get(keyOf(page))?.bytes ?? new Uint8Array(0),
    damaged: (page) => {
      throw new Error(`a page is damaged: ${keyOf(page)}`);
    },
  };
  const open = () => {
    const community = openCommunity(crypto, NOBODY, local, { store: { reader: pages } });
    const limits = createLaneLimits(community, { forgetFrom: async () => undefined }, async () => undefined);
    return { community, limits };
  };
  let { community, limits } = open();

  const grown = (place: LanePlace, lane: Lane, fresh: readonly StoredRecord[]): void => {
    if (fresh.length > 0) community.laneGrew(place.channel, lane, 1);
  };

  const takeFrame = (frame: Uint8Array): boolean => {
    const run = readLaneFrame(crypto, community.id, frame);
    if (!run.ok) throw new Error(`a frame was refused: ${run.error}`);
    const { place } = run.value;
    if (!community.knowsDevice(place.device) || !community.knowsChannel(place.channel)) return false;
    const lane = community.lane(place.channel, place.device);
    limits.prepare(place.channel, lane);
    const accepted = lane.accept(run.value);
    if (!accepted.ok || accepted.value.length === 0) return false;
    journal.push({ frame: writeLaneFrame(crypto, runOf(place, accepted.value)) });
    grown(place, lane, accepted.value);
    lane.markDurable(Number.POSITIVE_INFINITY);
    return true;
  };

  const takeOperation = async (operation: Operation): Promise<boolean> => {
    const added = community.addOperation(operation);
    journal.push(...added.map((each) => ({ operation: each })));
    if (added.length > 0) await limits.apply();
    return added.length > 0;
  };

  /** As the commit log does: what is before this position is never read from the journal again. */
  let position = 0;
  const save = (): void => {
    position = journal.length;
    for (const page of takeUnsavedPages(community, { isShown: () => true })) cache.set(keyOf(page), page);
    pagesSaved(community);
  };

  const restore = (frame: Uint8Array): void => {
    const run = readLaneFrame(crypto, community.id, frame, Number.MAX_SAFE_INTEGER);
    if (!run.ok) throw new Error(`what was stored is refused: ${run.error}`);
    const { place } = run.value;
    const lane = community.lane(place.channel, place.device);
    const accepted = lane.accept(run.value, 'stored');
    if (!accepted.ok) throw new Error(`what was stored does not fit: ${accepted.error}`);
    grown(place, lane, accepted.value);
    lane.markDurable(Number.POSITIVE_INFINITY);
  };

  return {
    take: async (arrival) => ('frame' in arrival ? takeFrame(arrival.frame) : takeOperation(arrival.operation)),
    restart: async (kept) => {
      const before = keptIn(community);
      if (kept === 'saved') save();
      ({ community, limits } = open());
      if (kept === 'wiped') {
        cache.clear();
        position = 0;
      }
      for (const entry of journal.slice(0, position)) if ('operation' in entry) community.addOperation(entry.operation);
      for (const [, { bytes, ...page }] of [...cache].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const lane = community.lane(page.channel, page.device);
        lane.adopt(page.isFull ? page : { ...page, bytes });
        community.laneGrew(page.channel, lane, 1);
      }
      for (const entry of journal.slice(position)) {
        if ('operation' in entry) community.addOperation(entry.operation);
        else restore(entry.frame);
      }
      await limits.apply();
      const after = keptIn(community);
      if (after !== before) throw new Error(`a start lost records: ${before} / ${after}`);
    },
    contents: () => contentsOf(crypto, community),
  };
};

const contentsOf = (crypto: Crypto, community: Community): Contents => ({
  governance: toHex(community.log.digest() ?? new Uint8Array(0)),
  lanes: filled(community)
    .map(({ channel, lane }) => `${channel} ${lane.device} ${lane.durable()} ${lane.head()}`)
    .sort(),
  documents: documentsOf(crypto, community),
});

const keptIn = (community: Community): string =>
  community
    .laneChannels()
    .flatMap((channel) => community.lanes(channel).map((lane) => `${channel} ${lane.device} ${lane.kept()}`))
    .filter((line) => !line.endsWith(' 0'))
    .sort()
    .join(', ');

const filled = (community: Community): { channel: ChannelId; lane: Lane }[] =>
  community
    .laneChannels()
    .flatMap((channel) => community.lanes(channel).map((lane) => ({ channel, lane })))
    .filter(({ lane }) => lane.durable() > 0);

/** Each segment as a document. */
const documentsOf = (crypto: Crypto, community: Community): string[] => {
  const segments = new Map<string, SegmentDocument>();
  for (const { channel, lane } of filled(community))
    for (let seq = 0; seq < lane.durable(); seq += 1) {
      const record = lane.record(seq);
      if (record === undefined) throw new Error('a lane lacks a record');
      const { segment, index, bytes } = record;
      const key = `${segment} ${channel}`;
      const document = segments.get(key) ?? createSegmentDocument(crypto);
      segments.set(key, document);
      document.fold({ community: community.id, channel, segment, device: lane.device }, index, [bytes]);
    }
  const encoded = Array.from(segments, ([key, document]) => `${key} ${toHex(document.encode())}`).sort();
  for (const document of segments.values()) document.dispose();
  return encoded;
};

const keyOf = ({ channel, device, seq }: { channel: string; device: string; seq: number }): string =>
  [channel, device, String(seq).padStart(9, '0')].join(' ');
