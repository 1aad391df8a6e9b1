/** What was read and what was not: follows what arrives and what the reader looks at. */
import { drop } from '../../shared/base/drop.ts';
import type { ChannelId } from '../../shared/base/ids.ts';
import type { PersonalEntry, Scope } from '../../shared/model/personal.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { createDividers, type Dividers } from './dividers.ts';
import { createLooking, type Looking, type Seen } from './looking.ts';
import type { PersonalStore } from './personal-store.ts';
import type { ReadableStore } from './store.ts';
import type { ChannelScope } from './news-ports.ts';
import { createReadMarks, type ReadMarks } from './read-marks.ts';
import { createUnreadLedger, type LedgerPorts, type UnreadCount, type UnreadLedger } from './unread-ledger.ts';

export type Unread = {
  counts: ReadableStore<readonly UnreadCount[]>;
  of: (channel: ChannelId) => UnreadCount | undefined;
  /** What is unread there is known. */
  isCounted: (channel: ChannelId) => boolean;
  isCaughtUp: ReadMarks['isCaughtUp'];
  /** Where each channel that is open has its line between read and unread: below this sort key. */
  dividers: ReadableStore<ReadonlyMap<ChannelId, string>>;
  /** It was said since this person is there, and not in the future; the rest is history. */
  isNews: (message: MessageView) => boolean;
  /** Up to where it was read. */
  markOf: ReadMarks['of'];
  /**
   * The channel comes on screen. @returns where its divider stands, if it has one and could be counted; a promise only until it
   * was counted
   */
  open: (scope: ChannelScope) => string | undefined | Promise<string | undefined>;
  /** It went off the screen. */
  leave: (channel: ChannelId) => void;
  see: (scope: ChannelScope, seen: Seen) => void;
  /** The window lost focus. */
  lookAway: () => void;
  /** Of a channel, or of all in a community. */
  markRead: (scope: Scope) => Promise<void>;
  /** This message and all after it. */
  markUnread: (message: MessageView) => void;
  /** Other people are heard than before. */
  heardChanged: () => void;
  /** Another device of this person told what was read there. */
  readElsewhere: (entries: readonly PersonalEntry[]) => void;
  /** Those that came late were shown. */
  sawLate: (scope: ChannelScope) => void;
  dispose: () => void;
};

export type UnreadPorts = Omit<LedgerPorts, 'queries'> & {
  peer: Pick<PeerApi, 'subscribe'>;
  queries: Pick<Queries, 'history' | 'historyFrom'>;
  personal: PersonalStore;
  now: () => number;
};

export const createUnread = (ports: UnreadPorts): Unread => {
  const { personal } = ports;
  const marks = createReadMarks(personal, ports.now);
  const ledger = createUnreadLedger(ports, marks);
  const dividers = createDividers(ledger, marks);
  const reader = createReader(ports, { marks, ledger, dividers });
  const read = createMarking(ports, marks, (scope) => {
    ledger.clear(scope);
    dividers.remove(scope.channel);
    reader.release(scope.channel);
  });
  const stops = [followPeer(ports, ledger, reader.arrived), keepCounted(ports, marks, ledger), ledger.dispose];
  return {
    counts: ledger.counts,
    of: ledger.of,
    isCounted: ledger.isKnown,
    isCaughtUp: marks.isCaughtUp,
    dividers: dividers.all,
    isNews: marks.isNews,
    markOf: marks.of,
    open: reader.open,
    leave: reader.leave,
    see: reader.see,
    lookAway: reader.lookAway,
    markRead: (scope) => read(channelsIn(scope, ledger.counts.get())),
    markUnread: reader.markUnread,
    heardChanged: () => ledger.recount(),
    readElsewhere: (entries) => entries.filter(isOfReading).forEach(ledger.recount),
    sawLate: (scope) => ledger.clearLate(scope),
    dispose: () => stops.forEach((stop) => stop()),
  };
};

const isOfReading = ({ kind }: PersonalEntry): boolean => kind === 'read' || kind === 'since';

type Arrived = Pick<UnreadLedger, 'arrived'>;
type Books = { marks: ReadMarks; ledger: UnreadLedger; dividers: Dividers };

