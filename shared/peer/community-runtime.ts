/**
 * One community at work: what arrives is checked, made durable, shown, acknowledged and passed on; what is made here goes
 * the same way. Own operations and records leave this machine only after their fsync.
 */
import { type ChannelId, type CommunityId, type LinkId, type MemberId, type RecordId, recordId } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { type Operation, readOperation, signOperation, timeToSay } from '../governance/operation.ts';
import type { VoidReason } from '../governance/void-reason.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import { runsOf } from '../lanes/lane-runs.ts';
import type { Lane } from '../lanes/lane.ts';
import type { KnownOp } from '../lanes/op-schemas.ts';
import { writeOps } from '../lanes/ops.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { Signal } from '../ports/transport.ts';
import type { PageWithBytes, StoredState } from '../ports/record-store.ts';
import { inFull } from '../sync/brief-run.ts';
import { type CommunitySync, createCommunitySync } from '../sync/community-sync.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import { createBodyFill, inLane } from './body-fill.ts';
import type { Community } from './community.ts';
import { createChannelKeeper } from './channel-keeper.ts';
import { createDismissal } from './dismissal.ts';
import { rotate, type SayIfItCounts } from './draft-rotation.ts';
import { createForkWatch } from './fork-watch.ts';
import { createGivingWay } from './give-way.ts';
import { createJoinDesk, type JoinDesk } from './join-desk.ts';
import { createKeyKeeper } from './key-keeper.ts';
import { createLaneLimits } from './lane-limits.ts';
import { createMeetingHelp } from './meeting-help.ts';
import { createMessageFeed } from './message-feed.ts';
import { createOwnDeviceNotes, type OwnDeviceNotes } from './own-device-notes.ts';
import { createOwnRecords } from './own-records.ts';
import { createPictureExchange, type PictureExchange } from './picture-exchange.ts';
import { createPresenceDesk, type PresenceDesk } from './presence-desk.ts';
import { createPreviews } from './previews.ts';
import { createReceiptBook } from './receipt-book.ts';
import { writeJournalEntry } from './journal-entry.ts';
import { createRekeyAnswers } from './rekey-answers.ts';
import { createRekeyDesk } from './rekey-desk.ts';
import { bytesOf, createRestore, type Restore } from './restore-run.ts';
import type { RuntimePorts } from './runtime-ports.ts';
import { createShowQueue, type ShowQueue } from './show-queue.ts';
import { createSyncTimers } from './sync-timers.ts';
import { createTakeIn, type TakeIn } from './take-in.ts';
import { createTakeRuns } from './take-runs.ts';
import { pagesSaved, takeUnsavedPages } from './stored-pages.ts';
import { shareKeys } from './who-lacks-a-key.ts';
import { writeRecord } from './write-record.ts';

export type CommunityRuntime = {
  community: Community;
  sync: CommunitySync;
  opened: (session: LinkSession) => void;
  closed: (link: LinkId) => void;
  frame: (session: LinkSession, frame: Uint8Array) => void;
  presence: PresenceDesk;
  ownNotes: OwnDeviceNotes;
  pictures: PictureExchange;
  /** What a file has. */
  takeIn: TakeIn;
  /** The own mesh said something in a room of the community. */
  signalled: (signal: Signal) => void;
  /** Makes an operation of this device; resolves when it is durable and part of the log. */
  operate: (body: OperationBody) => Promise<Operation>;
  /** How the community would judge an operation of this device, made now. */
  verdictOn: (body: OperationBody) => VoidReason | undefined;
  /** Who waits to be let in, and the answer to them. */
  requests: JoinDesk['requests'];
  answerRequest: JoinDesk['answer'];
  /** Makes the first key of channels that have none yet, where this device's member reads them. */
  beginChannelKeys: () => Promise<void>;
  /**
   * Says ops in one record; resolves when it is durable and shown here.
   * @param draft asked for them at the moment of writing: what was allowed before may not be by then
   */
  say: <E extends string>(
    channel: ChannelId,
    draft: () => Result<readonly KnownOp[], E>,
  ) => Promise<Result<{ record: RecordId; seq: number }, E>>;
  /** Takes a page of the record store, which is shown already. */
  adopt: (page: StoredState['pages'][number]) => void;
  /** Takes a run read back from the journal, which is not shown yet. */
  restore: (frame: Uint8Array) => Promise<void>;
  /** What is durable and about to be shown. */
  queue: Pick<ShowQueue, 'shown' | 'isAllShown'>;
  /** What the record store lacks. */
  takeUnsavedPages: () => PageWithBytes[];
  /** What was taken is in the record store. */
  pagesSaved: () => void;
  /** Takes back what governance says does not count; shows what counts again. */
  applyLimits: () => Promise<void>;
  /** Shows what waited for governance that is here now. */
  showWaiting: () => Promise<void>;
  /** After a start: what the projection knows to be dropped. */
  recallDrops: () => Promise<void>;
  dispose: () => void;
};

