/**
 * One of a simulated crowd: the real sync, the real choice of links, real records and frames; governance, signatures, rooms
 * and disks are made of nothing, or a thousand peers would not fit one machine.
 */
import { type DeviceId, type LinkId, ZERO_ID } from '../../base/ids.ts';
import { createLane, type Lane } from '../../lanes/lane.ts';
import type { StoredRecord } from '../../lanes/stored-record.ts';
import { readLaneFrames } from '../../lanes/lane-frame.ts';
import { createAnnounceSchedule } from '../../mesh/announce-schedule.ts';
import { createRoomAnnouncer, type RoomAnnouncer } from '../../mesh/room-announcer.ts';
import { createLinkDegree } from '../../peer/link-degree.ts';
import { createSyncTimers, type SyncTimers } from '../../peer/sync-timers.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Random } from '../../ports/random.ts';
import { inFull } from '../../sync/brief-run.ts';
import { type CommunitySync, createCommunitySync } from '../../sync/community-sync.ts';
import { readLinkMessage } from '../../sync/link-message.ts';
import { type LinkSession, openSession } from '../../sync/link-session.ts';
import type { SyncEffects } from '../../sync/sync-effects.ts';
import type { SyncedCommunity } from '../../sync/synced-community.ts';
import type { ScaleAuthors } from './scale-authors.ts';

export type ScalePeer = {
  name: number;
  announcer: RoomAnnouncer;
  /** Connections in the room, begun ones too. */
  connections: Set<number>;
  opened: (link: LinkId, other: number) => void;
  closed: (link: LinkId) => void;
  frame: (link: LinkId, bytes: Uint8Array, from: ScalePeer) => void;
  post: () => void;
  /** When each record came, and over how many links; `device seq` names it. */
  got: Map<string, { at: number; hops: number }>;
  frames: () => { sent: number; received: number; fresh: number };
  /** Announces itself from now on. */
  start: () => void;
  /** The memory is gone, and every link; what is on the disk stays. */
  stop: () => void;
};

export type ScalePorts = {
  clock: Clock;
  random: Random;
  crypto: Crypto;
  authors: ScaleAuthors;
  /** For comparison: every link stays a branch, so records go over each. */
  isFlooding: boolean;
  say: (peer: number, wish: number) => void;
  send: (peer: number, link: LinkId, bytes: Uint8Array) => void;
  close: (peer: number, link: LinkId) => void;
};

const FSYNC_MS = { least: 4, more: 16 };
const TICK_MS = 5_000;

type Disk = { lanes: Map<DeviceId, Lane>; got: Map<string, { at: number; hops: number }> };

