/**
 * Sync of one community over its open links: governance first, then lanes, in frames of at most 64 KiB, with at most
 * 1 MiB a link on its way between two disks. Decides and calls its effects; keeps no timers of its own.
 */
import { type ChannelId, type DeviceId, type LinkId, type MemberId } from '../base/ids.ts';
import type { Lane } from '../lanes/lane.ts';
import type { Crypto } from '../ports/crypto.ts';
import { createAsking } from './asking.ts';
import { serveBodies } from './body-server.ts';
import { createLaneServer } from './lane-server.ts';
import { operationsInFrames } from './in-frames.ts';
import { serveTails } from './tail-server.ts';
import { type LinkMessage, writeLinkMessage } from './link-message.ts';
import {
  knownOf,
  type LaneKey,
  laneKey,
  laneOf,
  type LinkSession,
  isProvenMember,
  mayExchangeContent,
} from './link-session.ts';
import type { Introduction } from './introduction.ts';
import { createLivePush } from './live-push.ts';
import type { SyncEffects } from './sync-effects.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { isTableMessage } from './table-message.ts';
import { createTableTeller, type TellerPorts } from './table-teller.ts';
import { noteTable } from './note-table.ts';

export type CommunitySync = {
  sessions: () => LinkSession[];
  opened: (session: LinkSession) => void;
  closed: (link: LinkId) => void;
  onMessage: (session: LinkSession, message: LinkMessage) => void;
  /** Operations became part of the log here and are durable: neighbours get them. */
  operationsAdded: (operations: readonly Uint8Array[], from: LinkId | undefined) => void;
  /** Who is a member may have changed: whoever became one is told everything, whoever was removed is told that. */
  membersChanged: () => void;
  /** Asks for a lane from a record on that may be here already. */
  askFrom: (session: LinkSession, lane: { channel: ChannelId; device: DeviceId }, from: number) => void;
  /** The operations, in frames. */
  tell: (session: LinkSession, operations: readonly Uint8Array[]) => void;
  /** A lane grew on the disk: tell everyone, push it to those who had all before it. */
  laneGrew: (channel: ChannelId, device: DeviceId, grown: { from: number; source: LinkId | undefined }) => void;
  /** Bodies that were missing are here now. */
  bodiesCame: (channel: ChannelId, lane: Lane) => void;
  /** Tells what of that was asked for has come. */
  tellBriefly: () => void;
  /** Sends what was put off so that it would not be sent twice. */
  relay: () => void;
  /** Asks for all that some neighbour has and this device has not. */
  askAll: () => void;
  /** What is seen first was asked for: everything else waits until `firstIsHere`. */
  awaitsFirst: () => boolean;
  /** The tail that is seen first is here, or is not waited for any longer. */
  firstIsHere: () => void;
  /** Asks for what was on its way and stays away. @returns false once nothing is on its way */
  askOverdue: () => boolean;
  /** Of records that came, all were here. */
  cameAgain: (session: LinkSession, place: { channel: ChannelId; device: DeviceId }) => void;
  /** Asks anew for what was asked for and did not come. */
  retry: () => void;
  /** True while records that were asked for are on their way. */
  isFetching: () => boolean;
  /** There is room again: asks for what could not be asked for while there was none. */
  askAnew: () => void;
  /** False for records that nobody asked for and that are too many for now. */
  mayTake: (session: LinkSession, place: { channel: ChannelId; device: DeviceId }, size: RunSize) => boolean;
  /** A tail came. @returns false if it, or so much of it, was not asked for there */
  takeTail: (session: LinkSession, channel: ChannelId, records: number) => boolean;
  /** Records that some neighbour has and this device has not. */
  missing: () => number;
  /** Of records, since the start. */
  frames: () => { sent: number; received: number; fresh: number };
};

/** Of a run as it arrived; `at` in milliseconds by this device's clock. */
export type RunSize = { at: number; records: number; bytes: number };

/** So many can be named in full. */
const FEW_LANES = 2;
/** New ones of each device that was put out, or of all unknown ones of a member, until the next start; one message may go beyond. */
const MAX_OPS_OF_DISMISSED = 64;

