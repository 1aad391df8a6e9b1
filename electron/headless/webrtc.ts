/** WebRTC and WebSocket for Node: libdatachannel, whose binaries come inside npm packages, and `ws`. */
import { type IceServer as NativeServer, PeerConnection, type RtcConfig } from 'node-datachannel';
import { RTCIceCandidate, RTCPeerConnection, RTCSessionDescription } from 'node-datachannel/polyfill';
import { WebSocket } from 'ws';

import { iceParts, isRelay } from '../../shared/base/ice-server.ts';
import type { RtcConfiguration } from '../../shared/mesh/ice.ts';
import type { WebRtc } from '../../shared/mesh/webrtc-types.ts';
import type { RelayDoors } from './relay-doors.ts';

/** lib0's signalling client, which y-webrtc builds on, knows only the global. */
export const provideWebSocket = (): void => {
  if (!('WebSocket' in globalThis)) Object.assign(globalThis, { WebSocket });
};

/** @param doors where relays are reached that libdatachannel cannot be let, or cannot get, to by itself */
export const nodeWebRtc = (doors: Pick<RelayDoors, 'portOf'>): WebRtc => {
  const construct = function (configuration: RtcConfiguration): Connection {
    return new Connection(nativeConfiguration(configuration, doors));
  };
  return { RTCPeerConnection: construct, RTCSessionDescription, RTCIceCandidate } as unknown as WebRtc;
};

const LOOPBACK = '127.0.0.1';

/** Bound to loopback a connection reaches doors and nothing else. A relay whose door is not open is left out. */
export const nativeConfiguration = (
  { iceServers, iceTransportPolicy }: RtcConfiguration,
  doors: Pick<RelayDoors, 'portOf'>,
): RtcConfig => {
  const isHidden = iceTransportPolicy === 'relay';
  const servers = iceServers.flatMap(
    ({ urls: [url = ''], username = '', credential = '' }): (NativeServer | string)[] => {
      const parts = iceParts(url);
      if (parts === undefined) return [];
      if (!isRelay({ url })) return isHidden ? [] : [{ hostname: parts.host, port: parts.port }];
      const relay = { username, password: credential, relayType: 'TurnUdp' as const };
      if (!isHidden && parts.transport === 'udp') return [{ hostname: parts.host, port: parts.port, ...relay }];
      const port = doors.portOf({ url });
      return port === undefined ? [] : [{ hostname: LOOPBACK, port, ...relay }];
    },
  );
  const bound = isHidden ? { bindAddress: LOOPBACK } : {};
  return { iceServers: servers, iceTransportPolicy, ...bound, disableAutoNegotiation: true };
};

type Description = { type: string; sdp: string };

/**
 * libdatachannel negotiates by itself as soon as there is a data channel. Both our sides make one at once (the link), so
 * both would offer; here a description is made when simple-peer asks for it, as in a browser. And descriptions are plain
 * objects, because simple-peer writes to them.
 */
class Connection extends RTCPeerConnection {
  readonly #native: PeerConnection;

  constructor(configuration: RtcConfig) {
    const native = new PeerConnection('holdfast', configuration);
    super({ peerConnection: native });
    this.#native = native;
  }

  override async createOffer(): Promise<Description> {
    this.#describe('offer', ['stable', 'have-local-offer']);
    return plain(await super.createOffer());
  }

  override async createAnswer(): Promise<Description> {
    this.#describe('answer', ['have-remote-offer']);
    return plain(await super.createAnswer());
  }

  /** Where it does not fit the library ends the whole process: others' offers and answers come when they like. */
  #describe(type: 'offer' | 'answer', fitting: readonly string[]): void {
    const state = this.#native.signalingState();
    if (!fitting.includes(state)) throw new Error(`There can be no ${type} now (${state}).`);
    this.#native.setLocalDescription(type);
  }

  /** Done when it was made. */
  override setLocalDescription(): Promise<void> {
    return Promise.resolve();
  }
}

const plain = ({ type, sdp }: Description): Description => ({ type, sdp });