export const createScalePeer = (ports: ScalePorts, name: number, disk: Disk = emptyDisk()): ScalePeer => {
  const { clock, random, authors } = ports;
  const connections = new Set<number>();
  const sessions = new Map<LinkId, LinkSession>();
  const others = new Map<LinkId, number>();
  let isStopped = false;

  const laneOf = (device: DeviceId): Lane => {
    const where = { community: authors.community, channel: authors.channel, device };
    const lane = disk.lanes.get(device) ?? createLane(ports.crypto, where);
    disk.lanes.set(device, lane);
    return lane;
  };
  const community = communityOf(ports, disk, laneOf);

  const stored = (
    lane: Lane,
    fresh: readonly StoredRecord[],
    source: { link: LinkId; from: ScalePeer } | undefined,
  ) => {
    const from = fresh[0]?.envelope.seq ?? 0;
    clock.after(FSYNC_MS.least + chanceOf(random) * FSYNC_MS.more, () => {
      if (isStopped) return; // what was not on the disk yet is asked for again
      for (let seq = from; seq < from + fresh.length; seq += 1) {
        const key = `${lane.device} ${seq}`;
        const hops = source === undefined ? 0 : (source.from.got.get(key)?.hops ?? 0) + 1;
        disk.got.set(key, { at: clock.now(), hops });
      }
      lane.markDurable(from + fresh.length);
      sync.laneGrew(authors.channel, lane.device, { from, source: source?.link });
    });
  };

  const takeFrame = (session: LinkSession, frame: Uint8Array, from: ScalePeer): void => {
    const runs = readLaneFrames(ports.crypto, authors.community, frame);
    if (!runs.ok) throw new Error(runs.error);
    const [{ place }] = runs.value;
    const lane = laneOf(place.device);
    const accepted = lane.acceptAll(runs.value);
    if (accepted.ok && accepted.value.length > 0) stored(lane, accepted.value, { link: session.link, from });
    else if (accepted.ok && !ports.isFlooding) sync.cameAgain(session, place);
  };

  let source: ScalePeer | undefined;
  const timers = createSyncTimers(clock, () => sync, { ms: 0, isOver: () => undefined });
  const sync: CommunitySync = createCommunitySync(ports.crypto, community, {
    ...NOTHING,
    send: (link, bytes) => ports.send(name, link, bytes),
    laneFrame: (session, frame) => {
      if (source !== undefined) takeFrame(session, frame, source);
    },
    ...timers,
  });
  const degree = createLinkDegree(
    {
      random,
      send: (link, bytes) => ports.send(name, link, bytes),
      closeLink: (link) => ports.close(name, link),
      isByCode: () => false,
    },
    community,
    sync.sessions,
  );
  const announcer = createRoomAnnouncer({
    clock,
    random,
    connections: () => connections.size,
    opening: () => connections.size - others.size,
    links: () => others.size,
    isListenOnly: () => false,
    say: (wish) => ports.say(name, wish),
  });
  const schedule = createAnnounceSchedule({ clock, random, announce: announcer.announce, seek: announcer.seek });
  const tick = (): void => {
    if (isStopped) return;
    sync.retry();
    degree.look();
    clock.after(TICK_MS, tick);
  };

  return {
    name,
    announcer,
    connections,
    got: disk.got,
    frames: sync.frames,
    opened: (link, other) => {
      const session = openSession(link, authors.deviceOf(other), 'member', 'epoch', clock.now(), {
        secret: ZERO_ID,
        leads: name < other,
      });
      sessions.set(link, session);
      others.set(link, other);
      sync.opened(session);
    },
    closed: (link) => {
      sessions.delete(link);
      others.delete(link);
      sync.closed(link);
      schedule.soon();
    },
    frame: (link, bytes, from) => {
      const session = sessions.get(link);
      const read = readLinkMessage(bytes);
      if (session === undefined || read === undefined) return;
      const message = read.kind === 'brief-run' ? inFull(community, read) : read;
      source = from;
      if (message.kind === 'degree') degree.heard(session, message.number);
      else sync.onMessage(session, message);
    },
    post: () => {
      const { device, run } = authors.write(name, clock.now());
      const lane = laneOf(device);
      const accepted = lane.accept(run);
      if (!accepted.ok) throw new Error(accepted.error);
      stored(lane, accepted.value, undefined);
    },
    start: () => {
      announcer.announce();
      schedule.soon();
      clock.after(chanceOf(random) * TICK_MS, tick);
    },
    stop: () => {
      isStopped = true;
      for (const part of [timers, announcer, schedule]) part.dispose();
      // what was on its way to the disk is lost, but for what was written here: nobody would dare to sign that number twice
      for (const lane of disk.lanes.values())
        if (lane.device === authors.deviceOf(name)) lane.markDurable(Number.POSITIVE_INFINITY);
        else lane.takeBack(lane.kept());
    },
  };
};

export const emptyDisk = (): Disk => ({ lanes: new Map(), got: new Map() });

/** From 0 to 1. */
export const chanceOf = (random: Random): number => {
  const [a = 0, b = 0] = random.bytes(2);
  return (a * 256 + b) / 65_536;
};

const NOTHING: Omit<SyncEffects, 'send' | 'laneFrame' | keyof SyncTimers> = {
  tailFrame: () => undefined,
  operations: () => undefined,
  dismiss: () => undefined,
  insist: () => undefined,
  parted: () => undefined,
  joinAsked: () => undefined,
  joinRefused: () => undefined,
  rekeyAsked: () => undefined,
  receipts: () => undefined,
  changed: () => undefined,
};

const communityOf = (
  { authors }: Pick<ScalePorts, 'authors'>,
  disk: Disk,
  laneOf: (device: DeviceId) => Lane,
): SyncedCommunity => ({
  id: authors.community,
  log: { chains: () => new Map(), missingFrom: () => [], partedFrom: () => [] },
  knowsDevice: () => true,
  deviceNamed: authors.deviceNamed,
  channelNamed: () => authors.channel,
  standing: () => 'active',
  wasPutOut: () => false,
  isRemoved: () => false,
  tellsItIsOut: () => false,
  introduction: () => {
    throw new Error('nobody has to be introduced here');
  },
  vouchesFor: () => false,
  isOfSomebodyOut: () => false,
  knowsChannel: () => true,
  // nobody looks at what they say
  isOurs: () => false,
  carries: () => true,
  mayGrow: () => true,
  lane: (_channel, device) => laneOf(device),
  lanes: () => [...disk.lanes.values()],
  missingBodies: () => [],
  channels: () => [authors.channel],
  laneChannels: () => [authors.channel],
});
