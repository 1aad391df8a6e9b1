/**
 * One community on one machine, given operations and frames one by one in any order: what the runtime does with them, but
 * for links and keys. What it holds can be compared byte for byte with what another one holds.
 */
import { equalBytes, toHex } from '../base/bytes.ts';
import type { ChannelId } from '../base/ids.ts';
import type { Operation } from '../governance/operation.ts';
import type { FreshRecord, Lane } from '../lanes/lane.ts';
import { readLaneFrame, writeLaneFrame } from '../lanes/lane-frame.ts';
import { createSegmentDocument } from '../lanes/segment-document.ts';
import type { LanePlace } from '../lanes/record.ts';
import { type Community, openCommunity } from '../peer/community.ts';
import type { LocalCommunity } from '../peer/journal-entry.ts';
import { createLaneLimits } from '../peer/lane-limits.ts';
import { takeStoredRuns } from '../peer/stored-runs.ts';
import type { Crypto } from '../ports/crypto.ts';
import { runOf } from '../sync/lane-run.ts';

export type Arrival = { operation: Operation } | { frame: Uint8Array };

export type Replica = {
  /** @returns whether anything of it was new and could be taken now */
  take: (arrival: Arrival) => Promise<boolean>;
  /** Starts again from the cache of runs, and from what the journal has beyond it. Throws if that is less than before. */
  restart: (cache: Cache) => Promise<void>;
  contents: () => Contents;
  dispose: () => void;
};

/** `saved` just before, as it was last saved, or gone. */
export type Cache = 'saved' | 'stale' | 'wiped';

export type Contents = { governance: string; lanes: string[]; documents: string[] };

/** Of the replica that never knew anybody's keys: what is compared does not depend on them. */
const NOBODY = { device: new Uint8Array(32).fill(1), root: new Uint8Array(32).fill(2) };

export const createReplica = (crypto: Crypto, local: LocalCommunity): Replica => {
  const journal: Arrival[] = [];
  const cache = new Map<string, { frame: Uint8Array; order: string }>();
  const open = () => {
    const community = openCommunity(crypto, NOBODY, local);
    const limits = createLaneLimits(community, { forgetFrom: async () => undefined }, async () => undefined);
    return { community, limits };
  };
  let { community, limits } = open();

  const grown = (place: LanePlace, lane: Lane, fresh: readonly FreshRecord[]): void => {
    if (fresh.length > 0) community.laneGrew(place.channel, lane, 1);
  };

  const keep = (place: LanePlace, lane: Lane, fresh: readonly FreshRecord[]): void => {
    lane.markDurable(Number.POSITIVE_INFINITY);
    const counting = fresh.filter(({ record }) => record.envelope.seq < lane.limit());
    community.shelf.add(place, counting);
    if (counting.length < fresh.length) community.shelf.touch(place, fresh[0]?.record.index ?? 0);
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
    keep(place, lane, accepted.value);
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
    for (const run of takeStoredRuns(crypto, community)) {
      const order = [run.channel, run.segment, run.device, String(run.from).padStart(9, '0')].join(' ');
      cache.set(order, { order, frame: run.frame });
    }
  };

  const restore = (frame: Uint8Array, from: 'cache' | 'journal'): void => {
    const run = readLaneFrame(crypto, community.id, frame, Number.MAX_SAFE_INTEGER);
    if (!run.ok) throw new Error(`what was stored is refused: ${run.error}`);
    const { place } = run.value;
    const lane = community.lane(place.channel, place.device);
    const accepted = lane.accept(run.value, 'stored');
    if (!accepted.ok) throw new Error(`what was stored does not fit: ${accepted.error}`);
    grown(place, lane, accepted.value);
    if (from === 'journal') return keep(place, lane, accepted.value);
    lane.markDurable(Number.POSITIVE_INFINITY);
    community.shelf.adopt(place, accepted.value);
  };

  return {
    take: async (arrival) => ('frame' in arrival ? takeFrame(arrival.frame) : takeOperation(arrival.operation)),
    restart: async (kept) => {
      const before = keptIn(community);
      if (kept === 'saved') save();
      community.shelf.dispose();
      ({ community, limits } = open());
      if (kept === 'wiped') {
        cache.clear();
        position = 0;
      }
      for (const entry of journal.slice(0, position)) if ('operation' in entry) community.addOperation(entry.operation);
      const stored = [...cache.values()].sort((a, b) => (a.order < b.order ? -1 : 1));
      for (const { frame } of stored) restore(frame, 'cache');
      for (const entry of journal.slice(position)) {
        if ('operation' in entry) community.addOperation(entry.operation);
        else restore(entry.frame, 'journal');
      }
      await limits.apply();
      const after = keptIn(community);
      if (after !== before) throw new Error(`a start lost records: ${before} / ${after}`);
    },
    contents: () => contentsOf(crypto, community),
    dispose: () => community.shelf.dispose(),
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

type Part = { place: LanePlace; count: number };

/** Each segment as it is once everything hot is folded; what is folded already must be exactly the beginning of it. */
const documentsOf = (crypto: Crypto, community: Community): string[] => {
  const segments = new Map<string, Map<Lane, Part>>();
  for (const { channel, lane } of filled(community))
    for (let seq = 0; seq < lane.durable(); seq += 1) {
      const { segment, index } = lane.record(seq) ?? { segment: 0, index: 0 };
      const place = { community: community.id, channel, segment, device: lane.device };
      const key = `${segment} ${channel}`;
      const parts = segments.get(key) ?? new Map<Lane, Part>();
      segments.set(key, parts.set(lane, { place, count: index + 1 }));
    }
  return Array.from(
    segments,
    ([key, parts]) => `${key} ${toHex(wholeOf(crypto, community, [...parts.values()]))}`,
  ).sort();
};

const wholeOf = (crypto: Crypto, { shelf }: Community, parts: readonly Part[]): Uint8Array => {
  const whole = createSegmentDocument(crypto);
  const begun = createSegmentDocument(crypto);
  const [first] = parts;
  const held = first && shelf.document(first.place.channel, first.place.segment);
  for (const { place, count } of parts) {
    whole.fold(place, 0, shelf.envelopes(place, 0, count));
    const folded = held?.folded(place.device) ?? 0;
    if (folded > count) throw new Error('a document holds what does not count');
    if (folded > 0) begun.fold(place, 0, shelf.envelopes(place, 0, folded));
  }
  if (held !== undefined && !equalBytes(held.encode(), begun.encode()))
    throw new Error('a document is not what its lanes are');
  const encoded = whole.encode();
  for (const document of [whole, begun]) document.dispose();
  return encoded;
};
