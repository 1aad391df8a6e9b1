/**
 * Takes the bytes of dropped records off the disk. Some seconds after a drop the journal is read through once, and the
 * frames that still hold such bodies are put there anew without them. Until then the record store keeps them too, so that
 * a start in between knows what is left to do.
 */
import { type ChannelId, channelId, type CommunityId } from '../base/ids.ts';
import { type LaneRun, readLaneFrame, writeLaneFrame } from '../lanes/lane-frame.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Journal, JournalEntry } from '../ports/journal.ts';
import type { Community } from './community.ts';
import { readJournalEntry, writeJournalEntry } from './journal-entry.ts';
import type { PlacedRecord } from './message-stubs.ts';

export type JournalScrub = {
  queue: (community: Community, dropped: PlacedRecord) => void;
  /** True while the record store has to wait; not for ever, however much is dropped. */
  isHolding: () => boolean;
  dispose: () => void;
};

const AFTER_MS = 5_000;
const AGAIN_MS = 60_000;
const HOLD_MS = 30_000;

type Work = { community: Community; dropped: PlacedRecord };

export const createJournalScrub = (ports: {
  crypto: Crypto;
  clock: Clock;
  journal: Journal;
  /** The runs of these records may be stored without their bodies now. */
  scrubbed: () => void;
  report: (event: string, error: unknown) => void;
}): JournalScrub => {
  const { clock } = ports;
  let waiting: Work[] = [];
  let since: number | undefined;
  let cancel: (() => void) | undefined;
  let isDisposed = false;

  const later = (ms: number): void => {
    if (isDisposed) return;
    cancel ??= clock.after(ms, () => {
      cancel = undefined;
      scrub().catch((error: unknown) => {
        ports.report('journal-scrub-failed', error);
        later(AGAIN_MS);
      });
    });
  };

  const scrub = async (): Promise<void> => {
    const due = waiting;
    // a delete that turned out to be void took the bytes out of the memory only
    const places = placesOf(due.filter(({ community, dropped }) => isStillDropped(community, dropped)));
    const changed: JournalEntry[] = [];
    for await (const batch of ports.journal.read(0)) {
      for (const entry of batch) changed.push(...without(ports.crypto, entry, places));
      if (isDisposed) return;
    }
    if (changed.length > 0) await ports.journal.replace(changed);
    if (isDisposed) return;
    waiting = waiting.filter((one) => !due.includes(one));
    since = waiting.length > 0 ? clock.now() : undefined;
    ports.scrubbed();
    if (waiting.length > 0) later(AFTER_MS);
  };

  return {
    queue: (community, dropped) => {
      waiting.push({ community, dropped });
      since ??= clock.now();
      later(AFTER_MS);
    },
    isHolding: () => since !== undefined && clock.now() - since < HOLD_MS,
    dispose: () => {
      isDisposed = true;
      cancel?.();
    },
  };
};

const isStillDropped = (community: Community, { place, record }: PlacedRecord): boolean =>
  community.lane(place.channel, place.device).record(record.envelope.seq)?.body === undefined &&
  community.drops.has({ channel: place.channel, device: place.device, seq: record.envelope.seq });

/** By community and channel, then by record. */
type Places = Map<string, Set<string>>;

const groupOf = (community: CommunityId, channel: ChannelId): string => `${community}/${channel}`;
const keyOf = ({ device, segment }: LaneRun['place'], index: number): string => `${device}/${segment}/${index}`;

const placesOf = (work: readonly Work[]): Places => {
  const places: Places = new Map();
  for (const { dropped } of work) {
    const { place, record } = dropped;
    const group = groupOf(place.community, place.channel);
    places.set(group, (places.get(group) ?? new Set()).add(keyOf(place, record.index)));
  }
  return places;
};

/** @returns the entry without the bodies, if it has any of them */
const without = (crypto: Crypto, { position, bytes }: JournalEntry, places: Places): JournalEntry[] => {
  const entry = readJournalEntry(bytes);
  if (entry?.kind !== 'lane') return [];
  const { community, frame } = entry;
  // its first bytes say which channel it is of: most frames need no more reading
  const keys = frame.length < 32 ? undefined : places.get(groupOf(community, channelId(frame.slice(0, 32))));
  const run = keys && readLaneFrame(crypto, community, frame, Number.MAX_SAFE_INTEGER);
  if (keys === undefined || run?.ok !== true) return [];
  const { place, from, bodies } = run.value;
  const left = bodies.map((body, i) => (keys.has(keyOf(place, from + i)) ? undefined : body));
  if (left.every((body, i) => body === bodies[i])) return [];
  const scrubbed = writeLaneFrame(crypto, { ...run.value, bodies: left });
  return [{ position, bytes: writeJournalEntry({ kind: 'lane', community, frame: scrubbed }) }];
};
