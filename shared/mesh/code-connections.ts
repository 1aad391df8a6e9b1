/**
 * Connections without signalling: one side's description goes to the other as a code, the other's comes back as one.
 * Nothing else is ever said, so each description waits for all addresses (no trickle), and minutes may pass between.
 */
import { toHex } from '../base/bytes.ts';
import { canConnect, type IceChoice } from '../base/ice-server.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import { CODE_LIVES_MS, type CodeConnections } from '../ports/transport.ts';
import { type LinkChannel, type LinkChannelEvents, openLinkChannel } from './link-channel.ts';
import type { MeshRoomPorts } from './mesh-room.ts';
import { hidingSdp, rtcConfiguration } from './ice.ts';
import { candidatesOf, readSide, sdpOf, type Side, sideOf, writeSide } from './connection-side.ts';
import type { Description, PeerConnection, WebRtc } from './webrtc-types.ts';

export type CodeConnectionPorts = {
  clock: Clock;
  random: Random;
  webrtc: WebRtc;
  ice: () => IceChoice;
  addresses: () => readonly string[];
  /** Where the link of a connection is told, once it is known of which room it is. */
  connected: (topic: string) => MeshRoomPorts['connected'];
};

/** Servers that tell a machine its address may be out of reach: then what is known is all there is. */
const GATHER_MS = 3_000;
/** Both sides are there now: it comes up at once or not at all. */
const OPEN_WITHIN_MS = 30_000;
/**
 * Who answered looks for the other this much later, for firewalls that let in only who was called. Not at once: in
 * libdatachannel a side that was found before it has the answer may take the other's certificate for a wrong one, since it
 * can shake hands faster than it stores the description.
 */
const LOOK_AFTER_MS = 20_000;
/** Nobody mends it but the people who made it, so it is given more time to come back by itself than others are. */
const DISCONNECTED_FOR_MS = 30_000;
/** Offers that wait for their answer, and answers for their connection; one more ends the oldest. */
const MAX_WAITING = 4;

type Attempt = {
  connection: PeerConnection;
  tellIn: (topic: string) => void;
  endWithin: (ms: number) => void;
  /** Tries the other side's addresses, unless it is settled by then. */
  look: (side: Side, afterMs: number) => void;
  close: () => void;
  /** True when it is up, false when it was closed before. */
  outcome: Promise<boolean>;
};

export const createCodeConnections = (ports: CodeConnectionPorts): CodeConnections & { dispose: () => void } => {
  const offers = new Map<string, Attempt>();
  const answers = new Map<string, Attempt>();
  /** Those that are not up yet, the ones that have their answer too. */
  const opening = new Set<Attempt>();

  const begin = (waiting: Map<string, Attempt>): { id: string; attempt: Attempt } => {
    const id = toHex(ports.random.bytes(8));
    const attempt = openAttempt(ports, () => {
      waiting.delete(id);
      opening.delete(attempt);
    });
    opening.add(attempt);
    const [oldest] = waiting.values();
    if (waiting.size >= MAX_WAITING) oldest?.close();
    waiting.set(id, attempt);
    attempt.endWithin(CODE_LIVES_MS);
    return { id, attempt };
  };

  return {
    offer: async () => {
      if (!canConnect(ports.ice())) return undefined;
      const { id, attempt } = begin(offers);
      const side = await describe(ports, attempt, (connection) => connection.createOffer());
      return side && { attempt: id, side };
    },
    answer: async (topic, bytes) => {
      const offer = readSide(bytes);
      if (offer === undefined || !canConnect(ports.ice())) return undefined;
      const { attempt } = begin(answers);
      attempt.tellIn(topic);
      const own = await describe(ports, attempt, async (connection) => {
        await connection.setRemoteDescription({ type: 'offer', sdp: sdpOf(offer, 'who-offered') });
        return connection.createAnswer();
      });
      attempt.look(offer, LOOK_AFTER_MS);
      return own;
    },
    accept: async (id, topic, bytes) => {
      const answer = readSide(bytes);
      const attempt = offers.get(id);
      if (attempt === undefined || answer === undefined) return 'gone';
      offers.delete(id);
      attempt.tellIn(topic);
      attempt.endWithin(OPEN_WITHIN_MS);
      const description = { type: 'answer', sdp: sdpOf(answer, 'who-answered') };
      await attempt.connection.setRemoteDescription(description).then(() => attempt.look(answer, 0), attempt.close);
      return (await attempt.outcome) ? 'opened' : 'failed';
    },
    dispose: () => {
      for (const attempt of opening) attempt.close();
    },
  };
};

