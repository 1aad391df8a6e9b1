/** Who is there, as the core tells it, and when the others were seen last by this window. */
import { drop } from '../../shared/base/drop.ts';
import type { CommunityId, MemberId } from '../../shared/base/ids.ts';
import type { PresenceView } from '../../shared/model/presence.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { DraftStore } from './services.ts';
import { createStore, type ReadableStore } from './store.ts';

export type Seen = Omit<PresenceView, 'member'> & { at?: number };

/** Of those who are not in here nothing is known: they are offline. */
export type People = ReadonlyMap<MemberId, Seen>;

export type PresenceWatch = {
  people: ReadableStore<People>;
  /** Asks the core how it is now; changes are heard anyway. */
  watch: (community: CommunityId) => void;
  dispose: () => void;
};

type PresencePorts = {
  peer: Pick<PeerApi, 'presence' | 'subscribe'>;
  store: DraftStore;
  now: () => number;
  after: (ms: number, action: () => void) => () => void;
  report: (what: string, error: unknown) => void;
};

const KEEP_EVERY_MS = 60_000;
const keyOf = (community: CommunityId): string => `seen/${community}`;

export const createPresenceWatch = ({ peer, store, now, after, report }: PresencePorts): PresenceWatch => {
  const people = createStore<People>(new Map());
  const watched = new Map<CommunityId, Set<MemberId>>();
  let cancel = (): void => undefined;

  const take = (community: CommunityId, views: readonly PresenceView[]): void =>
    people.update((before) => {
      const next = new Map(before);
      const known = watched.get(community) ?? new Set();
      watched.set(community, known);
      for (const { member, ...view } of views) {
        known.add(member);
        const wasThere = (before.get(member)?.state ?? 'offline') !== 'offline';
        const at = view.state !== 'offline' || wasThere ? now() : before.get(member)?.at;
        next.set(member, at === undefined ? view : { ...view, at });
      }
      return next;
    });

  const remember = (community: CommunityId, kept: ReadonlyMap<MemberId, number>): void =>
    people.update((before) => {
      const next = new Map(before);
      const known = watched.get(community) ?? new Set();
      for (const [member, at] of kept) {
        known.add(member);
        if (!next.has(member)) next.set(member, { state: 'offline', status: '', at });
      }
      watched.set(community, known);
      return next;
    });

  const keep = async (): Promise<void> => {
    for (const [community, members] of watched) {
      const seen = seenLast(people.get(), members, now());
      if (seen.length > 0) await store.save(keyOf(community), JSON.stringify(seen));
    }
  };
  const keepOn = (): void => {
    cancel = after(KEEP_EVERY_MS, () => {
      drop(keep(), 'keeping who was seen when', report);
      keepOn();
    });
  };
  keepOn();

  const stop = peer.subscribe((event) => {
    if (event.kind === 'presence') take(event.community, event.changed);
  });
  return {
    people,
    watch: (community) => {
      const read = store.load(keyOf(community)).then((text) => remember(community, readSeen(text)));
      drop(read, 'reading who was seen when', report);
      const asked = peer.presence(community).then((views) => take(community, views));
      drop(asked, 'asking who is there', report);
    },
    dispose: () => {
      cancel();
      stop();
      drop(keep(), 'keeping who was seen when', report);
    },
  };
};

const seenLast = (people: People, members: Iterable<MemberId>, now: number): [MemberId, number][] =>
  [...members].flatMap((member): [MemberId, number][] => {
    const known = people.get(member);
    const at = known?.state === 'offline' ? known.at : now;
    return known === undefined || at === undefined ? [] : [[member, at]];
  });

const readSeen = (text: string | undefined): ReadonlyMap<MemberId, number> => {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    const pairs = Array.isArray(value) ? (value as unknown[]) : [];
    return new Map(pairs.filter(isPair));
  } catch {
    return new Map();
  }
};

const isPair = (value: unknown): value is [MemberId, number] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
