/** The peer's engine: what the app, the headless peer and the simulator all start. */
import { toBase64Url } from '../base/bytes.ts';
import { canConnect, type IceChoice, NO_ICE } from '../base/ice-server.ts';
import type { DeviceId, ChannelId, CommunityId, LinkId } from '../base/ids.ts';
import { idBytes } from '../base/ids.ts';
import { drop as dropPromise } from '../base/drop.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { nameSchema } from '../governance/body-parts.ts';
import { type InvitePart, parseInvite } from '../keys/invite.ts';
import type { CarrierHealth, DiskState, LaneView, PeerStatus } from '../model/status.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Journal } from '../ports/journal.ts';
import type { Logger } from '../ports/logger.ts';
import type { PictureStore } from '../ports/picture-store.ts';
import type { Projection } from '../ports/projection.ts';
import type { Random } from '../ports/random.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import type { Transport } from '../ports/transport.ts';
import { createCodeDesk } from './code-desk.ts';
import { type Beacon, createBeacon } from './beacon.ts';
import { createCommitLog } from './commit-log.ts';
import { type Community, openCommunity } from './community.ts';
import { type CommunityRuntime, openRuntime } from './community-runtime.ts';
import { foundCommunity } from './found-community.ts';
import { type LocalCommunity, writeJournalEntry } from './journal-entry.ts';
import { createDeviceLinking } from './device-linking.ts';
import { newKey } from './rekey-desk.ts';
import { rekeyWords } from './rekey-words.ts';
import { auditViews } from './audit-views.ts';
import type { PeerTesting } from './peer-testing.ts';
import { answerRequest, govern } from './govern.ts';
import { WAIT } from './join-desk.ts';
import { makeInvite } from './make-invite.ts';
import { type Admission, createJoinWaiters } from './join-waiters.ts';
import { createJournalMend } from './journal-mend.ts';
import { createJournalScrub } from './journal-scrub.ts';
import { createLinkManager } from './link-manager.ts';
import { actOnMessage, postMessage } from './message-acts.ts';
import { openDirect } from './open-direct.ts';
import { createOwnFaces } from './own-faces.ts';
import type { JoinError, PeerApi, PeerEvent } from './peer-api.ts';
import { createOwnNotesApi } from './own-device-notes.ts';
import { createPresenceApi } from './presence-api.ts';
import { isRemovedByOwn } from './overruled-removals.ts';
import { projectGovernance } from './project-governance.ts';
import { refusalWords } from './refusal-words.ts';
import { readBack, type Restoring } from './replay.ts';
import { openSeeds } from './own-seeds.ts';
import type { FileApi } from './file-api.ts';
import { createFileDesk } from './community-file.ts';
import { createSetPicture } from './set-picture.ts';
import { createStandingWatch } from './standing-watch.ts';
import { createStatusBoard } from './status-board.ts';

export type PeerPorts = {
  clock: Clock;
  random: Random;
  crypto: Crypto;
  logger: Logger;
  journal: Journal;
  secrets: SecretStore;
  recordStore: RecordStore;
  projection: Projection;
  pictures: PictureStore;
  transport: Transport;
  /** Where members say that their hubs are: for the host, which calls there. */
  remember?: (addresses: readonly string[]) => void;
  /** While a start reads back much of the journal. */
  restoring?: (progress: Restoring) => void;
  /** How long what a newcomer sees first takes to be asked for, written and drawn; nothing where nobody looks. */
  firstMs?: number;
};

export type Peer = PeerApi &
  FileApi & {
    /** What the host says of itself and its carriers; shown in the status. */
    noteHost: (state: 'up' | 'down') => void;
    noteCarriers: (carriers: readonly CarrierHealth[], addresses: readonly string[]) => void;
    /** How much room the host has. While there is hardly any, nothing is said here, and nothing of others asked for or taken. */
    noteDisk: (state: DiskState) => void;
    /** The host has found that the journal is damaged. */
    noteDamage: () => void;
    /** How connections are made; while addresses are hidden, none is told to anybody. */
    noteIce: (ice: IceChoice) => void;
  };

/**
 * Reads back what is stored, then starts talking. Resolves when everything stored is shown.
 * @param testing for tests alone
 */