const RETRY_MS = 5_000;

export const openRuntime = (ports: RuntimePorts, community: Community): CommunityRuntime => {
  const { crypto, clock, commitLog } = ports;
  const feed = createMessageFeed({ ...ports, dropped: (record) => ports.dropped(community, record) }, community);
  const queue = createShowQueue(feed.show, (error) => ports.drop(Promise.reject(error), 'showing'), clock.after);
  const limits = createLaneLimits(community, feed, (records) => feed.show(records, { isNew: false }));
  const receipts = createReceiptBook(community, ports.projection.putReceipts, ports.drop, clock.now);
  let cancelRetry = (): void => undefined;
  let ownWork: Promise<unknown> = Promise.resolve();
  /** Operations that are known here and not on the disk: what is made here may name them, and must not outlive them. */
  let unsaved: Operation[] = [];
  let savingOperations: Promise<unknown> | undefined;

  const tick = (): void => {
    cancelRetry = clock.after(RETRY_MS, () => {
      if (ports.isReading()) return tick();
      if (!ports.isDiskFull()) sync.retry();
      meeting.tick();
      presence.look();
      ports.drop(previews.look(sync.sessions()), 'taking back what nobody has');
      for (const part of [keeper, channelKeeper, pictures]) part.look();
      ports.drop(operationsSaved() ?? Promise.resolve(), 'storing received operations');
      ports.drop(rekeying.check(), 'taking a new device key');
      tick();
    });
  };

  const sayIfItCounts: SayIfItCounts = async (body) =>
    community.isJoined() && verdictOn(body) === undefined ? operate(body) : undefined;

  const governed = async (): Promise<void> => {
    await queue.shown().then(limits.apply);
    // who reads about the community does not wait until all of what is newest is there
    await Promise.all([previews.governed(), ports.governed()]);
    // also after what was done here: it may let in, or let read
    await feed.showWaiting();
    sync.membersChanged();
    for (const part of [desk, keeper, channelKeeper, pictures]) part.look();
  };

  /** What is carried for others cannot be read, so it never waits for a key either. */
  const show = async (
    place: LanePlace,
    fresh: readonly StoredRecord[],
    how: { isNew: boolean; isLast?: boolean },
  ): Promise<void> => {
    if (!community.isOurs(place.channel)) return feed.carried(place);
    await queue.add(inLane(place, community.lane(place.channel, place.device), fresh), how);
  };

  const grow = async (place: LanePlace, fresh: readonly StoredRecord[], source: LinkId | undefined): Promise<void> => {
    const [first] = fresh;
    if (first === undefined) return;
    const lane = community.lane(place.channel, place.device);
    const from = first.envelope.seq;
    const entries = runsOf(place, fresh).map((run) => laneEntry(place.community, writeLaneFrame(crypto, run)));
    const spread = (): void => {
      lane.markDurable(from + fresh.length);
      sync.laneGrew(place.channel, place.device, { from, source });
    };
    const isEarly = community.plant === 'sent-before-fsync' && source === undefined;
    if (isEarly) spread();
    const saving = commitLog.commit(entries, async () => {
      // One before it could not be saved and was taken back, and so was this one: it follows nothing now.
      if (lane.record(from)?.id !== first.id) throw new Error('a record before this one could not be saved');
      // governance may have set a limit while they were on their way to the disk
      const counting = fresh.filter(({ envelope }) => envelope.seq < lane.limit());
      if (!isEarly) spread();
      if (from === 0 && community.directs.get(place.channel) !== undefined) await ports.governed();
      await previews.arrived(place, fresh);
      await show(place, counting, { isNew: true, isLast: !sync.isFetching() });
      await closeGap({ restore, sync }, place, lane);
      ports.changed();
      return [];
    });
    await saving.catch((error: unknown) => {
      takeBackUnsaved(community, place.channel, { lane, fresh, from });
      throw error;
    });
  };

  const own = createOwnRecords((place, fresh) => grow(place, fresh, undefined));

  const bodies = createBodyFill(ports, community, async (place, lane, found) => {
    sync.bodiesCame(place.channel, lane);
    await show(place, found, { isNew: true });
  });

  const restore = createRestore(ports, community, { feed, bodies, show });

  const refuse = (session: LinkSession, reason: string): void => {
    ports.logger.warn('peer-dropped', { reason });
    ports.closeLink(session.link, reason);
  };

  const takeOperations = (session: LinkSession, list: readonly Uint8Array[]): void => {
    const wasJoined = community.isJoined();
    const operations = list.map((bytes) => readOperation(crypto, bytes));
    const added = operations.flatMap((operation) => (operation === undefined ? [] : community.addOperation(operation)));
    if (operations.includes(undefined)) refuse(session, 'bad-operation');
    if (added.length === 0) return;
    // twice what leads to this device's own admission: whoever has lost some of that reaches nobody who has it
    ports.drop(keepOperations(added, session.link, wasJoined ? 1 : 2), 'storing received operations');
  };

  /** Undefined if every operation known here is on the disk, else resolves when it is; tries refused ones once more. */
  const operationsSaved = (): Promise<void> | undefined => {
    if (savingOperations !== undefined) return savingOperations.then(operationsSaved);
    const again = unsaved;
    unsaved = [];
    return again.length === 0 ? undefined : keepOperations(again, undefined).then(operationsSaved);
  };

  const keepOperations = (added: readonly Operation[], source: LinkId | undefined, copies = 1): Promise<void> => {
    const entries = added.map(({ bytes }) => writeJournalEntry({ kind: 'operation', community: community.id, bytes }));
    let isSaved = false;
    const saving = commitLog.commit(Array.from({ length: copies }, () => entries).flat(), async () => {
      isSaved = true;
      sync.operationsAdded(
        added.map((operation) => operation.bytes),
        source,
      );
      await governed();
      ports.drop(rekeying.check(), 'taking a new device key');
      return entries;
    });
    const kept = saving.catch((error: unknown) => {
      if (!isSaved) unsaved.push(...added);
      throw error;
    });
    const settled = Promise.allSettled([savingOperations, kept]).then(() => {
      if (savingOperations === settled) savingOperations = undefined;
    });
    savingOperations = settled;
    return kept;
  };

  const sign = (body: OperationBody): Operation => {
    const { device, signing } = community.identity;
    const chain = { community: community.id, device, ...community.log.nextOf(device) };
    return signOperation(
      crypto,
      { ...chain, parents: community.log.heads(), body, at: timeToSay(clock.now()) },
      signing.privateKey,
    );
  };

  /** One own operation after another: each names the one before. */
  const operate = (body: OperationBody): Promise<Operation> => {
    const work = ownWork.then(async () => {
      const saved = operationsSaved();
      if (saved !== undefined) await saved;
      const operation = sign(body);
      const entry = writeJournalEntry({ kind: 'operation', community: community.id, bytes: operation.bytes });
      await commitLog.commit([entry], async () => {
        const added = community.addOperation(operation);
        sync.operationsAdded(
          added.map(({ bytes }) => bytes),
          undefined,
        );
        await governed();
        return [entry];
      });
      return operation;
    });
    ownWork = work.catch(() => undefined); // the caller has the error; the next one must not inherit it
    return work;
  };

  const say: CommunityRuntime['say'] = async (channel, draft) => {
    const rekeyed = rekeying.beforeWriting();
    if (rekeyed !== undefined) await rekeyed;
    for (let saved = operationsSaved(); saved !== undefined; saved = operationsSaved()) await saved;
    const drafted = draft();
    if (!drafted.ok) return drafted;
    const epoch = community.keys.sealing(channel);
    if (epoch === undefined) throw new Error('no key to seal with');
    const input = {
      channel,
      plaintext: writeOps(drafted.value),
      now: clock.now(),
      nonce: ports.random.bytes(24),
      epoch,
    };
    const { place, fresh } = writeRecord(crypto, community, input);
    community.lane(channel, place.device).append(fresh);
    await own.add(place, fresh).then(queue.shown);
    return ok({ record: recordId(fresh.id), seq: fresh.envelope.seq });
  };

  const desk = createJoinDesk(ports, community, {
    operate,
    verdictOn: (body) => verdictOn(body),
    sessions: () => sync.sessions(),
    waits: ports.joinAsked,
    changed: () => ports.drop(ports.governed(), 'showing who asks to be let in'),
    admitted: (session) => {
      if (session.mode !== 'asked') return;
      session.mode = 'member';
      sync.opened(session);
    },
    refuse: ({ link }, code) => refuseToLetIn(ports, link, code),
    dismiss: (session) => dismissal.dismiss(session),
  });

  const rekeying = createRekeyDesk(ports, community, { operate, sessions: () => sync.sessions() });
  const answerRekey = createRekeyAnswers(ports, community, operate);

  const timers = createSyncTimers(clock, () => sync, ports.first);
  const sync: CommunitySync = createCommunitySync(crypto, community, {
    send: (link, frame) => (ports.isDiskFull() && asksForContent(frame) ? undefined : ports.send(link, frame)),
    laneFrame: createTakeRuns(ports, community, () => ({ limits, sync, bodies, forks, grow, refuse })),
    tailFrame: (session, frame) => previews.take(session, frame),
    operations: takeOperations,
    parted: (session, lane, count) => forks.parted(session, lane, count),
    dismiss: (session) => dismissal.dismiss(session),
    insist: (session) => dismissal.insist(session),
    joinAsked: (session, message) => ports.drop(desk.asked(session, message.request), 'admitting a joiner'),
    joinRefused: (_session, code) => ports.refused(code),
    rekeyAsked: (session, request) => ports.drop(answerRekey(session, request), 'answering for a new device key'),
    receipts: (session, channel, lanes) => {
      if (community.isOurs(channel)) receipts.note(session.device, channel, lanes);
    },
    ...timers,
    changed: ports.changed,
    tailsFrom: ports.tailsFrom,
  });
  const previews = createPreviews(ports, community, { limits, mayTake: sync.takeTail, refuse });
  const forks = createForkWatch(crypto, community, {
    // others may prove the same at the same time; who hears of it first says nothing more
    prove: (body) => ports.drop(sayIfItCounts(body), 'proving a fork'),
    ask: sync.askFrom,
  });
  const meeting = createMeetingHelp(ports, community, sync.sessions);
  const presence = createPresenceDesk(ports, community, sync.sessions);
  const ownNotes = createOwnDeviceNotes(ports, community, sync.sessions);
  const pictures = createPictureExchange(ports, community, sync.sessions);
  const dismissal = createDismissal(ports, community, sync.tell);
  const givingWay = createGivingWay(ports, community, sync);
  const online = (): MemberId[] =>
    sync.sessions().flatMap((session) => community.state()?.devices.get(session.device)?.member ?? []);
  const verdictOn = (body: OperationBody): VoidReason | undefined => community.log.verdictOn(sign(body));
  const channelKeeper = createChannelKeeper(ports, community, { online, say: sayIfItCounts });
  const keeper = createKeyKeeper(ports, community, {
    online,
    rotate: () => ports.drop(rotate(ports, community, sayIfItCounts), 'making a new key'),
    share: () => ports.drop(shareKeys(crypto, community, sayIfItCounts), 'giving a key to who lacks it'),
  });
  tick();

  return {
    community,
    sync,
    presence,
    ownNotes,
    pictures,
    opened: (session) => {
      sync.opened(session);
      if (session.mode === 'asking') desk.ask(session);
      // what was due while nobody who ranks higher was here may be theirs now, and the other way round
      for (const part of [meeting, keeper, channelKeeper]) part.look();
    },
    closed: (link) => {
      const session = sync.sessions().find((one) => one.link === link);
      forks.closed(link);
      sync.closed(link);
      if (session !== undefined) presence.closed(session);
    },
    frame: (session, bytes) => {
      const read = readLinkMessage(bytes);
      const message = read?.kind === 'brief-run' ? inFull(community, read) : read;
      if (message?.kind !== 'lane' && !session.inbound.mayHear(clock.now(), bytes.length)) refuse(session, 'flood');
      else if (message === undefined) refuse(session, 'malformed-message');
      else if (![presence, ownNotes, pictures, meeting].some((part) => part.heard(session, message)))
        sync.onMessage(session, message);
      if (message !== undefined) givingWay.heard(session, message);
    },
    takeIn: createTakeIn({ crypto, limits, grow, bodies, keepOperations }, community),
    signalled: meeting.said,
    operate,
    verdictOn,
    beginChannelKeys: channelKeeper.begin,
    requests: desk.requests,
    answerRequest: desk.answer,
    say,
    restore: restore.take,
    adopt: restore.adopt,
    takeUnsavedPages: () => takeUnsavedPages(community, feed),
    pagesSaved: () => pagesSaved(community),
    queue,
    applyLimits: () => queue.shown().then(limits.apply),
    showWaiting: () => queue.shown().then(feed.showWaiting),
    recallDrops: feed.recallDrops,
    dispose: () => {
      cancelRetry();
      for (const part of [timers, dismissal, keeper, channelKeeper, presence, pictures, queue]) part.dispose();
    },
  };
};

