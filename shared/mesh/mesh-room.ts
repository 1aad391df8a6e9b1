/**
 * One room of y-webrtc, hardened. y-webrtc keeps the connections (glare, offers, answers), and gets no password: sealing is
 * done here, so that it is told in one go what was judged, and nothing has changed since. Of what it does besides, its
 * document stays empty, its awareness is inert, it does not use BroadcastChannel, and what peers send on its own channel
 * before anybody knows who they are is not read: more than 1 KiB of it closes the connection.
 */
import { fromBase64, toBase64 } from 'lib0/buffer';
import { Room as YRoom, type SignalingConn, type WebrtcConn, WebrtcProvider } from 'y-webrtc';
import { Doc } from 'yjs';

import { canConnect, type IceChoice } from '../base/ice-server.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { Room } from '../ports/transport.ts';
import { hidingAddresses } from './ice.ts';
import { type LinkChannel, type LinkChannelEvents, openLinkChannel } from './link-channel.ts';
import { frameOfSignals, parseSignalMessage, readSignalFrame, type SignalMessage } from './signal-message.ts';
import { createRoomAnnouncer, MAX_LINKS, WISHED_LINKS } from './room-announcer.ts';
import { openSignal, sealSignal } from './signal-seal.ts';
import type { PeerConnection, Subtle, WebRtc } from './webrtc-types.ts';
import { wrapWebRtc } from './wrap-webrtc.ts';

export type MeshRoom = {
  setListenOnly: (listenOnly: boolean) => void;
  /** Says that we are here, to those in the room, if we lack links; never in a listen-only room. */
  announce: () => void;
  /** Looks for one more link. */
  seek: () => void;
  /** Calls `pass`, now or later, if y-webrtc may be told. */
  judge: (message: SignalMessage, pass: () => void) => void;
  /** Opens a frame that came. @returns nothing for what is not of this room, or makes no sense */
  open: (sealed: string) => Promise<SignalMessage[]>;
  /** Judges and seals in one frame what y-webrtc wants to say to one end, or to all. */
  seal: (said: readonly unknown[]) => Promise<{ message: SignalMessage; sealed: string } | undefined>;
  dispose: () => Promise<void>;
};

export type MeshRoomPorts = {
  clock: Clock;
  random: Random;
  subtle: Subtle;
  /** Of the room, to seal with. */
  key: Promise<unknown>;
  webrtc: WebRtc;
  signalingUrl: string;
  ice: () => IceChoice;
  addresses: () => readonly string[];
  signaling: (conn: SignalingConn) => void;
  /** Links of this room. */
  opened: () => number;
  /** How many there are, of all rooms. */
  links: () => number;
  /** A connection was made; the answer hears of its link. */
  connected: (close: () => void, channel: () => LinkChannel) => LinkChannelEvents;
};

const OPEN_WITHIN_MS = 10_000;
const DISCONNECTED_FOR_MS = 4_000;
const MAX_STRAY_BYTES = 1024;

/** Our rooms neither use BroadcastChannel nor announce by themselves: connecting is left to `announce`. */
YRoom.prototype.connect = function connect() {
  this.bcconnected = false;
};

type Inert = NonNullable<ConstructorParameters<typeof WebrtcProvider>[2]>['awareness'];
const inertAwareness = (): Inert =>
  ({
    states: new Map(),
    meta: new Map(),
    getStates: () => new Map(),
    on: () => undefined,
    off: () => undefined,
    emit: () => undefined,
  }) as unknown as Inert;