/** What somebody does who reads. */
const createReader = (
  { personal, report }: UnreadPorts,
  { marks, ledger, dividers }: Books,
): Pick<Unread, 'open' | 'leave' | 'see' | 'lookAway' | 'markUnread'> & Pick<Looking, 'release'> & Arrived => {
  const looking = createLooking();
  const add = (unseen: readonly MessageView[]): void => {
    for (const message of unseen) {
      dividers.beforeArrival(message);
      ledger.arrived(message);
    }
  };
  return {
    arrived: (message) => {
      if (message.sortKey <= marks.horizon()) add(looking.arrived(message));
    },
    open: (scope) => {
      looking.open(scope.channel);
      if (ledger.isKnown(scope.channel)) return dividers.open(scope);
      const known = personal.loaded.then(() => ledger.whenKnown(scope));
      return known.catch((error: unknown) => report('counting what is unread', error)).then(() => dividers.open(scope));
    },
    leave: (channel) => {
      dividers.leave(channel);
      add(looking.leave(channel));
    },
    see: (scope, seen) => {
      const unseen = looking.see(scope.channel, seen);
      if (unseen === undefined) return;
      marks.move(scope, seen.upTo);
      ledger.saw(scope, seen);
      add(unseen);
    },
    lookAway: () => {
      const channel = looking.at();
      if (channel !== undefined) dividers.lookAway(channel);
      add(looking.lookAway());
    },
    markUnread: (message) => {
      marks.before(message);
      add(looking.hold(message.channel));
      // they come after the mark now, and are counted there
      ledger.clearLate(message, message.sortKey);
      const counted = ledger.count(message).then(() => dividers.renew(message));
      drop(counted, 'counting what is unread', report);
    },
    release: looking.release,
  };
};

const channelsIn = ({ community, channel }: Scope, counts: readonly UnreadCount[]): readonly ChannelScope[] =>
  channel === undefined ? counts.filter((each) => each.community === community) : [{ community, channel }];

/** Marks channels read up to their newest message. */
const createMarking =
  ({ queries }: UnreadPorts, marks: ReadMarks, done: (scope: ChannelScope) => void) =>
  async (scopes: readonly ChannelScope[]): Promise<void> => {
    for (const { community, channel } of scopes) {
      const [newest] = await queries.history(community, channel, { limit: 1 });
      if (newest !== undefined) marks.move({ community, channel }, newest.sortKey);
      done({ community, channel });
    }
  };

const TAKES_AWAY: ReadonlySet<string> = new Set(['delete', 'hide', 'purge']);

/** Tells what others say, and counts again where something unread was taken away. */
const followPeer = (
  { peer, places }: UnreadPorts,
  ledger: UnreadLedger,
  arrived: (message: MessageView) => void,
): (() => void) =>
  peer.subscribe((event) => {
    if (event.kind === 'message') {
      const { message } = event;
      if (message.author !== places.community(message.community)?.me) arrived(message);
    } else if (event.kind === 'message-changed' && TAKES_AWAY.has(event.what)) {
      ledger.countAgain(event);
    }
  });

/** Notes since when one is in each community, and counts each channel once it is known: those on the disk, and new ones. */
const keepCounted = (
  { personal, places, report }: UnreadPorts,
  marks: ReadMarks,
  ledger: UnreadLedger,
): (() => void) => {
  let isLoaded = false;
  let isCounting = false;
  const countNew = async (): Promise<void> => {
    if (!isLoaded) return;
    const all = places.all.get();
    const joined = all?.filter(({ community }) => community.state !== 'joining') ?? [];
    for (const { community } of joined) marks.begin(community.id);
    if (isCounting) return;
    isCounting = true;
    try {
      // one after another: the page has other things to do
      for (const { community, channels } of joined) {
        for (const { id } of channels) {
          const counted = ledger.whenKnown({ community: community.id, channel: id });
          await counted.catch((error: unknown) => report('counting what is unread', error));
        }
      }
    } finally {
      isCounting = false;
      if (places.all.get() !== all) start();
    }
  };
  const start = (): void => drop(countNew(), 'counting what is unread', report);
  const loaded = Promise.all([personal.loaded, ledger.loadLate()]).then(() => {
    isLoaded = true;
    start();
  });
  drop(loaded, 'reading what is unread', report);
  return places.all.subscribe(start);
};