export const createCommunitySync = (
  crypto: Crypto,
  community: SyncedCommunity,
  effects: SyncEffects,
): CommunitySync => {
  const sessions = new Map<LinkId, LinkSession>();
  const heardOfDismissed = new Map<DeviceId | MemberId, number>();

  const say = (session: LinkSession, message: Exclude<LinkMessage, { kind: 'unknown' }>): void =>
    effects.send(session.link, writeLinkMessage(message));
  const frames = { sent: 0, received: 0, fresh: 0 };
  const server = createLaneServer(crypto, community, (session, message) => {
    frames.sent += 1;
    say(session, message);
  });
  const asking = createAsking(community, sessions, effects, {
    lanes: (session, channel, lanes) => {
      live.grafted(session);
      say(session, lanes.length > FEW_LANES ? tables.want(channel, lanes) : { kind: 'lane-want', channel, lanes });
    },
    bodies: (session, channel, lanes) => say(session, { kind: 'body-want', channel, lanes }),
    tail: (session, channel, count) => say(session, { kind: 'tail-want', channel, count }),
  });
  const live = createLivePush(community, sessions, server, {
    sayPrune: (session) => say(session, { kind: 'prune' }),
    relaySoon: effects.relaySoon,
  });

  const sendOperations = (session: LinkSession, operations: readonly Uint8Array[]): void => {
    for (const batch of operationsInFrames(operations)) say(session, { kind: 'ops', operations: batch });
  };

  const introduce = (session: LinkSession): void => {
    if (session.wasTold || community.isRemoved()) return;
    session.wasTold = true;
    say(session, { kind: 'introduce', introduction: community.introduction() });
  };

  const begin = (session: LinkSession): void => {
    session.wasProven = isProvenMember(session, community);
    // an earlier epoch's key is all that two groups may have in common which were apart
    if (session.room === 'old-epoch') introduce(session);
    say(session, {
      kind: 'ops-have',
      // a list of devices is a list of members
      chains: session.wasProven ? chainsHere() : [],
    });
  };

  const tables = createTableTeller(crypto, community, sessions, {
    say,
    take: (...told) => onHave(...told),
    wanted: (session, channel, lanes) => onWant(session, { kind: 'lane-want', channel, lanes }),
    tellSoon: effects.tellSoon,
    isHeld: asking.awaitsFirst,
  });

  const startContent = (session: LinkSession): void => {
    if (!mayExchangeContent(session, community)) return;
    asking.begin(session);
    // comparing what is here and there is work for both sides
    if (!asking.awaitsFirst()) tables.begin(session);
    // what they said they have before they were known to be a member
    effects.askSoon();
    effects.changed();
  };

  const onHave: TellerPorts['take'] = (session, channel, lanes, { isFrozen }) => {
    const devices = noteTable(community, effects, session, { channel, lanes });
    if (devices === undefined) return;
    if (isFrozen) session.tabled.delete(channel);
    else tables.told(session, channel, devices);
    if (mayExchangeContent(session, community)) {
      asking.told(session, channel, devices);
      server.pump(session);
    }
    effects.changed();
  };

  const sendMissing = (session: LinkSession): void => {
    if (!mayHearOperations(session)) return;
    sendOperations(
      session,
      community.log.missingFrom(session.theirChains).map((operation) => operation.bytes),
    );
    askForOtherSides(session);
  };

  /** Of a chain that parted before its end there, only the longer side can tell: it asks for all of it. */
  const askForOtherSides = (session: LinkSession): void => {
    const parted = community.log.partedFrom(session.theirChains);
    if (parted.length === 0 || session.mode !== 'member') return;
    const chains = chainsHere().map((chain) => (parted.includes(chain.device) ? { ...chain, count: 0 } : chain));
    say(session, { kind: 'ops-have', chains });
  };

  const operationsHere = (): number => chainsHere().reduce((sum, { count }) => sum + count, 0);

  const chainsHere = (): { device: DeviceId; count: number; digest: Uint8Array }[] =>
    [...community.log.chains()].map(([device, chain]) => ({ device, ...chain }));

  /** Who left, or was put out, tells those who do not know it yet, now or when they meet; after that there is nobody to tell. */
  const mayHearOperations = (session: LinkSession): boolean =>
    isProvenMember(session, community) ||
    isKnownByName(session) ||
    (session.mode === 'member' && community.tellsItIsOut() && community.standing(session.device) === 'active');

  /** Vouched for, and not heard of yet: with governance they can tell what they know. */
  const isKnownByName = (session: LinkSession): boolean =>
    session.mode === 'member' &&
    session.isIntroduced &&
    (!community.isRemoved() || community.tellsItIsOut()) &&
    community.standing(session.device) === 'unknown';

  const onIntroduce = (session: LinkSession, introduction: Introduction): void => {
    // what is the newest epoch here is an earlier one there, so they may not know of us
    if (session.room === 'epoch') introduce(session);
    if (community.isOfSomebodyOut(session.device, introduction)) {
      session.outMember = introduction.member;
      return effects.dismiss(session);
    }
    if (session.isIntroduced || !community.vouchesFor(session.device, introduction)) return;
    session.isIntroduced = true;
    if (!isKnownByName(session)) return;
    say(session, { kind: 'ops-have', chains: chainsHere() });
    if (session.opsDoneSent) sendMissing(session);
  };

  const lookAgain = (session: LinkSession): void => {
    if (session.mode === 'member' && community.standing(session.device) === 'gone') return effects.dismiss(session);
    if (session.wasProven || !isProvenMember(session, community)) return;
    begin(session);
    if (!session.opsDoneSent) return;
    sendMissing(session);
    startContent(session);
  };

  const onOpsHave = (session: LinkSession, message: Extract<LinkMessage, { kind: 'ops-have' }>): void => {
    if (session.mode === 'asking') {
      session.mode = 'member';
      begin(session);
    }
    session.theirChains = new Map(message.chains.map(({ device, ...chain }) => [device, chain]));
    sendMissing(session);
    say(session, { kind: 'ops-done' });
    session.opsDoneSent = true;
    startContent(session);
  };

  const onWant = (
    session: LinkSession,
    message: Extract<LinkMessage, { kind: 'lane-want' | 'body-want' | 'tail-want' }>,
  ): void => {
    if (message.kind === 'tail-want')
      return serveTails(crypto, community, message, session, (frame) => say(session, { kind: 'tail', frame }));
    if (message.kind === 'body-want')
      return serveBodies(crypto, community, message, session, (frame) => say(session, { kind: 'lane', frame }));
    live.grafted(session);
    server.asked(session, message.channel, message.lanes);
  };

  /**
   * Who was put out may know why that does not count, and nobody else may who is left: so it is heard, within bounds. What
   * its operations come to is decided as always.
   */
  const onDismissedMessage = (session: LinkSession, message: LinkMessage): void => {
    const { device, outMember } = session;
    const who = outMember ?? device;
    const heard = heardOfDismissed.get(who) ?? 0;
    if (message.kind !== 'ops' || heard >= MAX_OPS_OF_DISMISSED || !community.wasPutOut(device, outMember)) return;
    const before = operationsHere();
    effects.operations(session, message.operations);
    heardOfDismissed.set(who, heard + operationsHere() - before);
    if (community.wasPutOut(device, outMember)) effects.insist(session);
  };

  const onMemberMessage = (session: LinkSession, message: LinkMessage): void => {
    switch (message.kind) {
      case 'ops-have':
        return onOpsHave(session, message);
      case 'ops':
        return effects.operations(session, message.operations);
      case 'ops-done':
        session.opsDoneReceived = true;
        return startContent(session);
      case 'lanes-have':
        return onHave(session, message.channel, message.lanes, { isFrozen: false });
      case 'prune':
        return live.pruned(session);
      case 'introduce':
        return onIntroduce(session, message.introduction);
      case 'rekey':
        if (isProvenMember(session, community)) effects.rekeyAsked(session, message.request);
        return;
      default:
        return onContent(session, message);
    }
  };

  const onContent = (session: LinkSession, message: LinkMessage): void => {
    switch (message.kind) {
      case 'lane':
        frames.received += 1;
        return effects.laneFrame(session, message.frame);
      case 'tail':
        return effects.tailFrame(session, message.frame);
      case 'lane-want':
      case 'body-want':
      case 'tail-want':
        return onWant(session, message);
      default: // passed over: 'join' of a member who never heard that they were admitted, runs whose names mean nothing here
        return isTableMessage(message) ? tables.heard(session, message) : undefined;
    }
  };

  return {
    sessions: () => [...sessions.values()],
    opened: (session) => {
      sessions.set(session.link, session);
      if (session.mode === 'member' && community.standing(session.device) === 'gone') effects.dismiss(session);
      else if (session.mode === 'member') begin(session);
      effects.changed();
    },
    closed: (link) => {
      sessions.delete(link);
      asking.closed(link);
      effects.changed();
    },
    onMessage: (session, message) => {
      if (session.mode === 'dismissed') return onDismissedMessage(session, message);
      if (session.mode === 'asked') {
        if (message.kind === 'join') effects.joinAsked(session, message);
        return;
      }
      if (session.mode === 'asking' && message.kind === 'refused') return effects.joinRefused(session, message.code);
      // operations alone: those that tell who was removed since they were let in
      if (session.mode === 'asking' && message.kind !== 'ops-have' && message.kind !== 'ops') return;
      onMemberMessage(session, message);
    },
    membersChanged: () => {
      for (const session of sessions.values()) lookAgain(session);
    },
    askFrom: (session, { channel, device }, from) => {
      // they may have been removed since they brought what made us ask
      if (mayExchangeContent(session, community))
        say(session, { kind: 'lane-want', channel, lanes: [{ device, from }] });
    },
    tell: sendOperations,
    operationsAdded: (operations, from) => {
      for (const session of sessions.values()) {
        if (session.link !== from && mayHearOperations(session) && session.opsDoneSent)
          sendOperations(session, operations);
      }
    },
    laneGrew: (channel, device, { from, source }) => {
      const key = laneKey(channel, device);
      const lane = community.lane(channel, device);
      const wasAsked = source !== undefined && asking.isAsked(source, key);
      asking.grew(key);
      if (source !== undefined) frames.fresh += 1;
      live.grew(key, from, source);
      // after the records themselves, so that nobody asks for what is on its way
      if (wasAsked) tables.tellLater(channel, lane);
      else tables.tell(channel, lane);
    },
    bodiesCame: tables.tell,
    relay: live.relay,
    tellBriefly: tables.tellBriefly,
    askAll: asking.askAll,
    awaitsFirst: asking.awaitsFirst,
    firstIsHere: () => {
      asking.firstIsHere();
      for (const session of sessions.values()) if (mayExchangeContent(session, community)) tables.begin(session);
    },
    askOverdue: asking.wantOverdue,
    cameAgain: (session, { channel, device }) => {
      if (!asking.isAsked(session.link, laneKey(channel, device))) live.cameAgain(session);
    },
    isFetching: asking.isWaiting,
    askAnew: asking.askAnew,
    retry: () => {
      for (const session of sessions.values()) session.askedAgainBytes = 0;
      asking.retry();
    },
    mayTake: (session, { channel, device }, { at, records, bytes }) =>
      asking.isAsked(session.link, laneKey(channel, device)) || session.inbound.mayTakeRecords(at, records, bytes),
    takeTail: asking.takeTail,
    frames: () => ({ ...frames }),
    missing: () => missingHere(community, [...sessions.values()]),
  };
};

const missingHere = (community: SyncedCommunity, sessions: readonly LinkSession[]): number => {
  const most = new Map<LaneKey, number>();
  for (const session of sessions) {
    for (const key of session.known.keys())
      most.set(key, Math.max(most.get(key) ?? 0, knownOf(session, community, key)));
  }
  return [...most].reduce((sum, [key, count]) => {
    const { channel, device } = laneOf(key);
    return sum + Math.max(0, count - community.lane(channel, device).durable());
  }, 0);
};