export const openMeshRoom = (ports: MeshRoomPorts, room: Room): MeshRoom => {
  let { listenOnly } = room;
  let isDisposed = false;
  const doc = new Doc();
  const { key } = ports;
  const made = (connection: PeerConnection): void =>
    guardConnection(ports, connection, () => findConn(provider, connection));
  const provider = new WebrtcProvider(room.topic, doc, {
    signaling: [ports.signalingUrl],
    awareness: inertAwareness(),
    maxConns: MAX_LINKS,
    filterBcConns: false,
    peerOpts: { wrtc: wrapWebRtc(ports.webrtc, { made, addresses: ports.addresses, ice: ports.ice }) },
  } as unknown as NonNullable<ConstructorParameters<typeof WebrtcProvider>[2]>);
  for (const conn of provider.signalingConns) ports.signaling(conn);

  const judge: MeshRoom['judge'] = (message, pass) => {
    const conns = provider.room?.webrtcConns;
    if (!canConnect(ports.ice())) return;
    const { from } = message;
    if (conns === undefined || conns.has(from)) return pass();
    if (message.type === 'announce') return announcer.heard({ from, wish: message.wish ?? WISHED_LINKS }, pass);
    if (message.signal.type !== 'offer') return; // stray: an answer or candidate without an offer
    if (message.to !== provider.room?.peerId) announcer.overheard(message.to);
    // y-webrtc would let every one in; and who only listens has asked for none, or did so before it was let in elsewhere
    else if (!listenOnly && announcer.hasRoom()) pass();
  };

  const announcer = createRoomAnnouncer({
    clock: ports.clock,
    random: ports.random,
    connections: () => provider.room?.webrtcConns.size ?? 0,
    opening: () => (provider.room?.webrtcConns.size ?? 0) - ports.opened(),
    links: ports.links,
    isListenOnly: () => listenOnly,
    say: (wish) => {
      const [conn] = provider.signalingConns;
      if (isDisposed || listenOnly || provider.room === null) return;
      conn?.send({ type: 'publish', topic: room.topic, data: { type: 'announce', from: provider.room.peerId, wish } });
    },
  });

  /** A room that is entered while the hub is connected subscribes by itself; later connects do it for all rooms. */
  const subscribe = async (): Promise<void> => {
    await provider.key;
    const [conn] = provider.signalingConns;
    if (conn?.connected && !isDisposed) conn.send({ type: 'subscribe', topics: [room.topic] });
    announcer.announce();
  };
  // Rejects only where WebCrypto is broken; then the unhandled rejection says so.
  // oxlint-disable-next-line typescript/no-floating-promises
  void subscribe();

  return {
    setListenOnly: (next) => {
      listenOnly = next;
    },
    announce: announcer.announce,
    seek: announcer.seek,
    open: async (sealed) => readSignalFrame(await openSignal(ports.subtle, await key, decode(sealed))),
    judge,
    seal: async (said) => {
      const messages = said.flatMap((each) => mayBeSaid(parseSignalMessage(each), ports.ice()) ?? []);
      const [message] = messages;
      if (message === undefined || isAnnouncedByItself(message)) return undefined;
      const frame = frameOfSignals(messages);
      return { message, sealed: toBase64(await sealSignal(ports.subtle, ports.random, await key, frame)) };
    },
    dispose: async () => {
      isDisposed = true;
      announcer.dispose();
      provider.disconnect();
      provider.destroy();
      await provider.key;
      // y-webrtc forgets the room in a promise of its own on the same key
      await Promise.resolve();
      doc.destroy();
    },
  };
};

/** y-webrtc does so whenever the hub is there again, whether or not links are lacking. */
const isAnnouncedByItself = (message: SignalMessage): boolean =>
  message.type === 'announce' && message.wish === undefined;

const mayBeSaid = (message: SignalMessage | undefined, ice: IceChoice): SignalMessage | undefined => {
  if (message === undefined || !canConnect(ice)) return undefined;
  return ice.relayOnly ? hidingAddresses(message) : message;
};

/** What is neither text nor bytes is more than may come. */
const sizeOf = (data: unknown): number => {
  if (typeof data === 'string') return data.length;
  const { byteLength, size } = data as { byteLength?: number; size?: number };
  return byteLength ?? size ?? MAX_STRAY_BYTES + 1;
};

const decode = (sealed: string): Uint8Array => {
  try {
    return fromBase64(sealed);
  } catch {
    return new Uint8Array(0); // not base64: opens to nothing
  }
};

const findConn = (provider: WebrtcProvider, connection: PeerConnection): WebrtcConn | undefined =>
  [...(provider.room?.webrtcConns.values() ?? [])].find((conn) => conn.peer._pc === connection);

/** Puts the link on a new connection, silences y-webrtc's own channel, and ends what does not come up or breaks. */
const guardConnection = (
  ports: MeshRoomPorts,
  connection: PeerConnection,
  conn: () => WebrtcConn | undefined,
): void => {
  const { clock } = ports;
  let cancelBroken = (): void => undefined;
  const close = (): void => {
    cancelOpening();
    cancelBroken();
    const held = conn();
    if (held === undefined) connection.close();
    else held.destroy();
  };
  const events = ports.connected(close, () => channel);
  const channel = openLinkChannel(connection, {
    opened: (link) => {
      cancelOpening();
      events.opened(link);
    },
    frame: events.frame,
    closed: (reason) => {
      close();
      events.closed(reason);
    },
  });
  const cancelOpening = clock.after(OPEN_WITHIN_MS, () => channel.close());
  let stray = 0;
  const countStray = (bytes: number): void => {
    stray += bytes;
    if (stray > MAX_STRAY_BYTES) channel.close();
  };
  // where both have offered, simple-peer hears nothing of the other's channel; and somebody may open any number
  connection.addEventListener('datachannel', ({ channel: opened }) => {
    opened?.addEventListener('message', ({ data }) => countStray(sizeOf(data)));
  });
  connection.addEventListener('iceconnectionstatechange', () => {
    cancelBroken();
    const state = connection.iceConnectionState;
    if (state === 'disconnected') cancelBroken = clock.after(DISCONNECTED_FOR_MS, () => channel.close());
    if (state === 'failed' || state === 'closed') channel.close();
  });
  // y-webrtc's WebrtcConn is under construction right now; its listeners are there when this turn is over
  // oxlint-disable-next-line typescript/no-floating-promises -- nothing in it can fail but by a bug
  void Promise.resolve().then(() => {
    const held = conn();
    if (held === undefined) return;
    held.peer.removeAllListeners('data');
    held.peer.on('data', (data: { length: number }) => countStray(data.length));
    held.peer.on('close', () => channel.close());
  });
};