export const createPeer = async (ports: PeerPorts, testing: PeerTesting = {}): Promise<Peer> => {
  const { clock, crypto, random, logger } = ports;
  const report = (event: string, error: unknown): void =>
    logger.warn(event, { error: error instanceof Error ? error.message : String(error) });
  const drop = (promise: Promise<unknown>, why: string): void => dropPromise(promise, why, report);
  const seeds = await openSeeds(ports.secrets, random);
  const runtimes = new Map<CommunityId, CommunityRuntime>();
  const listeners = new Set<(event: PeerEvent) => void>();
  const waiters = createJoinWaiters(clock);
  const faces = createOwnFaces(ports, seeds.current, (id) => runtimes.get(id)?.community);
  const emit = (event: PeerEvent): void => listeners.forEach((listener) => listener(event));
  const remember = ports.remember ?? (() => undefined);
  let hubAddresses: readonly string[] = [];
  let ice = NO_ICE;
  /** Undefined until everything stored is read back: nobody is met before, nor anything decided. */
  let beacon: Beacon | undefined;
  let disk: DiskState = 'ok';
  const diskProblem = () => (disk === 'full' ? fail('disk-full', DISK_FULL) : undefined);
  const ownAddresses = (): readonly string[] => (ice.relayOnly ? [] : hubAddresses);
  const standings = createStandingWatch(emit);
  const presence = createPresenceApi(runtimes, emit);
  const communities = (): Community[] => [...runtimes.values()].map((runtime) => runtime.community);

  const commitLog = createCommitLog({
    journal: ports.journal,
    store: ports.recordStore,
    clock,
    shown: async () => {
      await Promise.all([...runtimes.values()].map((runtime) => runtime.queue.shown()));
      if (![...runtimes.values()].every((runtime) => runtime.queue.isAllShown()))
        throw new Error('not all could be shown');
    },
    takeUnsavedPages: () => [...runtimes.values()].flatMap((runtime) => runtime.takeUnsavedPages()),
    pagesSaved: () => runtimes.forEach((runtime) => runtime.pagesSaved()),
    maySave: () => !scrub.isHolding() && communities().every(({ parked }) => !parked.isWaiting()),
    report,
  });
  const scrub = createJournalScrub({ ...ports, report, scrubbed: () => commitLog.changed() });
  const mend = createJournalMend({ ...ports, commitLog, communities: () => communities(), report });

  const governed = async (): Promise<void> => {
    await projectGovernance(crypto, ports.projection, [...runtimes.values()]);
    // one more connection to the same members is made after what is seen first
    if (![...runtimes.values()].some(({ sync }) => sync.awaitsFirst())) links.refreshRooms();
    for (const community of waiters.communities())
      if (runtimes.get(community)?.community.isJoined()) waiters.tell(community, 'admitted');
    board.changed();
  };

  const open = (local: LocalCommunity): CommunityRuntime => {
    const community = openCommunity(crypto, seeds.current(), local, {
      plant: testing.plant,
      store: ports.recordStore,
    });
    const runtime = openRuntime(
      {
        ...ports,
        commitLog,
        drop,
        send: (link, frame) => ports.transport.send(link, frame),
        closeLink: (link, reason) => links.close(link, reason),
        isByCode: (link) => links.isByCode(link),
        deliver: (signal) => ports.transport.signal(signal),
        ownAddresses,
        remember,
        isDiskFull: () => disk === 'full',
        isReading: () => beacon === undefined,
        tailsFrom: testing.tailsFrom,
        first: { ms: ports.firstMs ?? 0, isOver: () => links.refreshRooms() },
        governed: async () => {
          await governed();
          standings.look(community);
        },
        message: (message) => emit({ kind: 'message', message }),
        effect: ({ channel, target, act }) =>
          emit({ kind: 'message-changed', community: community.id, channel, id: target.id, what: act.kind }),
        dropped: (of, record) => scrub.queue(of, record),
        refused: (code) => {
          const message = code === WAIT ? WAITS : refusalWords(code);
          waiters.tell(community.id, code === WAIT ? 'waits' : { refused: message });
          if (code === WAIT) return emit({ kind: 'join-waits', community: community.id, message });
          emit({ kind: 'join-refused', community: community.id, error: code, message });
        },
        joinAsked: (request) => emit({ kind: 'join-asked', request }),
        rekey: (state, reason) =>
          emit({ kind: 'device-rekeyed', community: community.id, state, reason, message: rekeyWords(state, reason) }),
        changed: () => board.changed(),
        ...presence.portsOf(community.id),
        ownNotes: emit,
      },
      community,
    );
    runtimes.set(community.id, runtime);
    return runtime;
  };

  /** Also where another way in was quicker. */
  const enter = (local: LocalCommunity): void => {
    const held = runtimes.get(local.community);
    if (testing.plant === 'forgets-when-joining-again') held?.dispose();
    if (held === undefined || testing.plant === 'forgets-when-joining-again') open(local);
    else held.community.become(local);
  };

  const devices = createDeviceLinking({
    ...ports,
    seeds,
    runtimes,
    emit,
    drop,
    keep: async (locals) => {
      for (const local of locals) {
        await keepLocal(local, []);
        enter(local);
      }
      await governed();
    },
    roomsChanged: () => links.refreshRooms(),
  });
  const links = createLinkManager({
    ...ports,
    communities,
    isCalling: (community) =>
      beacon?.isOn() === true && community.keys.held().length > 1 && isSomebodyMissing(community),
    door: devices.door,
    opened: (community, session) => runtimes.get(community.id)?.opened(session),
    frame: (community, session, frame) => runtimes.get(community.id)?.frame(session, frame),
    closed: (community, link: LinkId) => runtimes.get(community.id)?.closed(link),
    hub: (state) => board.hub(state),
    metNewer: () => board.metNewer(),
    changed: () => board.changed(),
  });
  const stopSignals = ports.transport.subscribe((event) => {
    if (event.kind !== 'signal') return;
    const community = links.communityOf(event.signal.topic);
    if (community !== undefined) runtimes.get(community)?.signalled(event.signal);
  });
  const isSomebodyMissing = ({ id, identity, state }: Community): boolean => {
    const linked = new Set(links.links().flatMap((link) => (link.community === id ? (link.member ?? []) : [])));
    // who is alone may be so only by what is known here, and nobody misses them: then they have to call
    if (linked.size === 0) return true;
    // other devices of one's own are linked too
    linked.add(identity.member);
    return linked.size < (state()?.activeMembers ?? 0);
  };
  const board = createStatusBoard(
    clock,
    { links: links.links, runtimes: () => [...runtimes.values()] },
    (status: PeerStatus) => emit({ kind: 'status', status }),
  );

  await readBack({ ...ports, ...commitLog, open }, runtimes, testing.plant);
  beacon = createBeacon(clock, () => links.refreshRooms());
  if (runtimes.size > 0) await seeds.claim();
  for (const community of communities()) standings.remember(community);
  testing.watch?.(communities);
  await governed();
  commitLog.saveSoon();
  mend.look();

  const keepLocal = async (local: LocalCommunity, operations: readonly Uint8Array[]): Promise<void> => {
    const own = writeJournalEntry({ kind: 'community', local });
    const entries = [
      own,
      ...operations.map((bytes) => writeJournalEntry({ kind: 'operation', community: local.community, bytes })),
    ];
    // twice: without them there are no keys to meet others with, who have the rest
    await commitLog.commit([...entries, ...entries], () => entries);
  };

  const createInvite: PeerApi['createInvite'] = ({ community, ...options }) =>
    makeInvite(ports, runtimes.get(community), { ...options, addresses: ownAddresses() });

  const ask = async (
    { community, seed, name }: InvitePart,
    memberName: string,
  ): Promise<Result<{ community: CommunityId; admission: Promise<Admission> }, 'bad-name' | 'already-member'>> => {
    if (!isName(memberName)) return fail('bad-name', BAD_NAME);
    await seeds.claim();
    const held = runtimes.get(community);
    if (held?.community.isJoined()) return fail('already-member', 'You are already in this community.');
    // what it knows of its own would make the key void that took its place, if it came back with it
    if (held?.community.hasGivenWay() && isRemovedByOwn(held.community)) return fail('already-member', GAVE_WAY);
    const local: LocalCommunity = {
      community,
      salt: toBase64Url(idBytes(community)),
      memberName,
      invite: { seed: toBase64Url(seed), name },
      key: keyToComeBackWith(random, held?.community),
      directs: held?.community.local.directs,
    };
    await keepLocal(local, []);
    // whoever has refused this device before is asked anew, on a new link
    for (const link of links.links()) if (link.community === community) links.close(link.id, 'asks anew');
    // what is known stays: whoever forgot what they had said would say something else under the same numbers
    enter(local);
    const admission = waiters.wait(community);
    await governed();
    return ok({ community, admission });
  };

  return {
    ...devices.api,
    ...presence.api,
    ...createOwnNotesApi(runtimes),
    ...createSetPicture(ports, runtimes),
    ...createFileDesk({ ...ports, report, runtimes: () => runtimes.values(), runtimeOf: (id) => runtimes.get(id) }),
    createCommunity: async ({ name, memberName }) => {
      if (!isName(name) || !isName(memberName)) return fail('bad-name', BAD_NAME);
      const own = await seeds.claim();
      const founding = { name, memberName, now: clock.now(), nonce: faces.takeNonce() };
      const { community, salt, operations } = foundCommunity(crypto, random, own, founding);
      const local: LocalCommunity = { community, salt: toBase64Url(salt), memberName };
      await keepLocal(
        local,
        operations.map((operation) => operation.bytes),
      );
      const runtime = open(local);
      for (const operation of operations) runtime.community.addOperation(operation);
      await governed();
      const invite = await createInvite({ community });
      const [channel] = runtime.community.channels();
      if (!invite.ok || channel === undefined) throw new Error('a community was founded without an invite or channel');
      return ok({ community, channel, invite: invite.value });
    },
    createInvite,
    ownMember: (community) => Promise.resolve(faces.member(community)),
    join: async ({ invite, memberName }) => {
      const parsed = parseInvite(crypto, invite);
      if (!parsed.ok) return fail('bad-invite', parsed.message);
      remember(parsed.value.addresses);
      const asked = await ask(parsed.value, memberName);
      return asked.ok ? answerOf(asked.value.community, await asked.value.admission) : asked;
    },
    ...createCodeDesk({
      ...ports,
      communityOf: (community) => runtimes.get(community)?.community,
      rooms: links.rooms,
      mayConnect: () => canConnect(ice),
      ask,
    }),
    govern: async ({ community, act }) => {
      const runtime = runtimes.get(community);
      if (runtime === undefined) return fail('no-such-community', NO_COMMUNITY);
      return act.kind === 'answer-request' ? answerRequest(runtime, act) : govern(ports, runtime, act);
    },
    audit: (community) => Promise.resolve(auditViews(runtimes.get(community)?.community)),
    post: async ({ community, ...input }) => diskProblem() ?? postMessage(ports, runtimes.get(community), input),
    act: async ({ community, ...input }) => diskProblem() ?? actOnMessage(ports, runtimes.get(community), input),
    openDirect: ({ community, member }) =>
      openDirect(runtimes.get(community)?.community, member, async (local) => {
        await keepLocal(local, []);
        await governed();
      }),
    status: () => Promise.resolve(board.status()),
    lanes: (community) => Promise.resolve(lanesOf(runtimes.get(community)?.community)),
    cutLink: (device) => Promise.resolve(cutLinks(links, device)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    noteHost: (state) => board.host(state),
    noteDamage: mend.look,
    noteDisk: (state) => {
      const hasRoomAgain = disk === 'full' && state !== 'full';
      disk = state;
      if (hasRoomAgain) for (const { sync } of runtimes.values()) sync.askAnew();
      board.disk(state);
    },
    noteCarriers: (carriers, addresses) => {
      hubAddresses = addresses;
      board.carriers(carriers);
    },
    noteIce: (next) => {
      ice = next;
      board.ownAddress(!ice.relayOnly ? 'shown' : canConnect(ice) ? 'hidden' : 'cut-off');
    },
    dispose: async () => {
      scrub.dispose();
      mend.dispose();
      for (const community of waiters.communities()) waiters.tell(community, 'nobody');
      devices.dispose();
      stopSignals();
      links.dispose();
      beacon?.dispose();
      for (const runtime of runtimes.values()) runtime.dispose();
      board.dispose();
      await commitLog.dispose();
      ports.transport.dispose();
    },
  };
};

const isName = (name: string): boolean => nameSchema.safeParse(name).success;

/** @returns how many there were */
const cutLinks = (links: Pick<ReturnType<typeof createLinkManager>, 'links' | 'close'>, device: DeviceId): number => {
  const cut = links.links().filter((link) => link.device === device);
  for (const link of cut) links.close(link.id, 'cut by hand');
  return cut.length;
};

const answerOf = (community: CommunityId, admission: Admission): Result<CommunityId, JoinError> => {
  if (admission === 'admitted') return ok(community);
  if (admission === 'waits') return fail('waits-for-approval', WAITS);
  return admission === 'nobody' ? fail('nobody-answered', NOBODY) : fail('refused', admission.refused);
};

/** A device that was removed stays out for good, and one that left has said so: its member comes back with a new key. */
const keyToComeBackWith = (random: Random, held: Community | undefined): LocalCommunity['key'] => {
  const key = held?.local.key;
  const isGone = held?.isRemoved() ?? false;
  return isGone ? newKey(random, key) : key;
};

/** Those with something in them: a lane that was only named is nobody's business. */
const lanesOf = (community: Community | undefined): LaneView[] =>
  (community?.laneChannels() ?? []).flatMap((channel: ChannelId) =>
    (community?.lanes(channel) ?? [])
      .filter((lane) => lane.durable() > 0)
      .map((lane) => ({
        channel,
        segment: lane.lastSegment(),
        device: lane.device,
        count: lane.durable(),
        head: lane.head(),
      })),
  );

const DISK_FULL =
  'There is hardly any room left on this device’s disk. Nothing is sent or fetched until there is; what you have can be read. Make room, and it goes on by itself.';
const BAD_NAME = 'A name has 1 to 64 characters and does not begin or end with a space.';
const NO_COMMUNITY = 'This device is not in that community.';
const GAVE_WAY =
  'You are in this community on another device, which took the place of this one. To use it here too, start with a new profile and link it to that device.';
const WAITS =
  'Your request is with the community. Somebody there has to let you in; Holdfast goes on asking until then.';
const NOBODY =
  'No member has answered yet. Holdfast goes on asking in the background and joins as soon as one is reachable.';