/** What would be thrown away as it comes is not asked for. */
const asksForContent = (frame: Uint8Array): boolean => {
  const kind = readLinkMessage(frame)?.kind;
  return kind?.endsWith('-want') === true;
};

const laneEntry = (community: CommunityId, frame: Uint8Array): Uint8Array =>
  writeJournalEntry({ kind: 'lane', community, frame });

const refuseToLetIn = ({ send, logger }: RuntimePorts, link: LinkId, code: string): void => {
  send(link, writeLinkMessage({ kind: 'refused', code }));
  logger.warn('join-refused', { code });
};

/** What could not be saved, if nothing else has its place by now. */
const takeBackUnsaved = (
  community: Community,
  channel: ChannelId,
  { lane, fresh, from }: { lane: Lane; fresh: readonly StoredRecord[]; from: number },
): void => {
  if (lane.durable() > from || lane.record(from)?.id !== fresh[0]?.id) return;
  lane.takeBack(from);
  community.laneGrew(channel, lane, -bytesOf(fresh));
};

/** The journal may have what follows, since a start on which this was lost. */
const closeGap = async (
  { restore, sync }: { restore: Restore; sync: CommunitySync },
  place: LanePlace,
  lane: Lane,
): Promise<void> => {
  const from = lane.durable();
  await restore.behind(place);
  if (lane.durable() > from) sync.laneGrew(place.channel, place.device, { from, source: undefined });
};
