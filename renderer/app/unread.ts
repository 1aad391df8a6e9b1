/** What was read and what was not: follows what arrives and what the reader looks at. */
import { drop } from '../../shared/base/drop.ts';
import type { ChannelId } from '../../shared/base/ids.ts';
import type { Scope } from '../../shared/model/personal.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { createDividers } from './dividers.ts';
import type { PersonalStore } from './personal-store.ts';
import type { ReadableStore } from './store.ts';
import type { ChannelScope } from './news-ports.ts';
import { createReadMarks, type ReadMarks } from './read-marks.ts';
import { createUnreadLedger, type LedgerPorts, type UnreadCount, type UnreadLedger } from './unread-ledger.ts';

/** What of a channel is on screen in a window that has focus: from its first row to the last whose end was seen. */
export type Seen = { from: string; upTo: string; isEnd: boolean };

export type Unread = {
  counts: ReadableStore<readonly UnreadCount[]>;
  of: (channel: ChannelId) => UnreadCount | undefined;
  /** What is unread there is known. */
  isCounted: (channel: ChannelId) => boolean;
  /** Where each channel that is open has its line between read and unread: below this sort key. */
  dividers: ReadableStore<ReadonlyMap<ChannelId, string>>;
  /** It was said since this person is there; the rest is history. */
  isNews: (message: MessageView) => boolean;
  /** Up to where it was read. */
  markOf: ReadMarks['of'];
  /** The channel comes on screen. @returns where its divider stands, if it has one; a promise only until it was counted */
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

/** What is on screen. `isHeld`: something there was marked unread, and stays so until the reader comes back. */
type Looked = { channel: ChannelId; from: string; isEnd: boolean; isHeld: boolean };

export const createUnread = (ports: UnreadPorts): Unread => {
  const { personal } = ports;
  const marks = createReadMarks(personal, ports.now);
  const ledger = createUnreadLedger(ports, marks);
  const dividers = createDividers(ledger, marks);
  let looked: Looked | undefined;
  const read = createMarking(ports, marks, (scope) => {
    ledger.clear(scope);
    dividers.remove(scope.channel);
    if (looked?.channel === scope.channel) looked.isHeld = false;
  });
  const stops = [
    followPeer(ports, ledger, (message) => {
      if (isSeen(looked, message)) return;
      dividers.beforeArrival(message);
      ledger.arrived(message);
    }),
    keepCounted(ports, marks, ledger),
    ledger.dispose,
  ];
  return {
    counts: ledger.counts,
    of: ledger.of,
    isCounted: ledger.isKnown,
    dividers: dividers.all,
    isNews: marks.isNews,
    markOf: marks.of,
    open: (scope) => {
      looked = { channel: scope.channel, from: '~', isEnd: false, isHeld: false };
      if (ledger.isKnown(scope.channel)) return dividers.open(scope);
      return personal.loaded.then(() => ledger.count(scope)).then(() => dividers.open(scope));
    },
    leave: (channel) => {
      if (looked?.channel === channel) looked = undefined;
      dividers.leave(channel);
    },
    see: (scope, { from, upTo, isEnd }) => {
      if (looked?.channel !== scope.channel) return;
      Object.assign(looked, { from, isEnd });
      if (looked.isHeld) return;
      marks.move(scope, upTo);
      if (isEnd) ledger.clear(scope);
      else ledger.countAgain(scope);
    },
    lookAway: () => {
      if (looked !== undefined) dividers.lookAway(looked.channel);
      looked = looked && { ...looked, isEnd: false };
    },
    markRead: (scope) => read(channelsIn(scope, ledger.counts.get())),
    markUnread: (message) => {
      marks.before(message);
      if (looked?.channel === message.channel) looked.isHeld = true;
      const counted = ledger.count(message).then(() => dividers.renew(message));
      drop(counted, 'counting what is unread', ports.report);
    },
    heardChanged: ledger.countAll,
    sawLate: ledger.clearLate,
    dispose: () => stops.forEach((stop) => stop()),
  };
};

const channelsIn = ({ community, channel }: Scope, counts: readonly UnreadCount[]): readonly ChannelScope[] =>
  channel === undefined ? counts.filter((each) => each.community === community) : [{ community, channel }];

const isSeen = (looked: Looked | undefined, { channel, sortKey }: MessageView): boolean =>
  looked?.channel === channel && looked.isEnd && !looked.isHeld && sortKey >= looked.from;

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
    if (!isLoaded || isCounting) return;
    isCounting = true;
    const all = places.all.get();
    const joined = all?.filter(({ community }) => community.state !== 'joining') ?? [];
    for (const { community } of joined) marks.begin(community.id);
    // one after another: the page has other things to do
    for (const { community, channels } of joined) {
      for (const { id } of channels) {
        if (!ledger.isKnown(id)) await ledger.count({ community: community.id, channel: id });
      }
    }
    isCounting = false;
    if (places.all.get() !== all) start();
  };
  const start = (): void => drop(countNew(), 'counting what is unread', report);
  const loaded = Promise.all([personal.loaded, ledger.loadLate()]).then(() => {
    isLoaded = true;
    start();
  });
  drop(loaded, 'reading what is unread', report);
  return places.all.subscribe(start);
};
