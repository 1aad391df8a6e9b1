/** WebRTC and WebSocket for Node: libdatachannel, whose binaries come inside npm packages, and `ws`. */
import { PeerConnection } from 'node-datachannel';
import { RTCIceCandidate, RTCPeerConnection, RTCSessionDescription } from 'node-datachannel/polyfill';
import { WebSocket } from 'ws';

import type { WebRtc } from '../../shared/mesh/webrtc-types.ts';

/** lib0's signalling client, which y-webrtc builds on, knows only the global. */
export const provideWebSocket = (): void => {
  if (!('WebSocket' in globalThis)) Object.assign(globalThis, { WebSocket });
};

export const nodeWebRtc = (): WebRtc =>
  ({ RTCPeerConnection: Connection, RTCSessionDescription, RTCIceCandidate }) as unknown as WebRtc;

type Description = { type: string; sdp: string };

/**
 * libdatachannel negotiates by itself as soon as there is a data channel. Both our sides make one at once (the link), so
 * both would offer; here a description is made when simple-peer asks for it, as in a browser. And descriptions are plain
 * objects, because simple-peer writes to them.
 */
class Connection extends RTCPeerConnection {
  readonly #native: PeerConnection;

  constructor() {
    const native = new PeerConnection('holdfast', { iceServers: [], disableAutoNegotiation: true });
    super({ peerConnection: native });
    this.#native = native;
  }

  override async createOffer(): Promise<Description> {
    this.#native.setLocalDescription('offer');
    return plain(await super.createOffer());
  }

  override async createAnswer(): Promise<Description> {
    this.#native.setLocalDescription('answer');
    return plain(await super.createAnswer());
  }

  /** Done when it was made. */
  override setLocalDescription(): Promise<void> {
    return Promise.resolve();
  }
}

const plain = ({ type, sdp }: Description): Description => ({ type, sdp });