/** @returns the own side of it, with every address; undefined if there is none, or something went wrong with it */
const describe = async (
  ports: CodeConnectionPorts,
  { connection, close }: Attempt,
  make: (connection: PeerConnection) => Promise<Description>,
): Promise<Uint8Array | undefined> => {
  try {
    await connection.setLocalDescription(await make(connection));
  } catch {
    close(); // closed meanwhile, or the engine does not take what it was given
    return undefined;
  }
  await gathered(ports.clock, connection);
  const sdp = connection.localDescription?.sdp;
  const side = ports.ice().relayOnly ? sideOf(hidingSdp(sdp ?? ''), []) : sideOf(sdp, ports.addresses());
  if (side === undefined) close();
  return side && writeSide(side);
};

const gathered = (clock: Clock, connection: PeerConnection): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.after(GATHER_MS, resolve);
    const look = (): void => {
      if (connection.iceGatheringState !== 'complete') return;
      cancel();
      resolve();
    };
    connection.addEventListener('icegatheringstatechange', look);
    look();
  });

const openAttempt = (ports: CodeConnectionPorts, settled: () => void): Attempt => {
  const { clock } = ports;
  const connection = new ports.webrtc.RTCPeerConnection(rtcConfiguration(ports.ice()));
  let events: LinkChannelEvents | undefined;
  let cancelEnd = (): void => undefined;
  let cancelLook = (): void => undefined;
  let isSettled = false;
  let finish = (_isUp: boolean): void => undefined;
  const outcome = new Promise<boolean>((resolve) => {
    finish = resolve;
  });
  const settle = (isUp: boolean): void => {
    cancelEnd();
    cancelLook();
    isSettled = true;
    settled();
    finish(isUp);
  };
  const look: Attempt['look'] = (side, afterMs) => {
    cancelLook = clock.after(afterMs, () => {
      // one that comes too late is of no use to anybody
      for (const candidate of candidatesOf(side)) connection.addIceCandidate(candidate).catch(() => undefined);
    });
    if (isSettled) cancelLook();
  };
  const channel: LinkChannel = openLinkChannel(connection, {
    opened: (link) => {
      settle(true);
      events?.opened(link);
    },
    frame: (frame) => events?.frame(frame),
    closed: (reason) => {
      settle(false);
      connection.close();
      events?.closed(reason);
    },
  });
  closeBroken(clock, connection, channel);
  return {
    connection,
    tellIn: (topic) => {
      events = ports.connected(topic)(
        () => channel.close(),
        () => channel,
      );
    },
    endWithin: (ms) => {
      cancelEnd();
      cancelEnd = clock.after(ms, () => channel.close());
    },
    look,
    close: () => channel.close(),
    outcome,
  };
};

/** Once it is up. Before that a failure only says that the other side has not been given the answer yet. */
const closeBroken = (clock: Clock, connection: PeerConnection, channel: LinkChannel): void => {
  let cancel = (): void => undefined;
  connection.addEventListener('iceconnectionstatechange', () => {
    cancel();
    const state = connection.iceConnectionState;
    if (state === 'closed') channel.close();
    if (!channel.isOpen()) return;
    if (state === 'disconnected') cancel = clock.after(DISCONNECTED_FOR_MS, () => channel.close());
    if (state === 'failed') channel.close();
  });
};
